import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { afterAll } from 'vitest'
import { makeTables, openDatabase, type TestDatabase } from './databases.ts'

const opened = new WeakMap<object, TestDatabase>()
const root = mkdtempSync(join(tmpdir(), 'vantage-surreal-'))
let folders = 0
// The engine may still write to a folder that it has closed.
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 10 }))

const adapter: AdapterUnderTest = {
  name: 'surrealdb',
  results: 'kit-results.json',
  lacks: {
    join: {
      verdict: 'not-yet',
      why: 'SurrealQL has no JOIN, and what gives its rows is a loop in a loop; links and imported columns answer most of it',
    },
    savepoint: { verdict: 'impossible', why: 'the engine has no savepoints' },
  },
  generates: ['text', 'uuid'],
  // The engine reads about twenty levels, and a set takes several.
  maxNesting: 5,
  open: async tables => {
    // What two actors rely on a database in memory does not keep: see snapshots.db.test.ts.
    const isShared = tables.some(({ name }) => name === 'kit_entry')
    const database = await openDatabase(isShared ? `surrealkv://${root}/${++folders}` : 'mem://')
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
}

testAdapter(adapter)
testOperators(adapter)
