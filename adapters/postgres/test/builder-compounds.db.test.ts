import { type Loose, testCompounds } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'

const database = testDatabase()

testCompounds({
  query: () => unchecked<Loose>(database.open().query(), 'built without types'),
  language: unchecked<Loose>(language, 'built without types'),
  words: ['union', 'unionAll', 'intersect', 'except', 'intersectAll', 'exceptAll'],
  firstColumn: 'column1',
})
