import { type Loose, testHostileRuns } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as words from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()

testHostileRuns({
  query: () => unchecked<Loose>(database.open().query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  rules: { maxBytes: 63, sameAs: name => name },
  jsonList: 'json_build_array',
  run: text => database.sql(text),
})
