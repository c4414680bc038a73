import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

export const writePatch = topic(
  'patch',
  ['read', 'where', 'patch'],
  [
    {
      what: 'merges-the-given-fields',
      title: 'a patch changes the given fields only and gives the full stored row, in one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const expected = { ...people[0], age: 37 }
        const { value, count } = await sending(opened, () => table.patch(1, { age: 37 }))
        same(value, expected)
        expect(value).toBeInstanceOf(Person)
        same(count, withRow(opened))
        sameRows(await table.list(), [expected, ...personsOf(2, 3, 4, 5)])
      },
    },
    {
      what: 'null-and-undefined',
      title: 'null empties an optional column, undefined means that the field is not given',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        same(await table.patch(1, { age: null, city: undefined, name: undefined }), { ...people[0], age: null })
        const error = await fails('type-mismatch', () => table.patch(1, untyped({ name: null })))
        same(error.details.field, 'name')
      },
    },
    {
      what: 'of-an-absent-row',
      title: 'a patch of an id that is not there is not found, and creates nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const error = await fails('not-found', () => table.patch(9, { age: 1 }))
        same([error.details.entity, error.details.id], ['kit_person', '9'])
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'without-fields',
      title: 'a patch without fields writes nothing, gives the row, and is still not found for an absent one',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.patch(1, {}))
        same([value, count], [people[0], 1])
        same(await table.patch(2, { age: undefined }), people[1])
        await fails('not-found', () => table.patch(9, {}))
      },
    },
    {
      what: 'is-idempotent',
      title: 'the same patch twice leaves what it left once, and both give the row',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const first = await table.patch(2, { score: 9.5, city: null })
        same(await table.patch(2, { score: 9.5, city: null }), first)
        same(first, { ...people[1], score: 9.5, city: null })
      },
    },
    {
      what: 'to-the-same-value',
      title: 'a patch that changes nothing is not mistaken for an absent row',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        same(await Person.table(source).patch(1, { age: 36 }), people[0])
      },
    },
    {
      what: 'ids-cannot-be-patched',
      title: 'an id cannot be patched, not even to itself, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        await fails('invalid', () => table.patch(1, untyped({ id: 6 })))
        await fails('invalid', () => table.records().patch(1, { id: 1, age: 5 }))
        await fails('invalid', () => table.patch(1, untyped({ nope: 1 })))
        await fails('type-mismatch', () => table.patch(1, untyped({ age: '1' })))
        await fails('invalid', () => table.patch(untyped(undefined), { age: 1 }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'limited-set-is-refused',
      title: 'a limited set takes no patch, and nothing is sent',
      needs: ['window', 'order'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        await fails('invalid', () =>
          Person.table(opened.source)
            .orderBy(p => p.name)
            .limit(5)
            .patch(1, { age: 1 }),
        )
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'raced-by-others',
      title: 'patches of different fields of one row that run at once are all kept',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        await Promise.all([
          table.patch(1, { age: 50 }),
          table.patch(1, { city: 'Rome' }),
          table.patch(1, { score: 7.5 }),
        ])
        same(await table.get(1), { ...people[0], age: 50, city: 'Rome', score: 7.5 })
      },
    },
  ],
)
