import {
  col,
  deferred,
  Entity,
  enumOf,
  instant,
  instantMs,
  instantNs,
  int,
  now,
  Temporal,
  text,
} from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'
import { hostileTexts } from './hostile-texts.ts'

/** A person with some values changed. */
const changed = (id: number, values: object): object => ({ ...personsOf(id)[0], ...values })

export const updates = topic(
  'set-updates',
  ['read', 'where', 'patch'],
  [
    {
      what: 'values-and-expressions',
      title: 'an update changes every row of the set and no other, by values and expressions, in one statement',
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const update = table
          .where(p => p.city.eq('London'))
          .updateQuery()
          .set(p => p.name, 'Londoner')
          .set('age', p => p.age.plus(1))
          .set(table.$.score, null)
        const { value: rows, count } = await sending(opened, () => update.run())
        same([rows, count], [2, 1])
        const londoner = { name: 'Londoner', age: 37, score: null }
        sameRows(await table.list(), [changed(1, londoner), ...personsOf(2, 3, 5), changed(4, londoner)])
        same(
          await table
            .where(p => p.name.eq('nobody'))
            .updateQuery()
            .set('age', 1)
            .run(),
          0,
        )
      },
    },
    {
      what: 'expressions-see-the-rows-as-they-were',
      title: 'what an expression reads is the row as it was, whatever else the update sets',
      operators: ['plus', 'toFloat'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const update = table
          .where(p => p.id.lte(2))
          .updateQuery()
          .set('age', p => p.id.plus(100))
          .set('score', p => p.age.toFloat())
          .set('city', p => p.name)
          .set('name', 'x')
        same(await update.run(), 2)
        sameRows(await table.list(), [
          changed(1, { name: 'x', age: 101, score: 36, city: 'Ada' }),
          changed(2, { name: 'x', age: 102, score: null, city: 'Bob' }),
          ...personsOf(3, 4, 5),
        ])
      },
    },
    {
      what: 'an-int-into-a-float',
      title: 'an expression of whole numbers is stored in a float column as a float',
      operators: ['plus'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const ages = table.where(p => p.age.isNotNull()).updateQuery()
        same(await ages.set('score', p => p.age.plus(p.id)).run(), 3)
        same(await ages.set('score', p => p.score.plus(0.5)).run(), 3)
        same((await table.get(1))?.score, 37.5)
      },
    },
    {
      what: 'an-enum-into-a-text',
      title: 'members of an enum go into text columns and into enums that have them all',
      types: [enumOf('a', 'b')],
      async run({ open }) {
        class Worded extends Entity('kit_worded', {
          id: col(int).id(),
          small: col(enumOf('a', 'b')).optional(),
          large: col(enumOf('a', 'b', 'c')).optional(),
          word: col(text).optional(),
        }) {}
        const opened = await open(tableOf(Worded, [{ id: 1, small: 'a', large: 'c' }, { id: 2 }]))
        const update = Worded.table(opened.source)
          .where(w => w.id.gt(0))
          .updateQuery()
        await fails('type-mismatch', () => update.set('small', w => untyped(w.large)))
        await fails('type-mismatch', () => update.set('small', w => untyped(w.word)))
        same(opened.sent.length, 0)
        same(
          await update
            .set('word', w => w.large)
            .set('large', w => w.small)
            .run(),
          2,
        )
        sameRows(await Worded.table(opened.source).list(), [
          { id: 1, small: 'a', large: 'a', word: 'c' },
          { id: 2, small: null, large: null, word: null },
        ])
      },
    },
    {
      what: 'values-are-bound',
      title: 'values full of quotes, breaks and NULs are stored as they are',
      async run({ open, lacks }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source).where(p => p.id.eq(1))
        for (const name of hostileTexts.filter(one => !lacks(text, one))) {
          same(await set.updateQuery().set('name', name).run(), 1)
          same((await set.first())?.name, name)
        }
      },
    },
    {
      what: 'returning-entities',
      title: 'returning() gives the changed rows as entities, from the same statement',
      needs: ['returning'],
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const update = Person.table(opened.source)
          .where(p => p.city.eq('London'))
          .updateQuery()
          .set('age', p => p.age.plus(1))
          .returning()
        const { value: rows, count } = await sending(opened, () => update.run())
        same(count, 1)
        sameRows(rows, [changed(1, { age: 37 }), changed(4, { age: 37 })])
        same(rows.map(row => row.label).sort(), ['Ada of London', 'Dee of London'])
        same(
          await Person.table(opened.source)
            .where(p => p.id.eq(9))
            .updateQuery()
            .set('age', 1)
            .returning()
            .run(),
          [],
        )
      },
    },
    {
      what: 'returning-calculated',
      title: 'returning() refuses calculated columns, which a change does not give, and writes nothing',
      needs: ['returning'],
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source)
          .where(p => p.id.eq(1))
          .withExpression('next', p => p.$.age.plus(1))
        const update = set.updateQuery().set('age', 50)
        const error = await fails('invalid', () => update.returning())
        same(error.details.field, 'next')
        await fails('invalid', () => update.returning('next'))
        same(opened.sent.length, 0)
        same(await update.returning('age').run(), [{ age: 50 }])
        same((await set.first())?.next, 51)
      },
    },
    {
      what: 'returning-columns',
      title: 'returning() with names gives those columns as plain objects',
      needs: ['returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const set = Person.table(opened.source).where(p => p.city.eq('London'))
        const rows = await set.updateQuery().set('isActive', true).returning('id', 'isActive').run()
        sameRows(rows, [
          { id: 1, isActive: true },
          { id: 4, isActive: true },
        ])
        same(Object.getPrototypeOf(rows[0]), Object.prototype)
        const error = await fails('invalid', () => set.updateQuery().set('age', 1).returning(untyped('isActiv')))
        expect(error.message).toContain('isActive')
      },
    },
    {
      what: 'queries-are-immutable',
      title: 'set() gives another query; of two values for one column the last counts',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source).where(p => p.id.eq(1))
        const first = set.updateQuery().set('age', 50)
        const second = first.set('age', 60).set('name', 'Second')
        same(await second.run(), 1)
        same(await set.list(), [changed(1, { age: 60, name: 'Second' })])
        same(await first.run(), 1)
        same(await set.list(), [changed(1, { age: 50, name: 'Second' })])
      },
    },
    {
      what: 'moves-rows-between-sets',
      title: 'a column that where() fixes may get another value: moving rows between sets is ordinary work',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const londoners = Person.table(source).where(p => p.city.eq('London'))
        same(await londoners.updateQuery().set('city', 'Rome').run(), 2)
        same([await londoners.first(), (await Person.table(source).get(4))?.city], [undefined, 'Rome'])
      },
    },
    {
      what: 'parts-of-other-databases',
      title: 'an expression of another database is resolved first, once, and the update is still one statement',
      needs: ['aggregate'],
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Visit, visits))
        const longest = Visit.table(other.source).maxExpr(v => v.minutes)
        const update = Person.table(opened.source)
          .where(p => p.age.isNull())
          .updateQuery()
          .set('age', longest)
          .set(
            'score',
            deferred(int, async () => 3),
          )
        same(update.explain().steps.length, 3)
        const { value: rows, count } = await sending(opened, () => update.run())
        same([rows, count, other.sent.length], [2, 1, 1])
        same(await Person.table(opened.source).get(2), changed(2, { age: 90, score: 3 }))
        const wrong = deferred(int, async () => untyped('x'))
        await fails('type-mismatch', () =>
          Person.table(opened.source)
            .where(p => p.id.eq(1))
            .updateQuery()
            .set('age', wrong)
            .run(),
        )
      },
    },
    {
      what: 'sub-queries',
      title: 'a sub-query of the same database is part of the one statement, in values and in conditions',
      needs: ['select', 'aggregate'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const parks = Visit.table(opened.source).where(v => v.place.eq('park'))
        const update = table
          .where(p => p.id.in(parks.fieldExpr(v => v.personId)))
          .updateQuery()
          .set('age', parks.countExpr())
          .set(
            'city',
            table.where(p => p.id.eq(2)).maxExpr(p => p.city),
          )
        const { value: rows, count } = await sending(opened, () => update.run())
        same([rows, count], [2, 1])
        sameRows(await table.where(p => p.age.eq(2)).list(), [
          changed(1, { age: 2, city: 'Paris' }),
          changed(3, { age: 2, city: 'Paris' }),
        ])
      },
    },
    {
      what: 'nothing-to-do',
      title: 'an update of a set that is known to be empty changes nothing and sends nothing',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const none = Person.table(opened.source).where(p => p.id.in([]))
        same(await none.updateQuery().set('age', 1).run(), 0)
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'as-an-expression',
      title:
        'as an expression an update is deferred: it can be run, explained and embedded, and runs once per execution',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const update = Person.table(opened.source)
          .where(p => p.city.eq('London'))
          .updateQuery()
          .set('age', p => p.age.plus(1))
        const written = update.expr()
        expect(written.preview()).toContain('kit_person')
        same([update.explain().steps.length, written.explain().steps.length, opened.sent.length], [1, 1, 0])
        same(await written.run(), 2)
        const set = Person.table(other.source).where(p => p.id.eq(written).or(p.id.gt(written.plus(2))))
        same(
          set.explain().steps.map(({ source }) => source),
          [opened.source.name, other.source.name],
        )
        const { value: rows, count } = await sending(opened, () => set.list())
        sameRows(rows, personsOf(2, 5))
        same([count, (await Person.table(opened.source).get(1))?.age], [1, 38])
      },
    },
    {
      what: 'the-moment-of-the-execution',
      title: 'now() sets columns of any precision to the one moment of the call, cut to what they hold',
      types: [instant, instantMs, instantNs],
      operators: ['now'],
      async run({ open }) {
        class Stamped extends Entity('kit_stamped', {
          id: col(int).id(),
          at: col(instant),
          ms: col(instantMs).optional(),
          ns: col(instantNs).optional(),
        }) {}
        const start = Temporal.Now.instant()
        const then = Temporal.Instant.from('2020-01-01T00:00:00Z')
        const { source } = await open(
          tableOf(Stamped, [
            { id: 1, at: then },
            { id: 2, at: then },
          ]),
        )
        const set = Stamped.table(source).where(s => s.id.gt(0))
        same(await set.updateQuery().set('at', now()).set('ms', now()).set('ns', now()).run(), 2)
        const [one, two] = await set.list()
        same(two?.at, one?.at)
        expect(
          Temporal.Instant.compare(
            one?.at ?? then,
            start.round({ smallestUnit: 'microsecond', roundingMode: 'trunc' }),
          ),
        ).not.toBe(-1)
        same([one?.ms, one?.ns], [one?.at.round({ smallestUnit: 'millisecond', roundingMode: 'trunc' }), one?.at])
      },
    },
    {
      what: 'untyped-records',
      title: 'sets of untyped records change in the same way, and give plain objects back',
      needs: ['returning'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const records = Person.table(source)
          .where(p => p.id.eq(1))
          .records()
        const [row] = await records.updateQuery().set('age', 50).returning().run()
        same([row, Object.getPrototypeOf(row)], [changed(1, { age: 50 }), Object.prototype])
        await fails('invalid', () => records.updateQuery().set('nope', 1))
      },
    },
    {
      what: 'in-a-transaction',
      title: 'an update in a transaction is rolled back with it',
      needs: ['transaction'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const transaction = await source.begin()
        const inside = Person.table(transaction.source).where(p => p.id.lt(3))
        same(await inside.updateQuery().set('age', 1).run(), 2)
        same(
          (await inside.list()).map(({ age }) => age),
          [1, 1],
        )
        await transaction.rollback()
        sameRows(await Person.table(source).list(), people)
      },
    },
  ],
)
