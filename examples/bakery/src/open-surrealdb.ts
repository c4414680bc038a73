import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { surrealdb } from '@vantage-ts/surrealdb'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in SurrealDB, embedded in this process. */
export function openSurrealDb(): Promise<OpenEngine<Shop>> {
  const db = surrealdb({ url: 'mem://', namespace: 'bakery', database: 'bakery' })
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close: () => db.close() }, async () => {
    await db.expr`define table bakeries schemaless`.run()
    await db.expr`define table clients schemaless`.run()
    await db.expr`define table products schemaless`.run()
    await db.expr`define table orders schemaless`.run()
    await db.expr`define table order_lines schemaless`.run()
    await fillClients(db)
    await fillOrders(db)
  })
}
