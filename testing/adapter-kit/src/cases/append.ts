import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { hostileTexts } from './hostile-texts.ts'
import { untyped } from '../untyped.ts'

const { id: _id, ...ada } = people[0]

export const append = topic(
  'append',
  ['append'],
  [
    {
      what: 'gives-the-record-as-sent',
      title: 'an append gives the record as it was sent, in one statement, and a reader finds it at the end',
      async run({ open }) {
        const opened = await open(tableOf(Person, personsOf(2, 3)))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.insert(1, ada))
        same([value, count], [people[0], 1])
        same(await table.insert(6, { name: 'Flo', isActive: true }), {
          id: 6,
          name: 'Flo',
          isActive: true,
          age: null,
          city: null,
          score: null,
        })
        if (isAble(opened, 'read'))
          same(
            (await table.list()).map(({ id }) => id),
            [2, 3, 1, 6],
          )
      },
    },
    {
      what: 'many-records',
      title: 'many records are appended in their order, and their number is given',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        same(await table.insertMany(people), 5)
        same(await table.insertMany([]), 0)
        if (isAble(opened, 'read')) sameRows(await table.list(), people)
      },
    },
    {
      what: 'callers-at-once',
      title: 'records appended at once by many callers all arrive, none broken by another',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        const ids = Array.from({ length: 50 }, (_, id) => id)
        await Promise.all(ids.map(id => table.insert(id, { ...ada, name: `person ${id}` })))
        if (isAble(opened, 'read'))
          sameRows(
            await table.list(),
            ids.map(id => ({ ...ada, id, name: `person ${id}` })),
          )
      },
    },
    {
      what: 'hostile-texts',
      title: 'texts full of quotes, breaks and separators arrive as they were sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        const rows = hostileTexts.map((name, id) => ({ ...people[0], id, name, city: name }))
        for (const { id, ...row } of rows) await table.insert(id, row)
        if (isAble(opened, 'read')) sameRows(await table.list(), rows)
      },
    },
    {
      what: 'checks-like-an-insert',
      title: 'missing columns, unknown columns and wrong types are refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        await fails('validation', () => table.insert(1, untyped({})))
        await fails('invalid', () => table.insert(1, untyped({ ...ada, nope: 1 })))
        await fails('type-mismatch', () => table.insert(1, untyped({ ...ada, age: '1' })))
        same(opened.sent.length, 0)
      },
    },
  ],
)
