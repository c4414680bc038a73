import { Entity, hasMany, hasOne, manyToMany } from '@vantage-ts/core'
import type { Postgres } from '@vantage-ts/postgres'
import type { Sqlite } from '@vantage-ts/sqlite'
import { Client } from './entities/client.ts'
import { Order } from './entities/order.ts'
import { OrderLine } from './entities/order-line.ts'
import { Product } from './entities/product.ts'

/**
 * The shop in two databases: clients in one, what they order in the other.
 *
 * A reference to a table leads to where that table is. The columns are those of the shop's own entities.
 */
export function shopAcross(lite: Sqlite, pg: Postgres) {
  class FarClient extends Entity(Client.entityName, Client.fields) {
    static override refs = { orders: hasMany(() => FarOrder.table(pg), 'clientId') }
  }
  class FarOrder extends Entity(Order.entityName, Order.fields) {
    static override refs = {
      client: hasOne(() => FarClient.table(lite), 'clientId'),
      products: manyToMany(() => Product, { through: () => OrderLine, from: 'orderId', to: 'productId' }),
    }
  }
  return { clients: FarClient.table(lite), orders: FarOrder.table(pg), products: Product.table(pg) }
}

export type AcrossShop = ReturnType<typeof shopAcross>
