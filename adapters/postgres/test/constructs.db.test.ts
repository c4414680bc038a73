import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import { afterAll, beforeAll } from 'vitest'
import { chapters } from './constructs/chapters.ts'
import { companyTables } from './constructs/company.ts'
import { type ShopQuery, shopTables } from './constructs/shop.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()
let db: Postgres | undefined
beforeAll(async () => {
  // What moments are as days and as text is a matter of the session.
  await database.sql(
    `do $$ begin execute format('alter database %I set timezone to ''UTC''', current_database()); end $$`,
  )
  await database.sql(shopTables + companyTables)
  db = postgres({ url: database.url })
})
afterAll(() => db?.close())

testConstructs<ShopQuery>({
  file: '../../../docs/sql-postgres.md',
  page: {
    title: 'The language of PostgreSQL',
    about: [
      'Each statement begins at `q`, which is `db.query()` of a source that `postgres({ url })` opened, or `transaction.query()`; the',
      'words come from `@vantage-ts/postgres/sql`. `c`, `o`, `p`, `s`, `b` and `k` are the tables of a small shop, by the first letter but',
      "for bookings: `c` is `table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })`. Each call finds them like this:",
      '',
      '```sql',
      shopTables.trim().replaceAll(/^ {2}/gm, ''),
      '```',
      '',
      '`date`, `moment`, `local`, `time` and `span` stand for `from` of `Temporal.PlainDate`, `Instant`, `PlainDateTime`, `PlainTime` and `Duration`,',
      'and `decimal` for `Decimal.from`; whole numbers that are bound are `bigint` to PostgreSQL, and so is what is computed of them.',
    ].join('\n'),
    block: 'sql',
    chapters,
  },
  async within(work) {
    if (db === undefined) throw new Error('no database')
    await using transaction = await db.begin()
    await work(transaction.query())
  },
})
