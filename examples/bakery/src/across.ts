import { Entity, hasMany, type Table } from '@vantage-ts/core'
import type { Postgres } from '@vantage-ts/postgres'
import type { Sqlite } from '@vantage-ts/sqlite'
import { Client } from './entities/client.ts'
import type { Order } from './entities/order.ts'
import type { Product } from './entities/product.ts'

/** The columns of a client, whose orders are a table of another database. */
export const customerWith = (orders: Table<Postgres, typeof Order>) =>
  class Customer extends Entity(Client.entityName, Client.fields) {
    static override refs = { orders: hasMany(() => orders, 'clientId') }
  }

/** The shop in two databases: clients in one, what they order in the other. */
export interface AcrossShop {
  readonly clients: Table<Sqlite, ReturnType<typeof customerWith>>
  readonly orders: Table<Postgres, typeof Order>
  readonly products: Table<Postgres, typeof Product>
}
