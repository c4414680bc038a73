import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { afterAll, beforeAll } from 'vitest'
import { reading } from './constructs/reading.ts'
import { fillShop, openShop, type ShopQuery } from './constructs/shop.ts'

const db = openShop()
beforeAll(() => fillShop(db))
afterAll(() => db.close())

testConstructs<ShopQuery>({
  file: '../../../docs/sql-sqlite.md',
  page: {
    title: 'The language of SQLite',
    about: 'Each statement begins at `q`, which is `db.query()` of a source that `sqlite({ file })` opened.',
    block: 'sql',
    chapters: [reading],
  },
  async within(work) {
    await using transaction = await db.begin()
    await work(transaction.query())
  },
})
