import { Decimal } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { mock, record, replay } from '@vantage-ts/mock'
import { describe, expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { Customer, debt, Order, placeOrder, type ShopSource } from './shop.ts'

// The same business code, the same assertions, on a scripted mock, on tables in memory, and on what was recorded of them.

const money = (amount: string): Decimal => Decimal.from(amount)
const ann = { id: 1, name: 'Ann', city: 'Riga', limit: money('100') }

/** What is asked of the shop, and what has to come out. */
async function orderTwice(db: ShopSource): Promise<void> {
  expect((await placeOrder(db, 1, 1, money('60.5'))).state).toBe('open')
  expect(String(await debt(db, 1))).toBe('60.5')
  const refused = await failureOf(() => placeOrder(db, 2, 1, money('39.51')))
  expect([refused.kind, refused.message]).toEqual(['validation', 'Ann of Riga would owe more than the limit'])
  expect(await failureOf(() => placeOrder(db, 3, 9, money('1')))).toMatchObject({ kind: 'not-found', details: { id: '9' } }) // biome-ignore format: one line
  expect(String(await debt(db, 1))).toBe('60.5')
}

const inMemory = () => memory({ tables: { customers: [ann], orders: [] } })

function scripted() {
  const db = mock({ name: 'db' })
  const customers = Customer.table(db)
  const owed = Order.table(db)
    .where(order => order.state.eq('open'))
    .where(order => order.customerId.eq(1))
    .sumExpr(order => order.total)
  db.expect(customers.where(customer => customer.id.eq(1))).rows([ann])
  db.expect(customers.where(customer => customer.id.eq(9))).rows([])
  db.expect(owed).value(money('0')).once()
  db.expect(owed).value(money('60.5'))
  db.expect(Order.table(db).insertQuery({ id: 1, customerId: 1, total: money('60.5') })).once()
  return db
}

describe('an order service', () => {
  test('on a scripted mock', async () => {
    const db = scripted()
    await orderTwice(db)
    db.verify()
    expect(db.sent.flatMap(({ kind, text }) => (kind === 'step' ? [text] : []))).toEqual(
      ['begin', 'commit', 'begin', 'rollback', 'begin', 'rollback'], // biome-ignore format: one line
    )
  })

  test('on tables in memory', () => orderTwice(inMemory()))

  test('on a recording of tables in memory', async () => {
    const recorded = record(inMemory())
    await orderTwice(recorded.source)
    const db = replay(recorded.text())
    await orderTwice(db)
    db.verify()
  })
})

test('memory obeys conditions, order, references, expressions and transactions without being told any answer', async () => {
  const db = inMemory()
  await Customer.table(db).insertMany([{ id: 2, name: 'Bob' }, { id: 3, name: 'Cid', city: 'Riga' }]) // biome-ignore format: one line
  await Order.table(db).insertMany([1, 2, 3].map(id => ({ id, customerId: id === 3 ? 3 : 1, total: money(`${id}.5`) })))
  const inRiga = Customer.table(db).where(customer => customer.city.eq('Riga'))
  const owing = inRiga
    .withExpression('owes', customer => customer.getLink('orders').sumExpr(order => order.total))
    .orderBy(customer => customer.owes.desc())
  expect((await owing.list()).map(({ name, owes }) => `${name} ${owes}`)).toEqual(['Ann 4', 'Cid 3.5'])
  await failureOf(() =>
    db.transaction(async tx => {
      expect(await inRiga.withTransaction(tx).getRef('orders').deleteAll()).toBe(3)
      await placeOrder(tx, 9, 1, money('1000'))
    }),
  )
  expect(await Order.table(db).count()).toBe(3)
})
