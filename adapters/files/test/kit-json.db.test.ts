import { testAdapter } from '@vantage-ts/adapter-kit'
import { json } from '../src/index.ts'
import { lacks, uniqueGaps } from './gaps.ts'
import { filesOf, jsonText } from './open-tables.ts'

testAdapter({
  name: 'json',
  results: 'json.kit-results.json',
  lacks,
  ...filesOf({ extension: '.json', textOf: jsonText, open: folder => json({ folder }) }),
  gaps: uniqueGaps,
})
