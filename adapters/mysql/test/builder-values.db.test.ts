import { type Loose, testBoundValues } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer } from './server.ts'

describeOnServer('builders', () => {
  const database = testDatabase()

  testBoundValues({
    query: () => unchecked<Loose>(database.open().query(), 'built without types'),
    words: unchecked<Loose>(language, 'built without types'),
    // Whole numbers are of 64 bits, and truth is a number.
    held: value => (typeof value === 'boolean' || Number.isSafeInteger(value) ? BigInt(Number(value)) : value),
  })
})
