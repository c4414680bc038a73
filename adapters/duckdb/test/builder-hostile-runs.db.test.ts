import { type Loose, testHostileRuns } from '@vantage-ts/adapter-kit/builders'
import { templateParts, unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as words from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

testHostileRuns({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  rules: { maxBytes: 200, sameAs: name => name.toLowerCase() },
  returnsValues: false,
  wideEscape: false,
  jsonList: 'json_array',
  run: text => db.expr(templateParts(text)).run(),
})
