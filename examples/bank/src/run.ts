import { closing, type Surroundings } from '@vantage-ts/example-asking'
import { type Day, needSame, reportLines } from './report.ts'
import { day } from './day.ts'
import { openBank } from './engines.ts'
import { helpLines } from './help.ts'
import { type Options, readOptions } from './options.ts'

/** The whole program. Errors: whatever keeps a day from its end, and engines that differ; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { out, signal } = surroundings
  const options = readOptions(args)
  if (options.isHelp) return out(`${helpLines().join('\n')}\n`)
  const days = await allDays(options, surroundings)
  signal.throwIfAborted()
  needSame(days)
  out(linesOf(days, options, surroundings).map(line => `${line}\n`).join('')) // biome-ignore format: one line
}

async function allDays({ engines }: Options, { err, signal }: Surroundings): Promise<readonly Day[]> {
  const tell = (text: string) => void err.write(`bank: ${text}\n`)
  const days: Day[] = []
  for (const engine of engines) {
    signal.throwIfAborted()
    days.push({ engine, done: await closing(await openBank(engine, tell), ({ place }) => day(place, signal)) })
  }
  return days
}

function linesOf(days: readonly Day[], { isJson }: Options, { style }: Surroundings): string[] {
  if (!isJson) return reportLines(days, style)
  return days.flatMap(({ engine, done }) => done.map(({ name, rows }) => JSON.stringify({ engine, step: name, rows })))
}
