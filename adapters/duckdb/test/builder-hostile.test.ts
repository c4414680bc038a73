import { type Loose, postgresScanner, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

testHostileText({
  query: unchecked<Loose>(db.query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  scanner: postgresScanner,
  rules: { maxBytes: 200, sameAs: name => name.toLowerCase() },
  returnsValues: false,
})
