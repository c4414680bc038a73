import { closing, type Surroundings, type Tell } from '@vantage-ts/example-asking'
import { withoutMissing } from '@vantage-ts/example-asking/mysql-server'
import { type Day, needSame, reportLines } from './report.ts'
import { day } from './day.ts'
import { openBank } from './engines.ts'
import { helpLines } from './help.ts'
import { type Options, readOptions } from './options.ts'

/** The whole program. Errors: whatever keeps a day from its end, and engines that differ; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { out, signal } = surroundings
  const asked = readOptions(args)
  const options = { ...asked, engines: asked.isHelp ? [] : withoutMissing(asked.engines, tellTo(surroundings)) }
  if (options.isHelp) return out(`${helpLines().join('\n')}\n`)
  const days = await allDays(options, surroundings)
  signal.throwIfAborted()
  needSame(days)
  out(linesOf(days, options, surroundings).map(line => `${line}\n`).join('')) // biome-ignore format: one line
}

const tellTo =
  ({ err }: Surroundings): Tell =>
  text =>
    void err.write(`bank: ${text}\n`)

async function allDays({ engines }: Options, surroundings: Surroundings): Promise<readonly Day[]> {
  const { signal } = surroundings
  const tell = tellTo(surroundings)
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
