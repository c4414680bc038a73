import {
  caseWhen,
  col,
  Decimal,
  decimal,
  deferred,
  Entity,
  int,
  type StandardSchema,
  text,
  value,
} from '@vantage-ts/core'
import { expect } from 'vitest'
import { fails, same, sameRows } from '../check.ts'
import { topic } from '../kit-case.ts'
import { isAble, sending } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, personsOf, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'
import { hostileTexts } from './hostile-texts.ts'

const { id: _id, ...ada } = people[0]

/** A person with some values changed. */
const changed = (id: number, values: object): object => ({ ...personsOf(id)[0], ...values })

const notNegative: StandardSchema<number, number> = {
  '~standard': {
    version: 1,
    vendor: 'kit',
    validate: given =>
      Number(given) < 0 ? { issues: [{ message: 'must not be negative' }] } : { value: Number(given) },
  },
}
class Account extends Entity('kit_account', {
  id: col(int).id(),
  owner: col(text),
  points: col(int).check(notNegative),
  balance: col(decimal(6, 2)).optional(),
}) {}
const accounts = [
  { id: 1, owner: 'ada', points: 10, balance: Decimal.from('10.50') },
  { id: 2, owner: 'ada', points: 0, balance: null },
  { id: 3, owner: 'bob', points: 5, balance: Decimal.from('1') },
]

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
      what: 'needs-narrowing',
      title:
        'an update of a set that nothing narrows is refused unless { everything: true } is given; one of a limited set always',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const error = await fails('invalid', () => table.updateQuery().set('age', 1).run())
        expect(error.message).toContain('everything')
        await fails('invalid', () =>
          table
            .where(p => p.id.notIn([]))
            .updateQuery()
            .set('age', 1)
            .run(),
        )
        if (isAble(opened, 'window')) {
          await fails('invalid', () => table.limit(2).updateQuery({ everything: true }).set('age', 1).run())
          await fails('invalid', () =>
            table
              .where(p => p.id.gt(1))
              .offset(1)
              .updateQuery()
              .set('age', 1)
              .run(),
          )
        }
        same(opened.sent.length, 0)
        same(await table.updateQuery({ everything: true }).set('age', 1).run(), 5)
        same(
          (await table.list()).map(({ age }) => age),
          [1, 1, 1, 1, 1],
        )
      },
    },
    {
      what: 'what-does-not-fit-is-refused',
      title: 'ids, unknown columns, wrong values, wrong types and lists are refused before anything is sent',
      operators: ['plus', 'div'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people), tableOf(Visit, visits))
        const table = Person.table(opened.source)
        const update = table.where(p => p.id.eq(1)).updateQuery()
        const unknown = await fails('invalid', () => update.set(untyped('nam'), 'x'))
        expect(unknown.message).toContain('"name"')
        await fails('invalid', () => update.set(untyped('id'), 9))
        await fails('invalid', () => update.set(p => p.id, untyped(9)))
        await fails('invalid', () =>
          update.set(
            p => p.id,
            p => p.id.plus(100),
          ),
        )
        await fails('invalid', () => update.set('age', untyped(undefined)))
        await fails('invalid', () => update.set(untyped(table.$.age.plus(1)), 1))
        await fails('invalid', () => update.set(untyped(Visit.table(opened.source).$.place), 'x'))
        await fails('invalid', () => update.set('age', untyped(Visit.table(opened.source).$.minutes)))
        await fails('invalid', () => update.set('age', untyped(table.fieldExpr(p => p.age))))
        await fails('type-mismatch', () => update.set('name', untyped(null)))
        await fails('type-mismatch', () => update.set('age', untyped('36')))
        await fails('type-mismatch', () => update.set('age', untyped(1.5)))
        await fails('type-mismatch', () => update.set('age', untyped(table.$.name)))
        await fails('type-mismatch', () => update.set('age', p => untyped(p.age.div(2))))
        await fails('type-mismatch', () => update.set('name', untyped(value(int, 5))))
        await fails('invalid', () => update.run())
        await fails('invalid', () => update.explain())
        same(opened.sent.length, 0)
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'refinements-of-values',
      title: 'refinements of a column run on the values it is set to',
      types: [decimal],
      operators: ['minus'],
      async run({ open }) {
        const opened = await open(tableOf(Account, accounts))
        const update = Account.table(opened.source)
          .where(a => a.id.eq(1))
          .updateQuery()
        const error = await fails('validation', () => update.set('points', -1).run())
        same([error.details.field, opened.sent.length], ['points', 0])
        same(await update.set('points', 7).run(), 1)
        same((await Account.table(opened.source).get(1))?.points, 7)
      },
    },
    {
      what: 'null-at-run-is-a-constraint',
      title: 'an expression that comes out as null in a required column is a constraint error, and no row is changed',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const update = table.where(p => p.id.gt(0)).updateQuery()
        await fails('constraint', () => update.set('name', p => untyped(p.city)).run())
        const never = caseWhen(text, [{ when: table.$.id.lt(3), then: 'x' }])
        await fails('constraint', () => update.set('name', untyped(never)).run())
        await fails('constraint', () =>
          update
            .set(
              'name',
              deferred(text, async () => null),
            )
            .run(),
        )
        sameRows(await table.list(), people)
        same(await update.set('name', p => p.city.coalesce('nowhere')).run(), 5)
        same((await table.get(3))?.name, 'nowhere')
      },
    },
    {
      what: 'overflow-changes-nothing',
      title: 'an expression beyond what its column holds is refused, and no row is changed',
      operators: ['plus', 'mul'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const update = table.where(p => p.id.gt(0)).updateQuery()
        await fails('too-large', () => update.set('age', p => p.age.plus(2 ** 53 - 1)).run())
        await fails('too-large', () => update.set('age', p => p.age.mul(2 ** 52).mul(2 ** 52)).run())
        await fails('too-large', () => update.set('score', p => p.score.mul(1e308).mul(1e308)).run())
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'decimals-are-never-rounded',
      title: 'a calculated decimal with more digits than its column is refused, and no row is changed',
      types: [decimal],
      operators: ['mul'],
      async run({ open }) {
        const { source } = await open(tableOf(Account, accounts))
        const table = Account.table(source)
        const update = table.where(a => a.id.gt(0)).updateQuery()
        await fails('type-mismatch', () => update.set('balance', a => a.balance.mul(Decimal.from('0.001'))).run())
        await fails(['type-mismatch', 'too-large'], () =>
          update.set('balance', a => a.balance.mul(Decimal.from('1000'))).run(),
        )
        sameRows(await table.list(), accounts)
        same(await update.set('balance', a => a.balance.mul(Decimal.from('1.5'))).run(), 3)
        same((await table.get(1))?.balance, Decimal.from('15.75'))
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
      what: 'never-leaves-the-scope',
      title:
        'another value for a column of the scope is a conflict, an expression for it invalid, before anything is sent',
      operators: ['plus'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const scoped = table.scope(p => p.city.eq('London')).updateQuery()
        const error = await fails('conflict', () => scoped.set('city', 'Rome').run())
        same([error.details.field, error.details.reason], ['city', 'outside-set'])
        await fails('conflict', () => scoped.set('city', null).run())
        await fails('invalid', () => scoped.set('city', p => p.name).run())
        const ranged = table.scope(p => p.age.gt(30)).updateQuery()
        await fails('invalid', () => ranged.set('age', 40).run())
        await fails('invalid', () => ranged.set('age', p => p.age.plus(1)).run())
        same(opened.sent.length, 0)
        same(await scoped.set('city', 'London').set('score', 1).run(), 2)
        same(await ranged.set('score', 2).run(), 2)
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

export const deletes = topic(
  'set-deletes',
  ['read', 'where', 'delete'],
  [
    {
      what: 'removes-the-set',
      title: 'a delete removes every row of the set and no other, in one statement, and gives their number',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const londoners = Person.table(opened.source).where(p => p.city.eq('London'))
        const { value: rows, count } = await sending(opened, () => londoners.deleteQuery().run())
        same([rows, count], [2, 1])
        same(await londoners.deleteQuery().run(), 0)
        sameRows(await Person.table(opened.source).list(), personsOf(2, 3, 5))
      },
    },
    {
      what: 'returning',
      title: 'returning() gives the removed rows as they were, as entities or by columns, from the same statement',
      needs: ['returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        const { value: rows, count } = await sending(opened, () =>
          table
            .where(p => p.city.eq('London'))
            .deleteQuery()
            .returning()
            .run(),
        )
        same(count, 1)
        sameRows(rows, personsOf(1, 4))
        same(rows.map(row => row.label).sort(), ['Ada of London', 'Dee of London'])
        const named = table
          .where(p => p.id.in([2, 3]))
          .deleteQuery()
          .returning('name', 'city')
        sameRows(
          await named.run(),
          [
            { name: 'Bob', city: 'Paris' },
            { name: 'Cy', city: null },
          ],
          'name',
        )
        same(await named.run(), [])
        sameRows(await table.list(), personsOf(5))
      },
    },
    {
      what: 'needs-narrowing',
      title:
        'a delete of a set that nothing narrows is refused unless { everything: true } is given; one of a limited set always',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const table = Person.table(opened.source)
        await fails('invalid', () => table.deleteQuery().run())
        await fails('invalid', () =>
          table
            .where(p => p.id.notIn([]))
            .deleteQuery()
            .run(),
        )
        if (isAble(opened, 'window'))
          await fails('invalid', () => table.limit(1).deleteQuery({ everything: true }).run())
        same(opened.sent.length, 0)
        same(await table.deleteQuery({ everything: true }).run(), 5)
        same(await table.list(), [])
      },
    },
    {
      what: 'as-an-expression',
      title: 'as an expression a delete is deferred, and preview and explain run nothing',
      async run({ open, openMemory }) {
        const opened = await open(tableOf(Person, people))
        const other = await openMemory(tableOf(Person, people))
        const gone = Person.table(opened.source)
          .where(p => p.city.eq('London'))
          .deleteQuery()
        gone.preview()
        gone.explain()
        const set = Person.table(other.source).where(p => p.id.eq(gone.expr()))
        set.explain()
        same(opened.sent.length, 0)
        sameRows(await set.list(), personsOf(2))
        sameRows(await Person.table(opened.source).list(), personsOf(2, 3, 5))
      },
    },
  ],
)

export const insertQueries = topic(
  'insert-queries',
  ['read', 'where', 'insert'],
  [
    {
      what: 'creates-what-is-not-there',
      title:
        'an insert query creates the records whose ids are not there, leaves stored rows as they are, and is one statement',
      async run({ open }) {
        const opened = await open(tableOf(Person, personsOf(1)))
        const table = Person.table(opened.source)
        const query = table.insertQuery([
          { ...people[0], name: 'changed' },
          people[1],
          { ...people[1], name: 'twice' },
          people[2],
        ])
        const { value: rows, count } = await sending(opened, () => query.run())
        same([rows, count], [2, 1])
        sameRows(await table.list(), personsOf(1, 2, 3))
        same([await query.run(), await table.insertQuery(people[3]).run()], [0, 1])
        same(await table.insertQuery([]).run(), 0)
      },
    },
    {
      what: 'returning',
      title: 'returning() gives the rows that were created, and none for those that were there',
      needs: ['returning'],
      async run({ open }) {
        const opened = await open(tableOf(Person, personsOf(1)))
        const query = Person.table(opened.source).insertQuery([people[0], people[1], people[2]])
        const { value: rows, count } = await sending(opened, () => query.returning().run())
        same(count, 1)
        sameRows(rows, personsOf(2, 3))
        same(rows.map(row => row.label).sort(), ['Bob of Paris', 'Cy of nowhere'])
        same(await query.returning('id').run(), [])
      },
    },
    {
      what: 'checks-when-it-is-built',
      title: 'records are checked when the query is built, as every insert checks them, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person))
        const table = Person.table(opened.source)
        await fails('validation', () => table.insertQuery(untyped({ id: 1 })))
        await fails('invalid', () => table.insertQuery(untyped({ ...people[0], nope: 1 })))
        await fails('type-mismatch', () => table.insertQuery([people[0], untyped({ ...people[0], age: 'x' })]))
        await fails('conflict', () => table.where(p => p.city.eq('Rome')).insertQuery(people[0]))
        await fails('invalid', () => table.insertQuery(untyped('x')))
        if (isAble(opened, 'window')) await fails('invalid', () => table.limit(1).insertQuery(people[0]))
        same(opened.sent.length, 0)
      },
    },
    {
      what: 'keeps-to-the-set',
      title: 'equalities of the set fill their columns, and an id that a row outside holds is a conflict',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const set = Person.table(source).where(p => p.city.eq('Rome'))
        same(await set.insertQuery({ id: 6, name: 'Flo', isActive: true }).run(), 1)
        same((await set.get(6))?.city, 'Rome')
        const { city: _city, ...rest } = ada
        const error = await fails('conflict', () =>
          set
            .insertQuery([
              { id: 7, ...rest },
              { id: 2, ...rest },
            ])
            .run(),
        )
        same(error.details.reason, 'outside-set')
        same((await Person.table(source).list()).length, 6)
      },
    },
  ],
)
