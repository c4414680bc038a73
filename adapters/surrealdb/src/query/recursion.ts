import type { QlExpression } from './expression.ts'
import { invalid } from './invalid.ts'
import { Part } from './part.ts'

/** How far a recursion goes, and what it gives. */
export interface Recursion {
  /** The first level whose records are in the result. Default 1. */
  readonly from?: number
  /** The last level. Default: as far as it goes, at most 256. */
  readonly to?: number
  /** All records on the way, or the ways to them; otherwise those at the end. */
  readonly gives?: 'collect' | 'path'
  /** The shortest way to a record. */
  readonly shortest?: QlExpression
  /** The record that it starts at is in the result. */
  readonly inclusive?: boolean
}

/** The text of the levels, and of what is gathered on the way. Errors: `invalid` for what is none. */
export function depthText({ from, to, gives, shortest }: Recursion): string {
  if (gives !== undefined && gives !== 'collect' && gives !== 'path')
    throw invalid('recurse(): gives is "collect" or "path"')
  if (gives !== undefined && shortest !== undefined)
    throw invalid('recurse() gives one thing: leave out one of the two')
  if (shortest !== undefined && !(shortest instanceof Part))
    throw invalid("recurse(): shortest takes a record, such as record('person', 'one')")
  const low = from === undefined ? '' : String(depth(from))
  const high = to === undefined ? '' : String(depth(to))
  if (from !== undefined && to !== undefined && from > to)
    throw invalid(`recurse(): from level ${from} to level ${to} there is none; exchange the two`)
  return `${low}..${high}${gives === undefined ? '' : `+${gives}`}`
}

function depth(level: number): number {
  if (Number.isSafeInteger(level) && level >= 1 && level <= 256) return level
  throw invalid('recurse(): levels are whole numbers from 1 to 256')
}
