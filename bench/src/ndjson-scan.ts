import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ndjson } from '@vantage-ts/files'
import { type Arena, comparison } from './comparison.ts'
import { benchFolder, Visit, visits } from './file-visits.ts'

const rowCount = 100_000

interface Sum {
  readonly rows: number
  readonly score: number
}

/** The rows as they stand, one line after the other. */
async function byHand(file: string): Promise<Sum> {
  let rows = 0
  let score = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    const visit: Visit = JSON.parse(line)
    rows++
    if (visit.active) score += visit.score
  }
  return { rows, score }
}

export const ndjsonScan = comparison({
  name: 'ndjson-scan',
  about: `${rowCount.toLocaleString('en')} rows of NDJSON streamed as rows of their class; baseline: readline and JSON.parse`,
  unit: 'rows/s',
  perCall: rowCount,
  // 1.2 times the time of the raw way.
  target: 0.83,
  bound: 'at least',
  maxPairs: 21,
  async open(): Promise<Arena> {
    const place = await benchFolder()
    const file = join(place.folder, 'visits.ndjson')
    await writeFile(
      file,
      visits(rowCount)
        .map(visit => `${JSON.stringify(visit)}\n`)
        .join(''),
    )
    const table = Visit.table(ndjson(place))
    return {
      baseline: { name: 'readline, JSON.parse', run: () => byHand(file) },
      ours: {
        name: 'vantage',
        run: async (): Promise<Sum> => {
          let rows = 0
          let score = 0
          for await (const visit of table) {
            rows++
            if (visit.active) score += visit.score
          }
          return { rows, score }
        },
      },
      [Symbol.asyncDispose]: () => place[Symbol.asyncDispose](),
    }
  },
})
