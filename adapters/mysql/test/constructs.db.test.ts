import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { type Mysql, mysql } from '@vantage-ts/mysql'
import { afterAll, beforeAll } from 'vitest'
import { chapters } from './constructs/chapters.ts'
import { mysqlAnswers } from './constructs/mysql-answers.ts'
import { type ShopQuery, shopTables } from './constructs/shop.ts'
import { testDatabase } from './database.ts'
import { describeOnServer, isMysql } from './server.ts'

describeOnServer('the language', () => {
  const database = testDatabase()
  let db: Mysql | undefined
  beforeAll(async () => {
    await database.sql(shopTables)
    db = mysql({ url: database.url })
  })
  afterAll(() => db?.close())

  testConstructs<ShopQuery>({
    ...(isMysql ? { otherwise: mysqlAnswers } : { file: '../../../docs/sql-mysql.md' }),
    page: {
      title: 'The language of MySQL and MariaDB',
      about: [
        'Each statement begins at `q`, which is `db.query()` of a source that `mysql({ url })` opened, or `transaction.query()`; the words come',
        'from `@vantage-ts/mysql/sql`. It is the language that both databases have; these answers are those of MariaDB: MySQL gives JSON as',
        'values instead of text, and more whole numbers as `bigint`. `c`, `o`, `p`, `s`, `e` and `v` are tables of a small shop, by the first',
        "letter: `c` is `table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })`.",
        'Each call finds them like this:',
        '',
        '```sql',
        shopTables.trim().replaceAll(/^ {2}/gm, ''),
        '```',
        '',
        'Whole numbers that are bound are `bigint` to the database, and so is what is computed of them; sums are decimals. A table that is',
        'written goes by its own name, whatever it is called elsewhere.',
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
})
