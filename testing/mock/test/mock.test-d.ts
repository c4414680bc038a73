import { col, Decimal, Entity, type Has, type Table, type TransactionSource, uuid } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { type Mock, type MockCan, mock, record, replay } from '@vantage-ts/mock'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'
import { expectTypeOf, test } from 'vitest'
import { Customer, debt, neighbours, Order, placeOrder, unpaid } from './shop.ts'

const money = Decimal.from('1')

test('functions typed over abilities take a mock without casts, and memory as well', () => {
  for (const db of [mock(), replay('')]) {
    expectTypeOf(placeOrder(db, 1, 2, money)).resolves.toEqualTypeOf<Order>()
    expectTypeOf(unpaid(Order.table(db))).toEqualTypeOf<Table<Mock, typeof Order>>()
  }
  expectTypeOf(placeOrder(memory(), 1, 2, money)).resolves.toEqualTypeOf<Order>()
  expectTypeOf(mock()).toExtend<TransactionSource>()
})

test('abilities left out are refused by the compiler', () => {
  const reader = mock({ can: { read: true, where: true } })
  expectTypeOf(reader.can).toEqualTypeOf<{ readonly read: true; readonly where: true }>()
  expectTypeOf(Order.table(reader).where(o => o.id.eq(1)).list()).resolves.toEqualTypeOf<Order[]>() // biome-ignore format: one line
  // @ts-expect-error it does not aggregate
  Order.table(reader).count()
  // @ts-expect-error it does not delete
  Order.table(reader).delete(1)
  // @ts-expect-error it has no transactions
  reader.begin()
  // @ts-expect-error nor these
  reader.transaction(async () => {})
  // @ts-expect-error it runs no vendor text
  reader.expr`select 1`
  // @ts-expect-error the shop needs more
  debt(reader, 1)
  // @ts-expect-error sub-queries, to begin with
  neighbours(reader, Order.table(reader))
  expectTypeOf<Mock<Has<'read'>>['can']>().toEqualTypeOf<Has<'read'>>()
})

test('answers are typed by what they answer', () => {
  const db = mock()
  const orders = Order.table(db)
  const row = { id: 1, customerId: 2, total: money, state: 'open' } as const
  db.expect(orders)
    .rows([row])
    .once()
    .after(5)
    .rows([{ ...row, note: null }])
  db.expect(orders).rows(() => [row])
  // @ts-expect-error a column is missing
  db.expect(orders).rows([{ id: 1 }])
  // @ts-expect-error a column has another type
  db.expect(orders).rows([{ ...row, total: 1 }])
  // @ts-expect-error there is no such column
  db.expect(orders).rows([{ ...row, tootal: money }])
  // @ts-expect-error rows have no one value
  db.expect(orders).value(1)
  db.expect(orders.select('note')).rows([{ id: 1 }])
  db.expect(orders.withExpression('twice', o => o.$.total.mul(money))).rows([{ ...row, twice: money }])
  // @ts-expect-error the calculated column is missing
  db.expect(orders.withExpression('twice', o => o.$.total.mul(money))).rows([row])
  db.expect(Customer.table(db).records()).rows([{ whatever: 1 }])

  db.expect(orders.countExpr()).value(1)
  // @ts-expect-error a count is a number
  db.expect(orders.countExpr()).value('1')
  db.expect(orders.sumExpr(o => o.total)).value(money)
  db.expect(orders.maxExpr(o => o.total)).value(null)
  db.expect(orders.fieldExpr(o => o.note)).value(['x', null])
  // @ts-expect-error values of a column are a list
  db.expect(orders.fieldExpr(o => o.note)).value('x')

  db.expect(orders.deleteQuery({ everything: true })).count(1)
  db.expect(orders.where(o => o.id.eq(1)).updateQuery().set('note', 'x')).rows([row]) // biome-ignore format: one line
  db.expect(orders.insertQuery({ id: 1, customerId: 2, total: money })).count(1)
  // @ts-expect-error a change has no value
  db.expect(orders.deleteQuery()).value(1)

  db.expect('select 1')
    .rows([{ a: 1 }])
    .value(1)
    .values([1])
    .count(1)
    .withAny()
  db.expect(db.expr`select 1`).rows([{ a: 1 }])
  // @ts-expect-error there is no such kind of error
  db.expect('select 1').fails('timedout')
})

test('a uuid is given as text', () => {
  class Thing extends Entity('things', { id: col(uuid).id(), other: col(uuid).optional() }) {}
  const things = Thing.table(mock())
  mock()
    .expect(things)
    .rows([{ id: '0188a0f0-0000-7000-8000-ffffffffffff', other: null }])
  mock()
    .expect(things.fieldExpr(t => t.id))
    .value(['0188a0f0-0000-7000-8000-ffffffffffff'])
  const ids = mock().expect(things.fieldExpr(t => t.id))
  // @ts-expect-error a uuid is no number
  ids.value([1])
})

test('a transaction of a mock is a mock; a recorded source is what it was', async () => {
  const tx = await mock().begin()
  expectTypeOf(tx.verify).toBeFunction()
  expectTypeOf(tx.source).toEqualTypeOf<Mock<MockCan>>()
  expectTypeOf(record(sqlite({ file: 'x' })).source).toEqualTypeOf<Sqlite<string>>()
})
