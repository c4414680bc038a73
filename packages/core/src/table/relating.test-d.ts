import { expectTypeOf, test } from 'vitest'
import type { Recording, RecordingCan } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { hasMany, hasOne } from '../relation/ref.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

interface Main extends Recording {
  readonly can: RecordingCan & { readonly correlate: true }
}
declare const main: Main

class Bakery extends Entity('bakeries', { id: col(int).id(), name: col(text), margin: col(int) }) {}
class Client extends Entity('clients', { id: col(int).id(), name: col(text), bakeryId: col(int) }) {
  static override refs = { bakery: hasOne(() => Bakery, 'bakeryId'), orders: hasMany(() => Order, 'clientId') }
}
class Order extends Entity('orders', { id: col(int).id(), clientId: col(int) }) {
  static override refs = { client: hasOne(() => Client, 'clientId') }
}
const orders = Order.table(main)

test('an imported column has the type of the column, or null', () => {
  const imported = orders.withImported('client.name').withImported('client.bakery.margin')
  expectTypeOf(imported.$['client.name'].run()).toExtend<Promise<string | null>>()
  expectTypeOf(imported.$['client.bakery.margin'].run()).toExtend<Promise<number | null>>()
  imported.where(o => o['client.bakery.margin'].gt(3))
})

test('a path that leads nowhere does not compile', () => {
  // @ts-expect-error no column of the client
  orders.withImported('client.nam')
  // @ts-expect-error no reference
  orders.withImported('customer.name')
  // @ts-expect-error a reference is no column
  orders.withImported('client.bakery')
  // @ts-expect-error a column of this set is no path
  orders.withImported('clientId')
  // @ts-expect-error not over has-many
  orders.withImported('client.orders.id')
  // @ts-expect-error a path that nobody knows yet
  orders.withImported(String('client.name'))
})
