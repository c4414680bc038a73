import { type Loose, testStatements } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as words from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()

testStatements({
  query: () => unchecked<Loose>(database.open().query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  tooLong: 65_536,
})
