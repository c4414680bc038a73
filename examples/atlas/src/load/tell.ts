import type { Loaded } from './load.ts'
import type { Counts } from './tally.ts'

/** One loaded table in words: what is there, and, when it was loaded now, what was left out and changed. */
export function loadLines({ name, engine, origin, rows, added, changes, unusedFields }: Loaded): string[] {
  const state =
    added === 0 ? 'loaded before' : added === rows ? 'loaded' : `${count(added)} added to an interrupted load`
  const dropped = total(changes.dropped) === 0 ? 'nothing dropped' : `${count(total(changes.dropped))} dropped`
  const line = `  ${name.padEnd(10)} ${count(rows).padStart(7)} rows in ${engine} from ${origin}, ${state}, ${dropped}`
  if (added === 0) return [line]
  return [
    line,
    ...reasons('dropped', changes.dropped),
    ...reasons('changed', changes.changed),
    ...(unusedFields.length > 0 ? [`${indent}not taken: ${unusedFields.join(', ')}`] : []),
  ]
}

/** A table that is read where its file lies. */
export const inPlaceLine = (name: string, rows: number, engine: string, origin: string): string =>
  `  ${name.padEnd(10)} ${count(rows).padStart(7)} rows in ${engine} of ${origin}, read in place`

const indent = ' '.repeat(13)
const count = (number: number): string => number.toLocaleString('en')
const total = (counts: Counts): number => Object.values(counts).reduce((sum, one) => sum + one, 0)
const reasons = (verb: string, counts: Counts): string[] =>
  Object.entries(counts).map(([reason, number]) => `${indent}${verb} ${count(number)}: ${reason}`)
