import { expect, test } from 'vitest'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { memory } from '../memory/index.ts'
import { hasMany } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { count } from './aggregators.ts'

class Client extends Entity('client', { id: col(text).id(), name: col(text) }) {}
class Order extends Entity('order', { id: col(int).id(), clientId: col(text) }) {}
class Buyer extends Entity('buyer', { id: col(text).id(), name: col(text) }) {
  static override refs = { orders: hasMany(() => Order, 'clientId') }
}
class PerClient extends Entity('per_client', { clientId: col(text).id(), n: col(int) }) {}
class Named extends Entity('client', { name: col(text).id(), id: col(text) }) {}

const db = memory({
  tables: {
    client: [
      { id: 'doc', name: 'Doc Brown' },
      { id: 'marty', name: 'Marty McFly' },
    ],
    order: [
      { id: 1, clientId: 'marty' },
      { id: 2, clientId: 'doc' },
      { id: 3, clientId: 'doc' },
    ],
  },
})
const clients = Client.table(db)
const orders = Order.table(db)

test('the rows of a query have the id that the entity says: they are found by it, and lead on from it', async () => {
  const buyers = clients
    .join(orders, (c, o) => c.id.eq(o.clientId))
    .select((c, o) => ({ id: c.id, name: c.name, order: o.id }))
    .where(b => b.order.ne(1))
    .intoEntity(Buyer)
  expect((await buyers.get('doc'))?.name).toBe('Doc Brown')
  expect(await buyers.get('marty')).toBeUndefined()
  expect(await buyers.getRef('orders').fieldValues(o => o.id)).toEqual([2, 3])
  const groups = orders.groupBy('clientId').aggregate({ n: count() }).intoEntity(PerClient)
  expect((await groups.get('doc'))?.n).toBe(2)
})

test('what is stored keeps its id, whatever the entity says', async () => {
  expect(await clients.intoEntity(Named).get('doc')).toEqual({ id: 'doc', name: 'Doc Brown' })
})
