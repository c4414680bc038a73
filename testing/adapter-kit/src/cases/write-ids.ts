import { bool, col, Entity, int, text, uuid } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'

const { id: _id, ...ada } = people[0]
let made = 0

class Note extends Entity('kit_note', {
  id: col(uuid).id(),
  body: col(text),
  isPinned: col(bool).default(false),
  number: col(int).default(() => ++made),
  tag: col(text).optional(),
}) {}
class Ticket extends Entity('kit_ticket', { id: col(int).id().generated(), title: col(text) }) {}

export const writeIds = topic(
  'ids-and-defaults',
  ['read', 'where', 'insert'],
  [
    {
      what: 'id-in-the-record-is-idempotent',
      title: 'a record that carries its id is inserted once, and its id is given each time',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.insertReturningId({ id: 6, ...ada }))
        same([value, count], [6, 1])
        same(await table.insertReturningId({ id: 6, ...ada, name: 'Again' }), 6)
        same((await table.get(6))?.name, 'Ada')
        same(await table.count(), 6)
      },
    },
    {
      what: 'uuids-are-made',
      title: 'uuid ids that nobody gives are made, differ, and find their rows',
      types: [uuid],
      async run({ open }) {
        const { source } = await open(tableOf(Note))
        const table = Note.table(source)
        const ids = [await table.insertReturningId({ body: 'a' }), await table.insertReturningId({ body: 'b' })]
        expect(new Set(ids).size).toBe(2)
        same((await table.get(ids[1] ?? ''))?.body, 'b')
        same(await table.insertMany([{ body: 'c' }, { body: 'd' }]), 2)
        same(new Set(await table.fieldValues(n => n.id)).size, 4)
      },
    },
    {
      what: 'uuids-in-any-case',
      title: 'a uuid given in upper case is the same id as in lower case',
      types: [uuid],
      async run({ open }) {
        const { source } = await open(tableOf(Note))
        const table = Note.table(source)
        const id = 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'
        same((await table.insert(id.toUpperCase(), { body: 'a', number: 1 })).id, id)
        same((await table.insert(id, { body: 'b', number: 2 })).body, 'a')
        same((await table.get(id.toUpperCase()))?.number, 1)
        same(await table.where(n => n.id.in([id.toUpperCase()])).count(), 1)
        await fails('type-mismatch', () => table.get('no uuid'))
      },
    },
    {
      what: 'defaults-fill-what-is-absent',
      title: 'defaults fill absent columns, a function once for each record; given values and null stay',
      types: [uuid],
      async run({ open }) {
        const { source } = await open(tableOf(Note))
        const table = Note.table(source)
        const before = made
        const id = '00000000-0000-4000-8000-000000000001'
        same(await table.insert(id, { body: 'a' }), { id, body: 'a', isPinned: false, number: before + 1, tag: null })
        await table.insertMany([{ body: 'b' }, { body: 'c', isPinned: true, number: -1 }, { body: 'd' }])
        const rows = await table.listValues()
        sameRows(
          rows.map(({ body, isPinned, number }) => ({ body, isPinned, number })),
          [
            { body: 'a', isPinned: false, number: before + 1 },
            { body: 'b', isPinned: false, number: before + 2 },
            { body: 'c', isPinned: true, number: -1 },
            { body: 'd', isPinned: false, number: before + 3 },
          ],
          'body',
        )
      },
    },
    {
      what: 'ids-made-by-the-database',
      title:
        'an id that the database makes is given back and finds the row; a database that makes none refuses the record',
      async run({ open, generates }) {
        const opened = await open(tableOf(Ticket))
        const table = Ticket.table(opened.source)
        if (!generates.includes('int') || !isAble(opened, 'returning')) {
          await fails(['unsupported', 'constraint', 'validation', 'invalid'], () =>
            table.insertReturningId({ title: 'a' }),
          )
          return same(await table.list(), [])
        }
        const { value, count } = await sending(opened, () => table.insertReturningId({ title: 'a' }))
        same(count, 1)
        const second = await table.insertReturningId({ title: 'b' })
        expect(second).not.toBe(value)
        same(await table.get(value), { id: value, title: 'a' })
        same(await table.insertMany([{ title: 'c' }, { title: 'd' }]), 2)
        same(new Set(await table.fieldValues(t => t.id)).size, 4)
      },
    },
  ],
)
