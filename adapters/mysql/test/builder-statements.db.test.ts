import { type Loose, testStatements } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll, beforeAll } from 'vitest'
import { type Mysql, mysql } from '../src/index.ts'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer } from './server.ts'

describeOnServer('builders', () => {
  const database = testDatabase()
  let db: Mysql | undefined
  beforeAll(() => {
    db = mysql({ url: database.url })
  })
  afterAll(() => db?.close())

  testStatements({
    query: () => unchecked<Loose>(db?.query(), 'built without types'),
    words: unchecked<Loose>(language, 'built without types'),
    tooLong: 70_000,
  })
})
