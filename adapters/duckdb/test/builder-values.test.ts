import { type Loose, testBoundValues } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

testBoundValues({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  // Whole numbers are bound with 64 bits, and vendor text gives such back as bigints.
  held: value => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
})
