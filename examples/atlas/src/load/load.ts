import { VantageError } from '@vantage-ts/core'
import type { LoadStep } from './dataset.ts'
import type { Progress } from './progress.ts'
import { readRecords } from './public-data.ts'
import type { Stamps } from './stamp.ts'
import { type Changes, Tally } from './tally.ts'

export interface Loaded {
  readonly name: string
  readonly engine: string
  readonly origin: string
  readonly unusedFields: readonly string[]
  readonly rows: number
  /** Rows that this start added; 0 when all was there. */
  readonly added: number
  readonly changes: Changes
}

export interface LoadOptions {
  readonly stamps: Stamps
  readonly progress: Progress
  readonly signal: AbortSignal
}

const batchRows = 2_000

/**
 * Brings one table up to its file: nothing to do when it was loaded before, the rest after an interruption.
 *
 * Errors: those of the source, with the dataset as context; what was stored until then stays, and the next start goes on from there.
 */
export async function load(step: LoadStep, options: LoadOptions): Promise<Loaded> {
  try {
    return (await loadedBefore(step, options)) ?? (await loadNow(step, options))
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`loading the ${step.name} into ${step.engine}`)
  }
}

async function loadedBefore(step: LoadStep, { stamps }: LoadOptions): Promise<Loaded | undefined> {
  const stamp = stamps.get(step.name)
  if (stamp?.done === undefined || stamp.origin !== step.file.origin) return undefined
  await step.target.create()
  // The folder of one engine may have been removed by hand.
  if ((await step.target.count()) !== stamp.done.rows) return undefined
  return { ...factsOf(step), ...stamp.done, added: 0 }
}

async function loadNow(step: LoadStep, { stamps, progress, signal }: LoadOptions): Promise<Loaded> {
  const { target, file, name } = step
  const { origin } = file
  await target.create()
  const stamp = stamps.get(name)
  // Positions of another version of the data mean other records.
  if (stamp?.origin !== origin) await target.clear()
  stamps.set(name, { origin })
  const records = await readRecords(file)
  const before = await target.count()
  // Rows missing from a load that was complete may be missing anywhere, not only at its end.
  const after = before === 0 || stamp?.done !== undefined ? 0 : await target.lastPosition()
  const tally = new Tally()
  const bar = progress.start(name, records.length, after)
  await step
    .insert(records, tally, after, { batchRows, signal, onProgress: ({ read }) => bar.reach(after + read) })
    .finally(() => bar.finish())
  const rows = await target.count()
  checkComplete(step, rows, records.length, tally.changes)
  stamps.set(name, { origin, done: { rows, changes: tally.changes } })
  return { ...factsOf(step), rows, added: rows - before, changes: tally.changes }
}

const factsOf = ({ name, engine, file, unusedFields }: LoadStep) => ({
  name,
  engine,
  origin: file.origin,
  unusedFields,
})

/** Every record is either stored or was dropped for a stated reason. */
function checkComplete({ name }: LoadStep, rows: number, records: number, { dropped }: Changes): void {
  const wanted = records - Object.values(dropped).reduce((sum, count) => sum + count, 0)
  if (rows === wanted) return
  throw new VantageError(
    `${rows} rows are stored where ${wanted} were expected; remove the data folder (--data) and start again`,
    { kind: 'internal', details: { dataset: name, rows, wanted } },
  )
}
