import { filled, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { startServer } from '@vantage-ts/example-asking/postgres-server'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in a PostgreSQL of its own, which ends with it. */
export async function openPostgres(tell: Tell): Promise<OpenEngine<Shop>> {
  const server = await startServer(tell)
  const db = postgres({ url: server.url })
  const close = async () => {
    await db.close()
    await server.stop()
  }
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close }, async () => {
    await createPostgresClients(db)
    await createPostgresOrders(db)
    await fillClients(db)
    await fillOrders(db)
  })
}

async function createPostgresClients(db: Postgres): Promise<void> {
  await db.expr`create table bakeries (id text primary key, name text not null, margin integer not null)`.run()
  await db.expr`create table clients (
    id text primary key, name text not null, is_paying boolean not null, balance numeric not null,
    bakery_id text not null references bakeries
  )`.run()
}

export async function createPostgresOrders(db: Postgres): Promise<void> {
  await db.expr`create table products (
    id text primary key, name text not null, calories integer not null, price integer not null, stock integer not null,
    bakery_id text not null
  )`.run()
  await db.expr`create table orders (id text primary key, client_id text not null)`.run()
  await db.expr`create table order_lines (
    order_id text references orders, product_id text references products, quantity integer not null, price integer not null,
    primary key (order_id, product_id)
  )`.run()
}
