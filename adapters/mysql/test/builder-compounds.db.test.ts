import { type Loose, testCompounds } from '@vantage-ts/adapter-kit/builders'
import { unchecked } from '@vantage-ts/core/adapter'
import * as language from '../src/sql/index.ts'
import { testDatabase } from './database.ts'
import { describeOnServer, isMysql } from './server.ts'

describeOnServer('builders', () => {
  const database = testDatabase()

  testCompounds({
    query: () => unchecked<Loose>(database.open().query(), 'built without types'),
    language: unchecked<Loose>(language, 'built without types'),
    // MariaDB 10.11 never ends some where INTERSECT ALL stands before EXCEPT ALL, not even when it is told to; other sequences of the two end
    // the server: https://jira.mariadb.org/browse/MDEV-38722
    words: ['union', 'unionAll', 'intersect', 'except', ...(isMysql ? (['intersectAll', 'exceptAll'] as const) : [])],
    // Rows that are written down are selects of values that nobody names.
    firstColumn: '?',
  })
})
