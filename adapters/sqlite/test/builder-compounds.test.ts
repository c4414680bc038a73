import { type Loose, testCompounds } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { afterAll } from 'vitest'
import { sqlite } from '../src/index.ts'
import * as language from '../src/sql/index.ts'

const db = sqlite({ file: ':memory:' })
afterAll(() => db.close())

testCompounds({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  language: unchecked<Loose>(language, 'built without types'),
  words: ['union', 'unionAll', 'intersect', 'except'],
  firstColumn: 'column1',
})
