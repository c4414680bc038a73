import { type Duckdb, duckdb } from '@vantage-ts/duckdb'
import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in DuckDB, in a database that lives as long as this process. */
export function openDuckdb(): Promise<OpenEngine<Shop>> {
  const db = duckdb()
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close: () => db.close() }, async () => {
    await createDuckdbTables(db)
    await fillClients(db)
    await fillOrders(db)
  })
}

async function createDuckdbTables(db: Duckdb): Promise<void> {
  await db.expr`create table bakeries (id varchar primary key, name varchar not null, margin integer not null)`.run()
  await db.expr`create table clients (
    id varchar primary key, name varchar not null, is_paying boolean not null, balance decimal(12, 2) not null,
    bakery_id varchar not null
  )`.run()
  await db.expr`create table products (
    id varchar primary key, name varchar not null, calories integer not null, price integer not null,
    stock integer not null, bakery_id varchar not null
  )`.run()
  await db.expr`create table orders (id varchar primary key, client_id varchar not null)`.run()
  await db.expr`create table order_lines (
    order_id varchar not null, product_id varchar not null, quantity integer not null, price integer not null,
    primary key (order_id, product_id)
  )`.run()
}
