import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { afterAll, beforeAll } from 'vitest'
import { groups } from './constructs/groups.ts'
import { lists } from './constructs/lists.ts'
import { reading } from './constructs/reading.ts'
import { fillShop, openShop, type ShopQuery, statements } from './constructs/shop.ts'
import { shapes } from './constructs/shapes.ts'
import { values } from './constructs/values.ts'
import { writing } from './constructs/writing.ts'

const about = `Each statement begins at \`q\`, which is \`db.query()\` of a source that \`duckdb()\` opened. The words around it come from
\`@vantage-ts/duckdb/sql\`. \`c\`, \`o\`, \`p\`, \`s\` and \`m\` are tables under short names, with their columns told:
\`const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'tags'] })\`. They are made by

\`\`\`sql
${statements.map(text => `${text};`).join('\n')}
\`\`\``

const db = openShop()
beforeAll(() => fillShop(db))
afterAll(() => db.close())

testConstructs<ShopQuery>({
  file: '../../../docs/sql-duckdb.md',
  page: {
    title: 'The language of DuckDB',
    about,
    block: 'sql',
    chapters: [reading, shapes, groups, lists, values, writing],
  },
  async within(work) {
    await using transaction = await db.begin()
    await work(transaction.query())
  },
})
