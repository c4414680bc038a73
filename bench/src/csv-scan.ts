import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type Benchmark, counted } from './benchmark.ts'
import { comparison, rounded } from './comparison.ts'
import type { Contender } from './contender.ts'
import { scanFile } from './csv-scan-file.ts'

const run = promisify(execFile)
const child = join(import.meta.dirname, 'csv-scan-child.ts')

interface Scan {
  readonly rows: number
  readonly score: number
  readonly ms: number
  readonly peakMegabytes: number
}

/** One scan in a new process whose heap may take 128 MB. */
async function scan(who: 'vantage' | 'udsv', megabytes: number): Promise<Scan> {
  const { folder, name } = await scanFile(megabytes)
  const options = ['--max-old-space-size=128', '--conditions=@vantage-ts/source']
  const { stdout } = await run(process.execPath, [...options, child, who, folder, name])
  return JSON.parse(stdout)
}

const scanning = (name: string, who: 'vantage' | 'udsv'): Contender => ({
  name,
  run: async () => (await scan(who, 100)).ms,
})

const speed = async () => {
  const [ours, theirs] = [await scan('vantage', 100), await scan('udsv', 100)]
  if (ours.rows !== theirs.rows || ours.score !== theirs.score)
    throw new Error(`csv-scan: ${JSON.stringify(ours)} instead of ${JSON.stringify(theirs)}`)
  return comparison({
    name: 'csv-scan',
    about: '',
    unit: 'rows/s',
    perCall: ours.rows,
    target: 0.7,
    bound: 'at least',
    timing: 'self-timed',
    maxPairs: 15,
    open: async () => ({
      baseline: scanning('udsv, typed objects', 'udsv'),
      ours: scanning('vantage', 'vantage'),
      [Symbol.asyncDispose]: async () => {},
    }),
  })
}

/** Memory is constant when twice the file needs no more of it. */
async function memory() {
  const [small, large] = [await scan('vantage', 50), await scan('vantage', 100)]
  return counted({
    name: 'csv-scan-memory',
    unit: 'MB peak',
    ours: rounded(large.peakMegabytes),
    baseline: rounded(small.peakMegabytes),
    ratio: rounded(large.peakMegabytes / small.peakMegabytes),
    target: 1.1,
    bound: 'at most',
    note: 'most memory of the whole process with --max-old-space-size=128: a file of 100 MB against one of 50 MB',
  })
}

export const csvScan: Benchmark = {
  name: 'csv-scan',
  about: 'a CSV file of 100 MB streamed as rows of their class, memory measured; baseline: typed objects by udsv',
  run: async settings => [...(await (await speed()).run(settings)), await memory()],
}
