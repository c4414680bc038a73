import { filled, type OpenEngine, type Tell } from '@vantage-ts/example-asking'
import { startMysqlServer } from '@vantage-ts/example-asking/mysql-server'
import { type Mysql, mysql } from '@vantage-ts/mysql'
import { fillClients, fillOrders } from './fixture.ts'
import { type Shop, shopIn } from './shop.ts'
import type { ShopSource } from './shop-source.ts'

/** The shop in a MariaDB of its own, which ends with it. */
export async function openMysql(tell: Tell): Promise<OpenEngine<Shop>> {
  const server = await startMysqlServer(tell)
  const db = mysql({ url: server.url.replace(/mysql$/, 'shop') })
  const close = async () => {
    await db.close()
    await server.stop()
  }
  return filled({ place: shopIn<ShopSource>(db), sources: [db], close }, async () => {
    await createShop(server.url)
    await createTables(db)
    await fillClients(db)
    await fillOrders(db)
  })
}

async function createShop(url: string): Promise<void> {
  await using server = mysql({ url })
  await server.expr`create database shop`.run()
}

/** Texts compare by code point, as in the other engines: then their indexes serve. */
async function createTables(db: Mysql): Promise<void> {
  await db.expr`alter database shop collate utf8mb4_nopad_bin`.run()
  await db.expr`create table bakeries (id varchar(40) primary key, name text not null, margin int not null)`.run()
  await db.expr`create table clients (
    id varchar(40) primary key, name text not null, is_paying boolean not null, balance decimal(12, 2) not null,
    bakery_id varchar(40) not null references bakeries (id)
  )`.run()
  await db.expr`create table products (
    id varchar(40) primary key, name text not null, calories int not null, price int not null, stock int not null,
    bakery_id varchar(40) not null
  )`.run()
  await db.expr`create table orders (id varchar(40) primary key, client_id varchar(40) not null)`.run()
  await db.expr`create table order_lines (
    order_id varchar(40) references orders (id), product_id varchar(40) references products (id), quantity int not null,
    price int not null, primary key (order_id, product_id)
  )`.run()
}
