import { sqlite } from '@vantage-ts/sqlite'
import { table } from '@vantage-ts/sqlite/sql'

/** The tables that the constructs read. */
export const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })
export const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total', 'placed'] })

export const openShop = () => sqlite({ file: ':memory:' })
export type Shop = ReturnType<typeof openShop>
export type ShopQuery = ReturnType<Shop['query']>

const statements = [
  'create table clients (id integer primary key, name text not null, city text, level integer not null)',
  'create table orders (id integer primary key, client_id integer not null, total integer not null, placed text not null)',
]

/** The shop of the constructs: three clients, five orders. */
export async function fillShop(db: Shop): Promise<void> {
  for (const statement of statements) await db.expr(Object.assign([statement], { raw: [statement] })).run()
  const q = db.query()
  await q
    .insertInto(table('clients'))
    .values(
      { id: 1, name: 'Marty', city: 'Hill Valley', level: 3 },
      { id: 2, name: 'Doc', city: 'Hill Valley', level: 5 },
      { id: 3, name: 'Biff', city: null, level: 1 },
    )
    .run()
  await q
    .insertInto(table('orders'))
    .values(
      { id: 1, client_id: 1, total: 120, placed: '2026-01-05' },
      { id: 2, client_id: 2, total: 50, placed: '2026-01-20' },
      { id: 3, client_id: 2, total: 70, placed: '2026-02-03' },
      { id: 4, client_id: 3, total: 30, placed: '2026-02-14' },
      { id: 5, client_id: 2, total: 220, placed: '2026-03-01' },
    )
    .run()
}
