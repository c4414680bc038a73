import { open, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { csv, ndjson } from '@vantage-ts/files'
import type { Benchmark } from './benchmark.ts'
import { type Arena, comparison } from './comparison.ts'
import { benchFolder, Visit, type VisitRecord, visits } from './file-visits.ts'

const rowCount = 10_000

interface Appended {
  readonly format: 'csv' | 'ndjson'
  readonly about: string
  readonly head: string
  /** A row as the raw way spells it. */
  lineOf(visit: VisitRecord): string
  open(folder: string): { insertMany(rows: readonly VisitRecord[]): Promise<number> }
}

function appending({ format, about, head, lineOf, open: opened }: Appended): Benchmark {
  return comparison({
    name: `${format}-append`,
    about: `${rowCount.toLocaleString('en')} rows added to a file by insertMany; baseline: ${about}`,
    unit: 'ms',
    target: 1.2,
    // That both files are the same is checked at the end.
    answer: () => undefined,
    whyMissed:
      'spelling the rows takes less time than the raw way does; checking the records and holding them as rows takes a quarter of it, and ' +
      'locking the file and looking up ids half a millisecond',
    async open(): Promise<Arena> {
      const [raw, ours] = [await benchFolder(), await benchFolder()]
      const [rawFile, file] = [raw, ours].map(({ folder }) => join(folder, `visits.${format}`))
      if (rawFile === undefined || file === undefined) throw new Error('two folders make two files')
      const rows = visits(rowCount)
      const table = opened(ours.folder)
      const byHand = async (): Promise<void> => {
        const handle = await open(rawFile, 'a')
        let text = ''
        for (const row of rows) text += lineOf(row)
        await handle.writeFile(text)
        await handle.close()
      }
      return {
        baseline: { name: 'node:fs', reset: () => writeFile(rawFile, head), run: byHand },
        ours: { name: 'vantage', reset: () => writeFile(file, head), run: () => table.insertMany(rows) },
        async [Symbol.asyncDispose]() {
          if (!(await readFile(file)).equals(await readFile(rawFile))) throw new Error(`${format}: the files differ`)
          await raw[Symbol.asyncDispose]()
          await ours[Symbol.asyncDispose]()
        },
      }
    },
  })
}

const inQuotes = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

export const csvAppend = appending({
  format: 'csv',
  about: 'the lines put together and written by node:fs',
  head: 'id,name,score,active,note\n',
  lineOf: ({ id, name, score, active, note }) => `${id},${inQuotes(name)},${score},${active},${inQuotes(note)}\n`,
  open: folder => Visit.table(csv({ folder })),
})

export const ndjsonAppend = appending({
  format: 'ndjson',
  about: 'JSON.stringify of each row, written by node:fs',
  head: '',
  lineOf: visit => `${JSON.stringify(visit)}\n`,
  open: folder => Visit.table(ndjson({ folder })),
})
