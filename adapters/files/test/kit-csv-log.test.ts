import { csv } from '../src/index.ts'
import { csvRefuses, headerCompared } from './gaps.ts'
import { testTopics } from './kit-subset.ts'
import { csvText, filesOf } from './open-tables.ts'

testTopics(
  {
    name: 'csv-log',
    ...filesOf({ extension: '.csv', textOf: csvText, open: folder => csv({ folder, rewrite: false }) }),
    refuses: csvRefuses,
    gaps: { 'errors/keep-the-text-of-the-driver': headerCompared },
  },
  [
    'source',
    'events',
    'errors',
    'append',
    'append-from',
    'insert',
    'insert-from',
    'import',
    'patch',
    'delete',
    'set-updates',
    'audit',
  ],
)
