import { filled, type OpenEngine } from '@vantage-ts/example-asking'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in SQLite, in a database that lives as long as this process. */
export function openSqlite(): Promise<OpenEngine<Shop>> {
  const db = sqlite({ file: ':memory:' })
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close: () => db.close() }, async () => {
    await createSqliteClients(db)
    await createSqliteOrders(db)
    await fillClients(db)
    await fillOrders(db)
  })
}

export async function createSqliteClients(db: Sqlite): Promise<void> {
  await db.expr`create table bakeries (id text primary key, name text not null, margin integer not null) strict`.run()
  await db.expr`create table clients (
    id text primary key, name text not null, is_paying integer not null, balance text not null, bakery_id text not null
  ) strict`.run()
}

async function createSqliteOrders(db: Sqlite): Promise<void> {
  await db.expr`create table products (
    id text primary key, name text not null, calories integer not null, price integer not null, stock integer not null,
    bakery_id text not null
  ) strict`.run()
  await db.expr`create table orders (id text primary key, client_id text not null) strict`.run()
  await db.expr`create table order_lines (
    order_id text not null, product_id text not null, quantity integer not null, price integer not null,
    primary key (order_id, product_id)
  ) strict`.run()
}
