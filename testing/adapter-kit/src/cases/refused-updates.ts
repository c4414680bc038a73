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
import { isAble } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { people, Person, Visit, visits } from '../people.ts'
import { untyped } from '../untyped.ts'

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
  rate: col(decimal).optional(),
}) {}
const accounts = [
  { id: 1, owner: 'ada', points: 10, balance: Decimal.from('10.50'), rate: Decimal.from('1.005') },
  { id: 2, owner: 'ada', points: 0, balance: null, rate: null },
  { id: 3, owner: 'bob', points: 5, balance: Decimal.from('1'), rate: Decimal.from('1e6') },
]

export const refusedUpdates = topic(
  'refused-updates',
  ['read', 'where', 'patch'],
  [
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
        const unknown = await fails('invalid', () => update.set(untyped('nam'), untyped('x')))
        expect(unknown.message).toContain('"name"')
        await fails('invalid', () => update.set(untyped('id'), untyped(9)))
        await fails('invalid', () => update.set(p => p.id, untyped(9)))
        await fails('invalid', () =>
          update.set(
            p => p.id,
            p => p.id.plus(100),
          ),
        )
        await fails('invalid', () => update.set('age', untyped(undefined)))
        await fails('invalid', () => update.set(untyped(table.$.age.plus(1)), untyped(1)))
        await fails('invalid', () => update.set(untyped(Visit.table(opened.source).$.place), untyped('x')))
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
      what: 'a-long-list-changes-all-or-nothing',
      title:
        'an update over a list of 20,000 values changes all of its rows, or, where one cannot hold its value, none',
      operators: ['in', 'minus', 'mul'],
      async run({ open }) {
        const { source } = await open(tableOf(Person, people))
        const table = Person.table(source)
        const others = Array.from({ length: 20_000 }, (_, index) => index + 100)
        const update = table.where(p => p.id.in([1, ...others, 3])).updateQuery()
        await fails('too-large', () => update.set('age', p => p.age.mul(p.id.minus(1)).mul(2 ** 52)).run())
        sameRows(await table.list(), people)
        same(await update.set('age', p => p.age.mul(p.id.minus(1))).run(), 2)
        same([(await table.get(1))?.age, (await table.get(3))?.age, (await table.get(4))?.age], [0, 40, 36])
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
        await fails('type-mismatch', () =>
          table
            .where(a => a.id.eq(1))
            .updateQuery()
            .set('balance', a => a.rate)
            .run(),
        )
        await fails(['type-mismatch', 'too-large'], () =>
          table
            .where(a => a.id.eq(3))
            .updateQuery()
            .set('balance', a => a.rate)
            .run(),
        )
        const fine = deferred(decimal, async () => Decimal.from('1.005'))
        await fails('type-mismatch', () => update.set('balance', fine).run())
        sameRows(await table.list(), accounts)
        same(await update.set('rate', a => a.balance).run(), 3)
        same((await table.get(1))?.rate, Decimal.from('10.5'))
        same(await update.set('balance', a => a.balance.mul(Decimal.from('1.5'))).run(), 3)
        same((await table.get(1))?.balance, Decimal.from('15.75'))
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
      what: 'a-clash-changes-nothing',
      title: 'an update that would make two rows equal in a unique column is a conflict, and no row is changed',
      async run({ open }) {
        const { source } = await open(tableOf(Person, people, { uniques: [['name']] }))
        const table = Person.table(source)
        const error = await fails('conflict', () =>
          table
            .where(p => p.id.gt(2))
            .updateQuery()
            .set('name', 'Ada')
            .run(),
        )
        same(error.details.reason, 'unique')
        sameRows(await table.list(), people)
      },
    },
    {
      what: 'a-cancelled-call-sends-nothing',
      title: 'a change whose signal is aborted before it starts is cancelled, and nothing is sent',
      async run({ open }) {
        const opened = await open(tableOf(Person, people))
        const update = Person.table(opened.source)
          .where(p => p.id.eq(1))
          .updateQuery()
          .set('age', 1)
        const signal = AbortSignal.abort()
        await fails('cancelled', () => update.run({ signal }))
        await fails('cancelled', () => update.expr().run({ signal }))
        if (isAble(opened, 'returning')) await fails('cancelled', () => update.returning().run({ signal }))
        same(opened.sent.length, 0)
      },
    },
  ],
)
