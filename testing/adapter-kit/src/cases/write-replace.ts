import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { type Opened, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf } from '../people.ts'
import { untyped } from '../untyped.ts'

/** Sees less of the table than is stored. */
class Narrow extends Entity('kit_person', { id: col(int).id(), name: col(text), age: col(int).optional() }) {}
class Task extends Entity('kit_task', {
  id: col(int).id(),
  title: col(text),
  isDone: col(bool).default(false),
  note: col(text).optional(),
}) {}

/** `whole` where a replace loses what the entity does not declare. */
const replaceKind = ({ source }: Opened): unknown => Reflect.get(Object(Reflect.get(source, 'limits')), 'replace')

export const writeReplace = topic(
  'replace',
  ['read', 'where', 'insert', 'replace'],
  [
    {
      what: 'overwrites-the-declared-columns',
      title:
        'a replace sets every declared column: those left out become null, in one statement where the row is there',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const expected = { id: 1, name: 'Ann', age: null, city: null, score: null, isActive: false }
        const { value, count } = await sending(opened, () => table.replace(1, { name: 'Ann', isActive: false }))
        same(value, expected)
        expect(value).toBeInstanceOf(Person)
        expect(count).toBeLessThanOrEqual(3)
        sameRows(await table.list(), [expected, ...personsOf(2, 3, 4, 5)])
      },
    },
    {
      what: 'creates-where-there-is-no-row',
      title: 'a replace of an absent id creates the row, in at most three statements',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const expected = { id: 6, name: 'Flo', age: 1, city: null, score: null, isActive: true }
        const { value, count } = await sending(opened, () => table.replace(6, { name: 'Flo', age: 1, isActive: true }))
        same(value, expected)
        expect(count).toBeLessThanOrEqual(3)
        sameRows(await table.list(), [...people, expected])
      },
    },
    {
      what: 'is-idempotent',
      title: 'the same replace twice leaves what it left once',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const record = { name: 'Ann', isActive: false, score: 0.5 }
        same(await table.replace(7, record), await table.replace(7, record))
        same(await table.count(), 6)
      },
    },
    {
      what: 'absent-columns-with-a-default',
      title: 'a column with a default that is left out becomes the default again, not null and not what was stored',
      async run({ open }) {
        const { source } = await open(tableOf(Task, [{ id: 1, title: 'a', isDone: true, note: 'n' }]))
        const table = Task.table(source)
        same(await table.replace(1, { title: 'b' }), { id: 1, title: 'b', isDone: false, note: null })
        same(await table.replace(2, { title: 'c' }), { id: 2, title: 'c', isDone: false, note: null })
      },
    },
    {
      what: 'keeps-undeclared-columns',
      title: 'columns that the entity does not declare keep what is stored; a source that would lose them asks first',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const narrow = Narrow.table(opened.source)
        if (replaceKind(opened) === 'whole') {
          await fails('unsupported', () => narrow.replace(1, { name: 'Ann' }))
          same(opened.sent.length, 0)
          return same(await narrow.replace(1, { name: 'Ann' }, { whole: true }), { id: 1, name: 'Ann', age: null })
        }
        same(await narrow.replace(1, { name: 'Ann' }), { id: 1, name: 'Ann', age: null })
        same(await Person.table(opened.source).get(1), { ...people[0], name: 'Ann', age: null })
      },
    },
    {
      what: 'raced-by-others',
      title: 'replaces of one new id that race each other all succeed, and one of them is stored',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const names = ['one', 'two', 'three', 'four']
        const rows = await Promise.all(names.map(name => table.replace(1, { name, isActive: true })))
        same(
          rows.map(({ id }) => id),
          [1, 1, 1, 1],
        )
        expect(names).toContain((await table.list()).map(({ name }) => name).join())
      },
    },
    {
      what: 'checks-like-an-insert',
      title: 'missing required columns, unknown columns and wrong types are refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        await fails('validation', () => table.replace(1, untyped({ name: 'x' })))
        await fails('invalid', () => table.replace(1, untyped({ name: 'x', isActive: true, nope: 1 })))
        await fails('type-mismatch', () => table.replace(1, untyped({ name: 'x', isActive: 1 })))
        await fails('invalid', () => table.replace(untyped(undefined), untyped({ name: 'x', isActive: true })))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'limited-set-is-refused',
      title: 'a limited set takes no replace, and nothing is sent',
      needs: ['window'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        await fails('invalid', () => Person.table(opened.source).limit(1).replace(1, { name: 'x', isActive: true }))
        same(opened.sent.length, 0)
      },
    },
  ],
)
