import { type Loose, testBoundValues } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as words from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()

testBoundValues({
  query: () => unchecked<Loose>(database.open().query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  held: value => (Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
})
