import { fileURLToPath } from 'node:url'
import { type Duckdb, duckdb } from '@vantage-ts/duckdb'
import { table } from '@vantage-ts/duckdb/sql'

/** The tables that the constructs read. */
export const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'tags'] })
export const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total', 'placed', 'data'] })
export const p = table('prices', { as: 'p', columns: ['product', 'since', 'price'] })
export const s = table('sales', { as: 's', columns: ['product', 'sold', 'pieces'] })

export const m = table('months', { as: 'm', columns: ['product', 'jan', 'feb'] })

/** Lines of CSV for it. */
export const monthsFile = fileURLToPath(new URL('./months.csv', import.meta.url))

export const statements = [
  'CREATE TABLE clients (id INTEGER PRIMARY KEY, name VARCHAR NOT NULL, city VARCHAR, tags VARCHAR[])',
  'CREATE TABLE orders (id INTEGER PRIMARY KEY, client_id INTEGER, total DECIMAL(10, 2), placed TIMESTAMP, data JSON)',
  'CREATE TABLE prices (product VARCHAR, since TIMESTAMP, price DECIMAL(6, 2))',
  'CREATE TABLE sales (product VARCHAR, sold TIMESTAMP, pieces INTEGER)',
  'CREATE TABLE months (product VARCHAR, jan INTEGER, feb INTEGER)',
  `INSERT INTO clients VALUES (1, 'Marty', 'Hill Valley', ['young', 'late']), (2, 'Doc', 'Hill Valley', ['late']), (3, 'Biff', NULL, [])`,
  `INSERT INTO orders VALUES
  (1, 1, 120.00, '2026-01-05 10:00:00', '{"colour": "red", "sizes": [1, 2]}'),
  (2, 2, 50.50, '2026-01-20 12:30:00', '{"colour": "blue"}'),
  (3, 2, 70.00, '2026-02-11 09:15:00', NULL),
  (4, 2, 220.25, '2026-03-01 00:00:00', '{}')`,
  `INSERT INTO prices VALUES ('bun', '2026-01-01 00:00:00', 1.50), ('bun', '2026-02-01 00:00:00', 1.75), ('cake', '2026-01-01 00:00:00', 20.00)`,
  `INSERT INTO sales VALUES ('bun', '2026-01-15 00:00:00', 4), ('bun', '2026-02-15 00:00:00', 2), ('cake', '2025-12-31 00:00:00', 1)`,
  `INSERT INTO months VALUES ('bun', 4, 2), ('cake', 1, NULL)`,
]

export const openShop = (): Duckdb => duckdb({ threads: 1 })

export async function fillShop(db: Duckdb): Promise<void> {
  for (const text of statements)
    await db
      .query()
      .sql(Object.assign([text], { raw: [text] }))
      .run()
}

export type ShopQuery = ReturnType<Duckdb['query']>
