import { Decimal } from '@vantage-ts/core'
import { mock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { Customer, debt, Order, placeOrder } from './shop.ts'

const money = (amount: string): Decimal => Decimal.from(amount)
const ann = { id: 1, name: 'Ann', city: 'Riga', limit: money('100') }

function openShop() {
  const db = mock({ name: 'db' })
  db.expect(Customer.table(db).where(c => c.id.eq(1))).rows([ann])
  const owed = db.expect('select sum(total) from orders where state = "open" and customerId = 1').value(money('40'))
  return { db, owed }
}
const steps = (db: ReturnType<typeof openShop>['db']) => db.sent.flatMap(({ kind, text }) => (kind === 'step' ? [text] : [])) // biome-ignore format: one line

test('a business function runs in a transaction of a mock, and commits or rolls back', async () => {
  const { db, owed } = openShop()
  const made = db.expect(Order.table(db).insertQuery({ id: 7, customerId: 1, total: money('60') })).inTransaction()
  expect((await placeOrder(db, 7, 1, money('60'))).state).toBe('open')
  expect([made.calls, steps(db)]).toEqual([1, ['begin', 'commit']])
  db.forget()
  owed.value(money('40.01'))
  const refused = await failureOf(() => placeOrder(db, 8, 1, money('60')))
  expect([refused.kind, refused.message, steps(db)]).toEqual(['validation', 'Ann of Riga would owe more than the limit', ['begin', 'rollback']]) // biome-ignore format: one line
  expect(db.count('insert into orders (id, customerId, total, state) values ? unless there')).toBe(0)
  // The same set outside of the transaction gets the same answer.
  expect(String(await debt(db, 1))).toBe('40.01')
})

test('a commit that meets another transaction is tried again, as often as the code says', async () => {
  const { db } = openShop()
  db.expect(Order.table(db).insertQuery({ id: 7, customerId: 1, total: money('1') }))
  db.expect('commit').fails('conflict', { reason: 'serialization' }).times(2)
  await placeOrder(db, 7, 1, money('1'))
  expect(steps(db)).toEqual(['begin', 'commit', 'begin', 'commit', 'begin', 'commit'])
  expect([...new Set(db.sent.map(({ transaction }) => transaction))]).toEqual([1, 2, 3])
  db.verify()
  db.expect('commit').fails('conflict', { reason: 'serialization' })
  expect(await failureOf(() => placeOrder(db, 7, 1, money('1')))).toMatchObject({ kind: 'conflict', details: { reason: 'serialization' } }) // biome-ignore format: one line
})

test('begin, rollback and savepoints can fail and be expected', async () => {
  const db = mock()
  db.expect(Order.table(db).countExpr()).value(1)
  db.expect('savepoint').once()
  db.expect('rollback to savepoint')
  await db.transaction(async tx => {
    await failureOf(() =>
      tx.transaction(async inner => {
        await Order.table(inner).count()
        await Order.table(inner).deleteAll({ everything: true })
      }),
    )
    const point = await tx.savepoint()
    await point.release()
  })
  expect(steps(db)).toEqual(['begin', 'savepoint', 'rollback to savepoint', 'savepoint', 'release', 'commit'])
  db.reset()
  db.expect('begin').fails('connection')
  expect((await failureOf(() => db.begin())).kind).toBe('connection')
  db.reset()
  db.expect('rollback').fails('connection')
  const tx = await db.begin()
  expect((await failureOf(() => tx.rollback())).kind).toBe('connection')
  db.reset()
  db.expect('commit')
  expect(() => db.verify()).toThrow('which did not come:\n\n  commit')
})

test('a transaction that was begun to read refuses writes', async () => {
  const db = mock()
  db.expect(Order.table(db).countExpr()).value(1)
  db.expect(Order.table(db).where(o => o.id.eq(1)).deleteQuery()).count(1) // biome-ignore format: one line
  await using tx = await db.begin({ readOnly: true })
  expect(await Order.table(tx).count()).toBe(1)
  expect((await failureOf(() => Order.table(tx).delete(1))).message).toBe('this transaction was begun as readOnly and cannot write') // biome-ignore format: one line
})

test('a transaction has the controls of its mock, as its type says', async () => {
  const db = mock()
  const tx = await db.begin()
  tx.expect(Order.table(tx).countExpr()).value(5)
  expect([await Order.table(tx).count(), await Order.table(db).count()]).toEqual([5, 5])
  const inner = await tx.begin()
  expect([inner.count(), inner.sent.length]).toEqual([2, 4])
  inner.verify()
  await tx.rollback()
})

test('a mock stands for the same database as another, where it is told so', async () => {
  const db = mock()
  const replica = mock({ name: 'replica', sameAs: db })
  const wanted = Customer.table(db).where(c => c.id.in(Order.table(replica).fieldExpr(o => o.customerId)))
  db.expect(wanted).rows([ann])
  expect(await wanted.list()).toHaveLength(1)
  expect(db.sent[0]?.text).toBe('select * from customers where customers.id in (select orders.customerId from orders)')
})
