import { testAdapter } from '@vantage-ts/adapter-kit'
import { ndjson } from '../src/index.ts'
import { lacks, uniqueGaps } from './gaps.ts'
import { filesOf, ndjsonText } from './open-tables.ts'

testAdapter({
  name: 'ndjson',
  results: 'ndjson.kit-results.json',
  lacks,
  ...filesOf({ extension: '.ndjson', textOf: ndjsonText, open: folder => ndjson({ folder }) }),
  gaps: uniqueGaps,
})
