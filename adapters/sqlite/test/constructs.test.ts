import { inspect } from 'node:util'
import { testConstructs } from '@vantage-ts/adapter-kit/constructs'
import { afterAll, beforeAll, describe } from 'vitest'
import { aggregates } from './constructs/aggregates.ts'
import { combining } from './constructs/combining.ts'
import { conditions } from './constructs/conditions.ts'
import { graphExample } from './constructs/graph-example.ts'
import { joins } from './constructs/joins.ts'
import { jsonChapter } from './constructs/json.ts'
import { moments } from './constructs/moments.ts'
import { numbers } from './constructs/numbers.ts'
import { reading } from './constructs/reading.ts'
import { schema, search } from './constructs/search.ts'
import { family, fillShop, openShop, parents, rows, type ShopQuery, statements } from './constructs/shop.ts'
import { shopExample } from './constructs/shop-example.ts'
import { texts } from './constructs/texts.ts'
import { windows } from './constructs/windows.ts'
import { writing } from './constructs/writing.ts'
import { drivers } from './drivers.ts'

const about = `Each statement begins at \`q\`, which is \`db.query()\` of a source that \`sqlite({ file })\` opened. The words around it come from
\`@vantage-ts/sqlite/sql\`. \`c\`, \`o\`, \`p\` and the like are tables under short names, with their columns told:
\`const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })\`. They are made by

\`\`\`sql
${statements.map(text => `${text};`).join('\n')}
\`\`\`

and hold

\`\`\`
${Object.entries(rows)
  .map(([name, records]) =>
    [name, ...records.map(record => `  ${inspect(record, { breakLength: Infinity })}`)].join('\n'),
  )
  .join('\n')}
people: ${family.map(([name, born], index) => `${index + 1} ${name} ${born}`).join(', ')}
parents: ${parents.map(([parent, child]) => `${parent} of ${child}`).join(', ')}
\`\`\``

describe.each(drivers)('%s', driver => {
  const db = openShop(driver)
  beforeAll(() => fillShop(db))
  afterAll(() => db.close())

  testConstructs<ShopQuery>({
    // The page is the same whichever driver runs it, so that one writes it.
    ...(driver === drivers[0] ? { file: '../../../docs/sql-sqlite.md' } : {}),
    page: {
      title: 'The language of SQLite',
      about,
      block: 'sql',
      chapters: [
        reading,
        joins,
        combining,
        windows,
        aggregates,
        conditions,
        texts,
        numbers,
        moments,
        jsonChapter,
        search,
        schema,
        writing,
        shopExample,
        graphExample,
      ],
    },
    async within(work) {
      await using transaction = await db.begin()
      await work(transaction.query())
    },
  })
})
