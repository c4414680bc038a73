import { type Loose, testStatements } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as words from '../src/sql/index.ts'

const db = sqlite({ file: ':memory:' })
afterAll(() => db.close())

testStatements({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  words: unchecked<Loose>(words, 'built without types'),
  tooLong: 40_000,
})
