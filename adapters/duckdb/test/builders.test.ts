import {
  type Loose,
  postgresScanner,
  testBoundValues,
  testHostileRuns,
  testHostileText,
} from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as duckdbWords from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())
const words = unchecked<Loose>(duckdbWords, 'built without types')
const query = (): Loose => unchecked<Loose>(db.query(), 'built without types')
const rules = { maxBytes: 200, sameAs: (name: string) => name.toLowerCase() }

testHostileText({ query: query(), words, scanner: postgresScanner, rules })
testHostileRuns({ query, words, rules, jsonList: 'json_array', run: text => db.expr(templateParts(text)).run() })
testBoundValues({
  query,
  words,
  // Whole numbers are bound with 64 bits, and vendor text gives such back as bigints.
  held: value => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
})
