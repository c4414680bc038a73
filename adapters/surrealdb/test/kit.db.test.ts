import { testAdapter } from '@vantage-ts/adapter-kit'
import { makeTables, openDatabase, type TestDatabase } from './databases.ts'

const nullInVendorText = {
  verdict: 'by-design',
  fails: 'invalid',
  why: 'the vendor text of the case adds to a column that is null in a row, which SurrealQL refuses where SQL gives null',
} as const

const opened = new WeakMap<object, TestDatabase>()

testAdapter({
  name: 'surrealdb',
  generates: ['text', 'uuid'],
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
    'templates/over-columns': nullInVendorText,
    'templates/columns-by-name': nullInVendorText,
    'templates/outside-its-set': nullInVendorText,
    'templates/several-rows-embedded': nullInVendorText,
  },
})
