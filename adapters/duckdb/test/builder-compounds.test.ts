import { type Loose, testCompounds } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb } from '@vantage-ts/duckdb'
import * as language from '@vantage-ts/duckdb/sql'
import { afterAll } from 'vitest'

const db = duckdb({ threads: 1 })
afterAll(() => db.close())

testCompounds({
  query: () => unchecked<Loose>(db.query(), 'built without types'),
  language: unchecked<Loose>(language, 'built without types'),
  words: ['union', 'unionAll', 'intersect', 'except', 'intersectAll', 'exceptAll'],
  firstColumn: 'col0',
})
