import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { csv } from '../src/index.ts'
import { csvRefuses, emptyText, headerCompared, lacks, uniqueGaps } from './gaps.ts'
import { csvText, filesOf } from './open-tables.ts'

const adapter: AdapterUnderTest = {
  name: 'csv',
  results: 'csv.kit-results.json',
  lacks,
  ...filesOf({ extension: '.csv', textOf: csvText, open: folder => csv({ folder }) }),
  refuses: csvRefuses,
  gaps: {
    ...uniqueGaps,
    'bad-rows/null-in-a-required-column': emptyText,
    'bad-rows/skipped-or-told': emptyText,
    'bad-rows/written-and-not-readable': emptyText,
    'errors/keep-the-text-of-the-driver': headerCompared,
  },
}

testAdapter(adapter)
testOperators(adapter)
