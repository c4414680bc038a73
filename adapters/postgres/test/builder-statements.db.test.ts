import { type Loose, testStatements } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { beforeEach } from 'vitest'
import type { Postgres } from '../src/index.ts'
import * as words from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()
// Statements of one test are put together, so they are of one source.
let opened: Postgres | undefined
beforeEach(() => {
  opened = undefined
})

testStatements({
  query: () => {
    opened ??= database.open()
    return unchecked<Loose>(opened.query(), 'built without types')
  },
  words: unchecked<Loose>(words, 'built without types'),
  tooLong: 65_536,
})
