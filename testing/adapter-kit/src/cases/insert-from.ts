import { bool, caseWhen, col, deferred, Entity, float, int, text } from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows, sameValues } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { type KitRow, tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

/** Takes the rows of `Person`, and more. */
class Kept extends Entity('kit_kept', {
  id: col(int).id(),
  name: col(text),
  age: col(int).optional(),
  city: col(text).optional(),
  score: col(float).optional().named('kept_score'),
  isActive: col(bool),
  origin: col(text).default('kit'),
}) {
  get label(): string {
    return `${this.name} from ${this.origin}`
  }
}
class Marked extends Entity('kit_marked', {
  id: col(int).id(),
  mark: col(text),
  at: col(int).default(() => 7),
}) {}
class Word extends Entity('kit_word', { id: col(text).id(), word: col(text) }) {}
class Named extends Entity('kit_named', { id: col(text).id(), from: col(text) }) {}
class Pair extends Entity('kit_pair', { a: col(int).id(), b: col(int).id(), note: col(text) }) {}

const kept = (...ids: readonly number[]): KitRow[] => personsOf(...ids).map(person => ({ ...person, origin: 'kit' }))

export const insertFrom = topic(
  'insert-from',
  ['read', 'where', 'insert'],
  [
    {
      what: 'one-statement',
      title: 'the rows of a set of the same database are inserted by one statement, columns by name, defaults filled',
      needs: ['select'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept))
        const query = Kept.table(opened.source).insertFrom(Person.table(opened.source).where(p => p.isActive.eq(true)))
        same([query.explain().steps.length, opened.sent.length], [1, 0])
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [3, 1])
        sameRows(await Kept.table(opened.source).list(), kept(1, 3, 5))
        sameRows(await Person.table(opened.source).list(), people)
        same(await query.run(), 0)
      },
    },
    {
      what: 'leaves-stored-rows-alone',
      title: 'rows whose id is there are left as they are; of rows with one id one is created',
      needs: ['select'],
      async run({ open }) {
        const stored = { ...personsOf(1)[0], name: 'stored', origin: 'before' }
        const { source } = await open(tableOf(Person, people), tableOf(Kept, [stored]))
        const table = Kept.table(source)
        same(await table.insertFrom(Person.table(source)).run(), 4)
        sameRows(await table.list(), [stored, ...kept(2, 3, 4, 5)])
        const same9 = Person.table(source).where(p => p.city.eq('London'))
        const first = table.insertFrom(same9, p => ({ id: deferred(int, async () => 9), name: p.name, isActive: true }))
        same(await first.run(), 1)
        expect(['Ada', 'Dee']).toContain((await table.get(9))?.name)
      },
    },
    {
      what: 'mapping',
      title: 'a mapping names the target columns by expressions over the other set and by values',
      needs: ['select'],
      operators: ['plus', 'concat', 'coalesce'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept))
        const query = Kept.table(opened.source).insertFrom(
          Person.table(opened.source).where(p => p.city.eq('London')),
          p => ({
            id: p.id.plus(100),
            name: p.name.concat(' of ', p.city.coalesce('?')),
            age: p.age.plus(p.id),
            score: p.age,
            isActive: p.isActive,
            origin: "it's mapped",
          }),
        )
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [2, 1])
        sameRows(await Kept.table(opened.source).list(), [
          { id: 101, name: 'Ada of London', age: 37, city: null, score: 36, isActive: true, origin: "it's mapped" },
          { id: 104, name: 'Dee of London', age: 40, city: null, score: 36, isActive: false, origin: "it's mapped" },
        ])
      },
    },
    {
      what: 'into-itself',
      title: 'a table takes copies of its own rows, which are read before any is written',
      needs: ['select'],
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const query = table.insertFrom(table, p => ({ id: p.id.plus(5), name: p.name, isActive: p.isActive }))
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [5, 1])
        same(
          (await table.list()).map(({ id }) => id).sort((a, b) => a - b),
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        )
        const bare = { age: null, city: null, score: null }
        same(await table.get(7), { ...personsOf(2)[0], ...bare, id: 7 })
      },
    },
    {
      what: 'ids-of-odd-texts',
      title: 'ids are any texts, the empty one and those that look like numbers and ids included',
      needs: ['select'],
      async run({ open }) {
        const words = ['', ' ', '1', 'a:b', '⟨x⟩', "it's"]
        const { source } = await open(
          tableOf(
            Word,
            words.map((word, at) => ({ id: `w${at}`, word })),
          ),
          tableOf(Named),
        )
        const named = Named.table(source)
        const query = named.insertFrom(Word.table(source), w => ({ id: w.word, from: w.id }))
        same(await query.run(), words.length)
        same(await query.run(), 0)
        sameRows(
          await named.list(),
          words.map((id, at) => ({ id, from: `w${at}` })),
        )
      },
    },
    {
      what: 'returning',
      title: 'returning() gives the rows that were created, from the same statement',
      needs: ['select', 'returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept, kept(1)))
        const query = Kept.table(opened.source).insertFrom(Person.table(opened.source).where(p => p.city.eq('London')))
        const { value: rows, count } = await sending(opened, () => query.returning().run())
        same(count, 1)
        sameRows(rows, kept(4))
        same(
          rows.map(row => row.label),
          ['Dee from kit'],
        )
        const named = Kept.table(opened.source).insertFrom(Person.table(opened.source)).returning('id', 'score')
        sameRows(await named.run(), [
          { id: 2, score: null },
          { id: 3, score: 1.25 },
          { id: 5, score: null },
        ])
      },
    },
    {
      what: 'a-part-of-the-other-set',
      title: 'chosen columns, order and limit of the other set count',
      needs: ['select', 'order', 'window'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept))
        const table = Kept.table(opened.source)
        const last = Person.table(opened.source)
          .orderBy(p => p.name.desc())
          .select('name', 'isActive')
          .limit(2)
        const { value: rows, count } = await sending(opened, () => table.insertFrom(last).run())
        same([rows, count], [2, 1])
        const bare = { age: null, city: null, score: null, origin: 'kit' }
        sameRows(
          await table.list(),
          personsOf(4, 5).map(person => ({ ...person, ...bare })),
        )
        same(await table.insertFrom(Person.table(opened.source).where(p => p.id.in([]))).run(), 0)
      },
    },
    {
      what: 'what-does-not-fit-is-refused',
      title: 'unknown and missing columns, wrong types and nullable expressions are refused when the query is built',
      needs: ['select'],
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept), tableOf(Marked), tableOf(Visit))
        const table = Kept.table(opened.source)
        const persons = Person.table(opened.source)
        const unknown = await fails('invalid', () => table.insertFrom(persons, p => untyped({ id: p.id, nam: p.name })))
        expect(unknown.message).toContain('"name"')
        await fails('invalid', () => Visit.table(opened.source).insertFrom(untyped(persons)))
        const missing = await fails('invalid', () =>
          table.insertFrom(persons, p => untyped({ id: p.id, name: p.name })),
        )
        expect(missing.message).toContain('isActive')
        const all = { id: persons.$.id, name: persons.$.name, isActive: persons.$.isActive }
        const given = (part: object) => () => table.insertFrom(persons, () => untyped({ ...all, ...part }))
        await fails('type-mismatch', given({ name: persons.$.city }))
        await fails('type-mismatch', given({ age: persons.$.name }))
        await fails('type-mismatch', given({ age: '1' }))
        await fails('type-mismatch', given({ name: null }))
        await fails('invalid', given({ age: persons.fieldExpr(p => p.age) }))
        await fails('invalid', given({ age: table.$.age }))
        await fails('invalid', () => table.insertFrom(untyped(people)))
        await fails('invalid', () => table.insertFrom(persons, untyped(5)))
        const anew = await fails('invalid', () =>
          Marked.table(opened.source).insertFrom(persons, p => ({ id: p.id, mark: p.name })),
        )
        expect(anew.message).toContain('at')
        if (isAble(opened, 'window')) await fails('invalid', () => table.limit(3).insertFrom(persons))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'null-at-run-is-a-constraint',
      title: 'an expression that turns out null for a required column is a constraint error, and no row is created',
      needs: ['select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Kept))
        const query = Kept.table(source).insertFrom(Person.table(source), p => ({
          id: p.id,
          name: deferred(text, async () => null),
          isActive: p.isActive,
        }))
        await fails('constraint', () => query.run())
        same(await Kept.table(source).list(), [])
      },
    },
    {
      what: 'keeps-to-the-set',
      title:
        'equalities of the set fill their columns and refuse other values; an id that a row outside holds is a conflict',
      needs: ['select'],
      async run({ open }) {
        const outside = { ...kept(3)[0], origin: 'elsewhere' }
        const opened = await open(tableOf(Person, people), tableOf(Kept, [outside]))
        const persons = Person.table(opened.source)
        const moved = Kept.table(opened.source).where(k => k.origin.eq('moved').and(k.city.eq('London')))
        const londoners = persons.where(p => p.city.eq('London'))
        await fails('invalid', () => moved.insertFrom(persons))
        await fails('conflict', () =>
          moved.insertFrom(persons, p => ({ id: p.id, name: p.name, isActive: true, origin: 'x' })),
        )
        await fails('invalid', () =>
          moved.insertFrom(persons, p => ({ id: p.id, name: p.name, isActive: true, origin: p.name })),
        )
        const scoped = Kept.table(opened.source).scope(k => k.age.gt(3))
        await fails('invalid', () => scoped.insertFrom(persons))
        same(opened.sent.length, 0)
        same(await moved.insertFrom(londoners).run(), 2)
        sameRows(await moved.list(), [
          { ...kept(1)[0], origin: 'moved' },
          { ...kept(4)[0], origin: 'moved' },
        ])
        const error = await fails('conflict', () =>
          moved.insertFrom(persons, p => ({ id: p.id, name: p.name, isActive: true })).run(),
        )
        same([error.details.reason, error.details.id], ['outside-set', '3'])
        same((await Kept.table(opened.source).list()).length, 3)
      },
    },
    {
      what: 'a-clash-creates-nothing',
      title: 'a row that clashes in another unique column is a conflict, not a row passed over, and no row is created',
      needs: ['select'],
      async run({ open }) {
        const stored = { ...personsOf(1)[0], id: 77, origin: 'before' }
        const { source } = await open(tableOf(Person, people), tableOf(Kept, [stored], { uniques: [['name']] }))
        const table = Kept.table(source)
        const error = await fails('conflict', () => table.insertFrom(Person.table(source)).run())
        same(error.details.reason, 'unique')
        sameRows(await table.list(), [stored])
        same(await table.insertFrom(Person.table(source).where(p => p.id.gt(1))).run(), 4)
      },
    },
    {
      what: 'composite-ids',
      title: 'rows with an id of several parts are inserted, and left as they are when it is there',
      needs: ['select'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people), tableOf(Pair, [{ a: 1, b: 36, note: 'stored' }]))
        const table = Pair.table(source)
        const aged = Person.table(source).where(p => p.age.isNotNull())
        const query = table.insertFrom(aged, p => ({ a: p.id, b: p.age.coalesce(0), note: p.name }))
        same([await query.run(), await query.run()], [2, 0])
        sameRows(
          await table.list(),
          [
            { a: 1, b: 36, note: 'stored' },
            { a: 3, b: 20, note: 'Cy' },
            { a: 4, b: 36, note: 'Dee' },
          ],
          'a',
        )
      },
    },
    {
      what: 'composite-ids-into-a-narrowed-set',
      title:
        'a narrowed set takes rows whose id has several parts: its equalities fill, and an id that a row outside holds is a conflict',
      needs: ['select', 'correlate'],
      async run({ open }) {
        const taken = { a: 3, b: 20, note: 'elsewhere' }
        // Each part is taken somewhere, and not both by one row.
        const stored = [taken, { a: 1, b: 20, note: 'elsewhere' }, { a: 4, b: 36, note: 'moved' }]
        const opened = await open(tableOf(Person, people), tableOf(Pair, stored))
        const table = Pair.table(opened.source)
        const moved = table.where(p => p.note.eq('moved'))
        const aged = Person.table(opened.source).where(p => p.age.isNotNull())
        // What the set itself fills is left out of the mappings, which their type does not know.
        const ids = (p: typeof aged.$): never => untyped({ a: p.id, b: p.age.coalesce(0) })
        await fails('conflict', () => moved.insertFrom(aged, p => ({ a: p.id, b: 1, note: 'x' })))
        await fails('invalid', () => moved.insertFrom(aged, p => ({ a: p.id, b: 1, note: p.name })))
        same(opened.sent.length, 0)
        const error = await fails('conflict', () => moved.insertFrom(aged, ids).run())
        same([error.kind, error.details.reason, (await table.list()).length], ['conflict', 'outside-set', 3])
        const free = moved.insertFrom(
          aged.where(p => p.id.ne(3)),
          ids,
        )
        const { value, count } = await sending(opened, () => free.run())
        same([value, count], [1, 2])
        same(await free.run(), 0)
        sameValues(await moved.fieldValues(p => p.a), [1, 4])
        // Of a limited set, the limit counts: the row that clashes is not among them.
        const first = aged.orderBy(p => p.id.asc()).limit(1)
        same(await moved.insertFrom(first, p => untyped({ a: p.id, b: 37 })).run(), 1)
        await fails('conflict', () =>
          moved
            .insertFrom(
              aged.where(p => p.id.eq(3)),
              p => untyped({ a: p.id, b: 20 }),
            )
            .run(),
        )
        same(await moved.insertFrom(aged, p => untyped({ a: p.id.plus(100), b: 20 })).run(), 3)
        // A set of the table itself, moved by one of the parts.
        const again = moved.insertFrom(
          table.where(p => p.a.lt(5)),
          p => untyped({ a: p.a.plus(200), b: p.b }),
        )
        same(await again.run(), 5)
        await fails('conflict', () =>
          moved
            .insertFrom(
              table.where(p => p.note.eq('elsewhere')),
              p => untyped({ a: p.a, b: p.b }),
            )
            .run(),
        )
      },
    },
    {
      what: 'sub-queries-and-deferred-parts',
      title: 'sub-queries of the same database are part of the statement, parts of others are resolved before it',
      needs: ['select', 'aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept), tableOf(Visit, visits))
        const other = await openMemory(tableOf(Visit, visits))
        const parks = Visit.table(opened.source).where(v => v.place.eq('park'))
        const set = Person.table(opened.source).where(p => p.id.in(parks.fieldExpr(v => v.personId)))
        const query = Kept.table(opened.source).insertFrom(set, p => ({
          id: p.id,
          name: p.name,
          isActive: true,
          age: parks.countExpr(),
          score: Visit.table(other.source).maxExpr(v => v.minutes),
          origin: caseWhen(text, [{ when: p.id.eq(1), then: 'first' }], 'other'),
        }))
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count, other.sent.length], [2, 1, 1])
        const common = { isActive: true, age: 2, score: 90, city: null }
        sameRows(await Kept.table(opened.source).list(), [
          { id: 1, name: 'Ada', ...common, origin: 'first' },
          { id: 3, name: 'Cy', ...common, origin: 'other' },
        ])
      },
    },
    {
      what: 'from-another-database',
      title: 'rows of another database are streamed and inserted in batches, with the same meaning',
      async run({ open, openMemory }) {
        const stored = { ...personsOf(1)[0], name: 'stored', origin: 'before' }
        const opened = await open(tableOf(Kept, [stored]))
        const other = await openMemory(tableOf(Person, people))
        const table = Kept.table(opened.source)
        const query = table.insertFrom(Person.table(other.source))
        same(
          query.explain().steps.map(({ source }) => source),
          [other.source.name, opened.source.name],
        )
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count, other.sent.length], [4, 1, 1])
        sameRows(await table.list(), [stored, ...kept(2, 3, 4, 5)])
        const mapped = table.insertFrom(
          Person.table(other.source).where(p => p.id.lt(3)),
          p => ({ id: p.id.plus(10), name: p.name, isActive: true, origin: 'far' }),
        )
        same([await mapped.expr().run(), await mapped.run()], [2, 0])
        same((await table.get(12))?.label, 'Bob from far')
        const nothing = table.insertFrom(Person.table(other.source), p => ({
          id: p.id.plus(20),
          name: deferred(text, async () => null),
          isActive: true,
        }))
        await fails('constraint', () => nothing.run())
        await fails('type-mismatch', () =>
          table.insertFrom(Person.table(other.source), p => untyped({ id: p.id, name: p.city, isActive: true })),
        )
      },
    },
    {
      what: 'into-another-database',
      title: 'the rows of a set are streamed into another database, and counted where they are created',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Kept, kept(2)))
        const set = Person.table(opened.source).where(p => p.id.lt(4))
        const { value: rows, count } = await sending(opened, () =>
          Kept.table(other.source).insertFrom(set).returning('id').run(),
        )
        sameRows(rows, [{ id: 1 }, { id: 3 }])
        same(count, 1)
        sameRows(await Kept.table(other.source).list(), kept(1, 2, 3))
      },
    },
    {
      what: 'in-a-transaction',
      title: 'what is inserted from a set in a transaction sees its own writes and is rolled back with it',
      needs: ['select', 'transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, personsOf(1, 2)), tableOf(Kept))
        const transaction = await source.begin()
        const inside = Kept.table(transaction.source)
        await Person.table(transaction.source).insertMany(personsOf(3))
        same(await inside.insertFrom(Person.table(source)).run(), 3)
        sameRows(await inside.list(), kept(1, 2, 3))
        await transaction.rollback()
        same(await Kept.table(source).list(), [])
      },
    },
  ],
)

export const appendFrom = topic(
  'append-from',
  ['read', 'where', 'append', 'select'],
  [
    {
      what: 'appends-the-rows-of-a-set',
      title: 'the rows of a set of the same source are appended by one statement; ids that are there are passed over',
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Kept, kept(1)))
        const table = Kept.table(opened.source)
        const query = table.insertFrom(Person.table(opened.source).where(p => p.isActive.eq(true)))
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [2, 1])
        sameRows(await table.list(), kept(1, 3, 5))
        const own = table.insertFrom(table, k => ({
          id: k.id.plus(10),
          name: k.name,
          isActive: k.isActive,
          score: k.id,
        }))
        same(await own.run(), 3)
        same(await table.get(13), { ...kept(3)[0], id: 13, age: null, city: null, score: 3 })
      },
    },
    {
      what: 'records-and-other-databases',
      title: 'records and the rows of another database are appended, and what a log cannot do is refused',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Kept))
        const other = await openMemory(tableOf(Person, people))
        const table = Kept.table(opened.source)
        same(await table.insertQuery({ id: 9, name: 'Flo', isActive: true }).run(), 1)
        const { value: rows, count } = await sending(opened, () => table.insertFrom(Person.table(other.source)).run())
        same([rows, count, (await table.list()).length], [5, 1, 6])
        const before = opened.sent.length
        const one = table.where(k => k.id.eq(9))
        if (!isAble(opened, 'patch')) await fails('unsupported', () => one.updateQuery().set('age', 1).run())
        if (!isAble(opened, 'delete')) await fails('unsupported', () => one.deleteQuery().run())
        if (!isAble(opened, 'returning')) await fails('unsupported', () => table.insertQuery([]).returning().run())
        same(opened.sent.length, before)
      },
    },
  ],
)
