import { col, Entity, int, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { failure, fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending, withRow } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person } from '../people.ts'
import { untyped } from '../untyped.ts'

const { id: _id, ...ada } = people[0]

class Seat extends Entity('kit_seat', {
  hall: col(text).id(),
  place: col(int).id(),
  guest: col(text).optional(),
}) {}

class Login extends Entity('kit_login', { id: col(int).id(), email: col(text), city: col(text).optional() }) {}

export const writeInsert = topic(
  'insert',
  ['read', 'where', 'insert'],
  [
    {
      what: 'returns-the-stored-row',
      title: 'an insert creates the row and gives it back as an instance of the entity, in one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.insert(1, ada))
        same(value, people[0])
        expect(value).toBeInstanceOf(Person)
        same(value.label, 'Ada of London')
        same(count, withRow(opened))
        same(await table.list(), [people[0]])
      },
    },
    {
      what: 'is-idempotent',
      title:
        'an insert of an id that is there leaves the stored row untouched and gives it back, with one statement more',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value, count } = await sending(opened, () => table.insert(1, { name: 'Another', isActive: false }))
        same(value, people[0])
        same(count, 2)
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'repeated-many-times-creates-once',
      title: 'the same insert sent at once by many callers creates one row, and each gets it',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const rows = await Promise.all(Array.from({ length: 8 }, () => table.insert(1, ada)))
        same(rows, Array(8).fill(people[0]))
        same(await table.list(), [people[0]])
      },
    },
    {
      what: 'lost-race-is-settled-by-reading',
      title: 'inserts of one id with different values that race each other all give the row that won',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const names = ['one', 'two', 'three', 'four', 'five', 'six']
        const rows = await Promise.all(names.map(name => table.insert(1, { name, isActive: true })))
        const [stored] = await table.list()
        same(rows, Array(6).fill(stored))
        expect(names).toContain(stored?.name)
      },
    },
    {
      what: 'absent-columns-are-null',
      title: 'optional columns left out, given as undefined or as null are stored as null',
      async run({ open }) {
        const { source } = await open(tableOf(Person))
        const table = Person.table(source)
        const empty = { age: null, city: null, score: null }
        await table.insert(1, { name: 'a', isActive: true })
        await table.insert(2, { name: 'b', isActive: true, age: undefined, city: undefined })
        await table.insert(3, { name: 'c', isActive: true, ...empty })
        sameRows(await table.list(), [
          { id: 1, name: 'a', isActive: true, ...empty },
          { id: 2, name: 'b', isActive: true, ...empty },
          { id: 3, name: 'c', isActive: true, ...empty },
        ])
      },
    },
    {
      what: 'composite-id',
      title: 'a row is known by all columns of a composite id',
      async run({ open }) {
        const { source } = await open(tableOf(Seat))
        const table = Seat.table(source)
        await table.insert({ hall: 'a', place: 1 }, { guest: 'Ada' })
        await table.insert({ hall: 'a', place: 2 }, { guest: 'Bob' })
        await table.insert({ hall: 'b', place: 1 }, { guest: 'Cy' })
        same((await table.insert({ hall: 'a', place: 1 }, { guest: 'Dee' })).guest, 'Ada')
        same(await table.get({ hall: 'a', place: 2 }), { hall: 'a', place: 2, guest: 'Bob' })
        same(await table.get({ hall: 'b', place: 2 }), undefined)
        await fails('invalid', () => table.get(untyped({ hall: 'a' })))
        await fails('invalid', () => table.get(untyped({ hall: 'a', place: undefined })))
      },
    },
    {
      what: 'composite-id-parts-do-not-run-together',
      title: 'ids whose parts joined would read the same are different rows',
      async run({ open }) {
        const { source } = await open(tableOf(Seat))
        const table = Seat.table(source)
        const halls = ['a', 'a,1', 'a:1', 'a|1', "a',1", 'a", 1', '["a",1]', 'a/1']
        for (const hall of halls)
          for (const place of [1, 11]) await table.insert({ hall, place }, { guest: `${hall} ${place}` })
        same(await table.count(), halls.length * 2)
        for (const hall of halls) same((await table.get({ hall, place: 11 }))?.guest, `${hall} 11`)
      },
    },
    {
      what: 'record-names-its-id',
      title: 'an untyped record may name the id of the call and no other',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source).records()
        same(await table.insert(1, { id: 1, ...ada }), people[0])
        const { value, count } = await sending(opened, () => fails('invalid', () => table.insert(2, { id: 3, ...ada })))
        same(value.details.field, 'id')
        same(count, 0)
      },
    },
    {
      what: 'unknown-column-is-refused',
      title: 'a record with an unknown column is invalid, names the nearest one, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const { value, count } = await sending(opened, () =>
          fails('invalid', () => Person.table(opened.source).insert(1, untyped({ ...ada, naem: 'x' }))),
        )
        same([value.details.entity, value.details.field, count], ['kit_person', 'naem', 0])
        expect(value.message).toContain('name')
      },
    },
    {
      what: 'wrong-type-is-refused',
      title: 'a value of another type is refused by naming entity and column, never the value, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        const wrong = {
          age: ['36', 1.5, 2 ** 53, Number.NaN, true, {}],
          score: [Number.POSITIVE_INFINITY, '1'],
          name: [1, '\ud800'],
        }
        for (const [field, values] of Object.entries(wrong))
          for (const value of values) {
            const error = await fails(
              'type-mismatch',
              () => table.insert(1, untyped({ ...ada, [field]: value })),
              field,
            )
            same([error.details.entity, error.details.field], ['kit_person', field])
          }
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'null-in-a-required-column-is-refused',
      title: 'null where the column is not optional is refused before anything is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const error = await fails('type-mismatch', () =>
          Person.table(opened.source).insert(1, untyped({ ...ada, name: null })),
        )
        same([error.details.field, opened.sent.length], ['name', 0])
      },
    },
    {
      what: 'missing-required-columns-are-named-together',
      title: 'all required columns that are missing are named by one validation error, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const error = await fails('validation', () => Person.table(opened.source).insert(1, untyped({ age: 1 })))
        expect(error.message).toContain('name')
        expect(error.message).toContain('isActive')
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'undefined-id-is-refused',
      title: 'an id that is undefined, null or of another type is refused in every by-id call, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        for (const id of [undefined, null]) {
          await fails('invalid', () => table.insert(untyped(id), ada))
          await fails('invalid', () => table.get(untyped(id)))
        }
        for (const id of [
          '1',
          1.5,
          2 ** 53,
          Number.NaN,
          1n,
          true,
          [1],
          table.$.id,
          table.where(p => p.id.eq(1)).countExpr(),
        ])
          await fails('type-mismatch', () => table.get(untyped(id)), String(id))
        await fails('type-mismatch', () => table.insert(untyped({ id: 1 }), ada))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'limited-set-is-refused',
      title: 'a limited set takes no insert, and nothing is sent',
      needs: ['window'],
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        await fails('invalid', () => table.limit(3).insert(1, ada))
        await fails('invalid', () => table.offset(3).insertMany([{ id: 1, ...ada }]))
        await fails('invalid', () => table.limit(1).insertReturningId({ id: 1, ...ada }))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'another-unique-column-is-a-conflict',
      title: 'a value that another row holds in a unique column is a conflict, not an insert that did nothing',
      async run({ open }) {
        const rows = [{ id: 1, email: 'a@b.c', city: null }]
        const { source } = await open(tableOf(Login, rows, { uniques: [['email']] }))
        const table = Login.table(source)
        await fails('conflict', () => table.insert(2, { email: 'a@b.c' }))
        await fails('conflict', () =>
          table.insertMany([
            { id: 3, email: 'new@b.c' },
            { id: 4, email: 'a@b.c' },
          ]),
        )
        same((await table.get(1))?.email, 'a@b.c')
        same(await table.get(2), undefined)
        same(await table.get(4), undefined)
      },
    },
    {
      what: 'id-conflict-and-unique-conflict-are-told-apart',
      title: 'a stored id is left alone even where the record would clash with another unique column',
      async run({ open }) {
        const rows = [
          { id: 1, email: 'one@b.c', city: null },
          { id: 2, email: 'two@b.c', city: null },
        ]
        const { source } = await open(tableOf(Login, rows, { uniques: [['email']] }))
        const table = Login.table(source)
        const outcome = await table.insert(1, { email: 'two@b.c' }).then(
          row => row.email,
          error => error.kind,
        )
        expect(['one@b.c', 'conflict']).toContain(outcome)
        sameRows(await table.list(), rows)
      },
    },
    {
      what: 'failed-insert-leaves-nothing',
      title: 'after a refused insert the set holds what it held, and the next insert works',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        await failure(() => table.insert(6, untyped({ name: 'no truth value' })))
        sameRows(await table.list(), people)
        same((await table.insert(6, ada)).id, 6)
      },
    },
  ],
)
