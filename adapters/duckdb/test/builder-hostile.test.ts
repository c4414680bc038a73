import { type Loose, postgresScanner, testBoundValues, testHostileText } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as duckdbWords from '@vantage-ts/duckdb/sql'
import { afterAll, expect, test } from 'vitest'
import { failure } from './failure.ts'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())
const words = unchecked<Loose>(duckdbWords, 'built without types')
const query = (): Loose => unchecked<Loose>(db.query(), 'built without types')
const rules = { maxBytes: 200, sameAs: (name: string) => name.toLowerCase() }

testHostileText({ query: query(), words, scanner: postgresScanner, rules })
testBoundValues({
  query,
  words,
  // Whole numbers are bound with 64 bits, and vendor text gives such back as bigints.
  held: value => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
})

test('a value in RETURNING, which DuckDB does not bind, is told as such', async () => {
  await db.expr`CREATE TABLE notes (id BIGINT)`.run()
  const n = duckdbWords.table('notes', 'n')
  const statement = db
    .query()
    .deleteFrom(n)
    .everything()
    .returning({ seven: duckdbWords.value(7) })
  const error = await failure(() => statement.run())
  expect([error.kind, error.details.reason]).toEqual(['unsupported', 'bound-value'])
})
