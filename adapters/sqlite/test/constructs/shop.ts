import { type DriverName, sqlite } from '@vantage-ts/sqlite'
import { table } from '@vantage-ts/sqlite/sql'

/** The tables that the constructs read. */
export const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })
export const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total', 'placed'] })
export const p = table('products', { as: 'p', columns: ['id', 'name', 'price', 'data'] })
export const l = table('lines', { as: 'l', columns: ['order_id', 'product_id', 'pieces'] })
export const s = table('stock', { as: 's', columns: ['product_id', 'place', 'pieces', 'checked'] })
export const log = table('orders_log', { columns: ['id', 'what'] })
export const n = table('notes', { as: 'n', columns: ['title', 'body'] })

/** A family: who there is, and who is a parent of whom. */
export const person = table('people', { as: 'person', columns: ['id', 'name', 'born'] })
export const edge = table('parents', { as: 'edge', columns: ['parent', 'child'] })

export const openShop = (driver: DriverName = 'better-sqlite3') => sqlite({ file: ':memory:', driver })
export type Shop = ReturnType<typeof openShop>
export type ShopQuery = ReturnType<Shop['query']>

export const statements = [
  'create table clients (id integer primary key, name text not null unique, city text, level integer not null default 1)',
  'create table orders (id integer primary key, client_id integer not null, total integer not null, placed text not null)',
  'create table products (id integer primary key, name text not null, price real not null, data text not null)',
  'create table lines (order_id integer not null, product_id integer not null, pieces integer not null, primary key (order_id, product_id), foreign key (order_id) references orders (id) on delete cascade, foreign key (product_id) references products (id))',
  "create table stock (product_id integer not null, place text not null default 'store', pieces integer not null default 0, checked text, unique (product_id, place))",
  'create unique index stock_unchecked on stock (product_id) where checked is null',
  "create table orders_log (id integer primary key, what text not null default 'seen')",
  'create table people (id integer primary key, name text not null, born integer not null)',
  'create table parents (parent integer not null, child integer not null, primary key (parent, child))',
  'create virtual table notes using fts5 (title, body)',
]

/** What the tables of the shop hold. */
export const rows = {
  clients: [
    { id: 1, name: 'Marty', city: 'Hill Valley', level: 3 },
    { id: 2, name: 'Doc', city: 'Hill Valley', level: 5 },
    { id: 3, name: 'Biff', city: null, level: 1 },
    { id: 4, name: 'Jennifer', city: 'Grand Canyon', level: 2 },
  ],
  orders: [
    { id: 1, client_id: 1, total: 120, placed: '2026-01-05' },
    { id: 2, client_id: 2, total: 50, placed: '2026-01-20' },
    { id: 3, client_id: 2, total: 70, placed: '2026-02-03' },
    { id: 4, client_id: 3, total: 30, placed: '2026-02-14' },
    { id: 5, client_id: 2, total: 220, placed: '2026-03-01' },
  ],
  products: [
    { id: 1, name: 'board', price: 60, data: '{"colours":["pink","green"],"size":{"w":20,"l":70},"new":true}' },
    { id: 2, name: 'clock', price: 25.5, data: '{"colours":["brown"],"hands":2}' },
    { id: 3, name: 'cap', price: 10, data: '{"colours":[]}' },
  ],
  lines: [
    { order_id: 1, product_id: 1, pieces: 2 },
    { order_id: 2, product_id: 2, pieces: 1 },
    { order_id: 2, product_id: 3, pieces: 2 },
    { order_id: 3, product_id: 3, pieces: 7 },
    { order_id: 4, product_id: 3, pieces: 3 },
    { order_id: 5, product_id: 1, pieces: 3 },
    { order_id: 5, product_id: 3, pieces: 4 },
  ],
  stock: [
    { product_id: 1, place: 'store', pieces: 4, checked: '2026-02-01' },
    { product_id: 1, place: 'attic', pieces: 9, checked: null },
    { product_id: 2, place: 'store', pieces: 0, checked: '2026-02-01' },
  ],
  notes: [
    { title: 'clock tower', body: 'lightning strikes the clock at 22:04' },
    { title: 'to do', body: 'return the board, feed the dog, wind every clock in the house' },
    { title: 'dog', body: 'he is called Einstein' },
  ],
} as const

/** The shop of the constructs. */
export async function fillShop(db: Shop): Promise<void> {
  for (const statement of statements) await db.expr(Object.assign([statement], { raw: [statement] })).run()
  const q = db.query()
  for (const [name, records] of Object.entries(rows))
    await q
      .insertInto(table(name))
      .values(...records)
      .run()
  await q
    .insertInto(table('people'))
    .values(...family.map(([name, born], index) => ({ id: index + 1, name, born })))
    .run()
  const number = (name: string) => family.findIndex(([known]) => known === name) + 1
  await q
    .insertInto(table('parents'))
    .values(...parents.map(([parent, child]) => ({ parent: number(parent), child: number(child) })))
    .run()
}

export const family = [
  ['Seamus', 1851],
  ['William', 1885],
  ['Arthur', 1910],
  ['Sam', 1912],
  ['George', 1938],
  ['Lorraine', 1938],
  ['Milton', 1942],
  ['Dave', 1963],
  ['Linda', 1966],
  ['Marty', 1968],
  ['Jennifer', 1968],
  ['Marlene', 1999],
] as const

export const parents = [
  ['Seamus', 'William'],
  ['William', 'Arthur'],
  ['Arthur', 'George'],
  ['Sam', 'Lorraine'],
  ['Sam', 'Milton'],
  ['George', 'Dave'],
  ['Lorraine', 'Dave'],
  ['George', 'Linda'],
  ['Lorraine', 'Linda'],
  ['George', 'Marty'],
  ['Lorraine', 'Marty'],
  ['Marty', 'Marlene'],
  ['Jennifer', 'Marlene'],
] as const
