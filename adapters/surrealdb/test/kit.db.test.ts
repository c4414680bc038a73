import { testAdapter } from '@vantage-ts/adapter-kit'
import { makeTables, openDatabase, type TestDatabase } from './databases.ts'

const opened = new WeakMap<object, TestDatabase>()

testAdapter({
  name: 'surrealdb',
  generates: ['text', 'uuid'],
  // The engine reads about twenty levels, and a set takes several.
  maxNesting: 5,
  open: async tables => {
    const database = await openDatabase()
    await makeTables(database.client, tables)
    opened.set(database.source, database)
    return { source: database.source, close: database.close }
  },
  reopen: async ({ source }) => {
    const another = opened.get(source)?.another()
    if (another === undefined) throw new Error('the kit reopens what it opened')
    return { source: another, close: () => another.close() }
  },
  gaps: {
    'names/tables-of-a-schema': {
      verdict: 'impossible',
      fails: 'unsupported',
      why: 'a statement of SurrealDB reaches the tables of one database; another one takes a source of its own',
    },
  },
})
