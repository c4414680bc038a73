import type { AdapterUnderTest } from '@vantage-ts/adapter-kit'
import { csv, json, ndjson } from '../src/index.ts'
import { csvRefuses, headerCompared, uniqueGaps } from './gaps.ts'
import { testTopics } from './kit-subset.ts'
import { csvText, filesOf, jsonText, ndjsonText } from './open-tables.ts'

const topics = ['errors', 'rows', 'stream', 'insert', 'insert-many', 'insert-from', 'patch', 'delete', 'set-updates']

const common = {
  gaps: Object.fromEntries(Object.entries(uniqueGaps).filter(([id]) => topics.includes(id.slice(0, id.indexOf('/'))))),
} satisfies Partial<AdapterUnderTest>

testTopics(
  {
    name: 'csv-gz',
    ...filesOf({ extension: '.csv.gz', textOf: csvText, open: folder => csv({ folder }) }),
    refuses: csvRefuses,
    gaps: { ...common.gaps, 'errors/keep-the-text-of-the-driver': headerCompared },
  },
  topics,
)
for (const [name, textOf, open] of [
  ['ndjson', ndjsonText, (folder: string) => ndjson({ folder })],
  ['json', jsonText, (folder: string) => json({ folder })],
] as const)
  testTopics({ name: `${name}-gz`, ...filesOf({ extension: `.${name}.gz`, textOf, open }), ...common }, topics)
