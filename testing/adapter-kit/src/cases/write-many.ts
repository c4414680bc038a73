import { col, Entity, int, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

const { id: _id, ...ada } = people[0]

class Mail extends Entity('kit_mail', { id: col(int).id(), email: col(text), note: col(text).optional() }) {}
class Cell extends Entity('kit_cell', {
  row: col(int).id(),
  place: col(text).id(),
  sheet: col(text).optional(),
  text: col(text).optional(),
}) {}
class Line extends Entity('kit_line', { text: col(text), size: col(int).optional() }) {}

export const writeMany = topic(
  'insert-many',
  ['read', 'where', 'insert'],
  [
    {
      what: 'creates-all-in-one-statement',
      title: 'records with the same columns are created by one statement, and their number is given',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const { value, count } = await sending(opened, () => Person.table(opened.source).insertMany(people))
        same([value, count], [5, 1])
        sameRows(await Person.table(opened.source).list(), people)
      },
    },
    {
      what: 'leaves-stored-rows-alone',
      title: 'ids that are there stay as they are and do not count',
      async run({ open }) {
        const { source } = await open(tableOf(Person, personsOf(1, 2)))
        const table = Person.table(source)
        const changed = people.map(person => ({ ...person, name: `${person.name} again` }))
        same(await table.insertMany(changed), 3)
        sameRows(await table.list(), [...personsOf(1, 2), ...changed.slice(2)])
        same(await table.insertMany(changed), 0)
      },
    },
    {
      what: 'an-id-twice-in-one-call-creates-once',
      title:
        'of records with one id in the same call the first is created and counted, as one insert after the other would',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const records = [
          { id: 1, ...ada },
          { id: 1, name: 'Second', isActive: false },
          { id: 2, ...ada },
          { id: 1, ...ada, name: 'Third' },
        ]
        same(await table.insertMany(records), 2)
        sameRows(await table.list(), [people[0], { ...people[0], id: 2 }])
        const whole = [
          { id: 3, ...ada },
          { id: 3, ...ada, name: 'Second' },
        ]
        same(await table.insertMany(whole), 1)
        same((await table.get(3))?.name, 'Ada')
      },
    },
    {
      what: 'an-id-twice-with-other-columns-creates-the-first',
      title: 'the first record of an id is created, whichever columns the records around it leave out',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const records = [
          { id: 2, name: 'Bob', isActive: true },
          { id: 1, ...ada },
          { id: 1, name: 'Second', isActive: true },
        ]
        same(await table.insertMany(records), 2)
        same(await table.get(1), people[0])
      },
    },
    {
      what: 'nothing-sends-nothing',
      title: 'no records create nothing and send nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        same(await Person.table(opened.source).insertMany([]), 0)
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'records-with-different-columns',
      title: 'records may leave out different columns',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const records = [
          { id: 1, name: 'a', isActive: true },
          { id: 2, name: 'b', isActive: true, age: 2 },
          { id: 3, isActive: true, name: 'c', city: 'Rome' },
          { id: 4, name: 'd', isActive: true, age: 4, city: null },
        ]
        same(await Person.table(source).insertMany(records), 4)
        const filled = records.map(record => ({ age: null, city: null, score: null, ...record }))
        sameRows(await Person.table(source).list(), filled)
      },
    },
    {
      what: 'one-bad-record-writes-nothing',
      title: 'a record that is refused is named by its place, and none of the others is written',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const records = [
          { id: 1, ...ada },
          { id: 2, ...ada, age: 'old' },
          { id: 3, ...ada },
        ]
        const error = await fails('type-mismatch', () => Person.table(opened.source).insertMany(untyped(records)))
        expect(error.message).toContain('record 2 of 3')
        same([error.details.field, opened.sent.length], ['age', 0])
      },
    },
    {
      what: 'a-row-outside-the-set-writes-nothing',
      title: 'an id that a row outside the set holds is a conflict, found before anything is written',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        const record = { name: 'New', isActive: true }
        const error = await fails('conflict', () =>
          londoners.insertMany([
            { id: 7, ...record },
            { id: 3, ...record },
          ]),
        )
        same(error.details.reason, 'outside-set')
        sameRows(await Person.table(source).list(), people)
        same(
          await londoners.insertMany([
            { id: 1, ...record },
            { id: 7, ...record },
          ]),
          1,
        )
      },
    },
    {
      what: 'thousands-of-composite-ids-in-a-narrow-set',
      title: 'thousands of records with composite ids are created in a narrowed set, or one row outside it stops them',
      async run({ open }) {
        const { source } = await open(tableOf(Cell, [{ row: 7, place: 'p7', sheet: 'b', text: null }]))
        const sheet = Cell.table(source).where(c => c.sheet.eq('a'))
        const records = Array.from({ length: 2500 }, (_, row) => ({ row, place: `p${row}` }))
        const error = await fails('conflict', () => sheet.insertMany(records))
        same([error.details.reason, error.details.id], ['outside-set', '["7","p7"]'])
        same(await Cell.table(source).count(), 1)
        same(await sheet.insertMany(records.filter(({ row }) => row !== 7)), 2499)
        same(await sheet.count(), 2499)
      },
    },
    {
      what: 'thousands-of-rows',
      title: 'more rows than one statement takes are all created, in as few statements as the engine allows',
      async run({ open }) {
        const opened = await open(tableOf(Mail))
        const table = Mail.table(opened.source)
        const mails = Array.from({ length: 2500 }, (_, id) => ({
          id,
          email: `m${id}@b.c`,
          note: id % 3 === 0 ? null : 'x',
        }))
        const { value, count } = await sending(opened, () => table.insertMany(mails))
        same(value, 2500)
        expect(count).toBeLessThanOrEqual(50)
        same(await table.count(), 2500)
        same(await table.get(2499), mails[2499])
        same(await table.where(m => m.note.isNull()).count(), 834)
      },
    },
    {
      what: 'a-clash-in-the-middle-is-whole-or-nothing',
      title: 'a clash in another unique column leaves nothing of the call behind where the source has transactions',
      async run({ open }) {
        const rows = [{ id: 1, email: 'a@b.c', note: null }]
        const opened = await open(tableOf(Mail, rows, { uniques: [['email']] }))
        const table = Mail.table(opened.source)
        const mails = [
          { id: 2, email: 'b@b.c' },
          { id: 3, email: 'a@b.c' },
          { id: 4, email: 'c@b.c' },
        ]
        await fails('conflict', () => table.insertMany(mails))
        const stored = await table.list()
        if (isAble(opened, 'transaction')) same(stored, rows)
        else expect(stored.find(({ id }) => id === 3)).toBeUndefined()
      },
    },
    {
      what: 'table-without-id',
      title: 'a table without id takes equal rows, and has no by-id calls',
      async run({ open }) {
        const opened = await open(tableOf(Line))
        const table = Line.table(opened.source)
        same(await table.insertMany([{ text: 'a' }, { text: 'a' }, { text: 'b', size: 1 }]), 3)
        sameValues(await table.list(), [
          { text: 'a', size: null },
          { text: 'a', size: null },
          { text: 'b', size: 1 },
        ])
        const before = opened.sent.length
        await fails('invalid', () => table.get(untyped(1)))
        await fails('invalid', () => table.insert(untyped(1), { text: 'c' }))
        same(opened.sent.length, before)
      },
    },
  ],
)
