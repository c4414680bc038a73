import { col, Entity, expectStatements, hasMany, hasOne, int, text } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { expect, test } from 'vitest'
import { openDatabase } from './databases.ts'

class Client extends Entity('client', { id: col(text).id(), name: col(text) }) {
  static override refs = { orders: hasMany(() => Order, 'clientId') }
}
class Order extends Entity('order', { id: col(text).id(), clientId: col(text), price: col(int).optional() }) {
  static override refs = { client: hasOne(() => Client, 'clientId') }
}
const clients = ['ann', 'bob', 'cyd'].map(id => ({ id, name: id }))
const orders = [1, 2, 3, 4].map(n => ({ id: `o${n}`, clientId: n < 3 ? 'ann' : 'bob', price: n === 3 ? null : n }))
const plain = memory({ tables: { client: clients, order: orders } })

async function filled() {
  const database = await openDatabase()
  await Client.table(database.source).insertMany(clients)
  await Order.table(database.source).insertMany(orders)
  return database
}

test('sets in columns in sets, deeper than the engine reads, are one statement and give what memory gives', async () => {
  const { source, close } = await filled()
  try {
    const priced = (db: typeof plain) =>
      Order.table(db).withExpression('one', o =>
        o
          .getLink('client')
          .withExpression('two', c =>
            c
              .getLink('orders')
              .withExpression('three', inner =>
                inner
                  .getLink('client')
                  .withExpression('four', last => last.getLink('orders').sumExpr(e => e.price))
                  .sumExpr(last => last.four),
              )
              .sumExpr(inner => inner.three),
          )
          .sumExpr(c => c.two),
      )
    const same = priced(unchecked<typeof plain>(source, 'what is asked for, both can do'))
    expect(String(same.explain())).toMatch(/LET \$_v\d+ = \|\$_v\d+/)
    const found = await expectStatements(source, 1, () => same.list())
    expect(found).toEqual(await priced(plain).list())
    expect(found.map(({ one }) => one)).toEqual([6, 6, 8, 8])
  } finally {
    await close()
  }
})
