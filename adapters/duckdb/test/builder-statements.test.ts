import { type Loose, testStatements } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

testStatements({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  tooLong: 70_000,
})
