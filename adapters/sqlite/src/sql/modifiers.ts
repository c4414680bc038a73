import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { operandOf } from '@vantage-ts/sql/build'
import type { Expression, Given } from './speech.ts'

// Source: https://sqlite.org/lang_datefunc.html#modifiers

const units = ['seconds', 'minutes', 'hours', 'days', 'months', 'years'] as const
export type DateUnit = (typeof units)[number]

const fixed = [
  'start of month',
  'start of year',
  'start of day',
  'ceiling',
  'floor',
  'unixepoch',
  'julianday',
  'auto',
  'localtime',
  'utc',
  'subsec',
  'subsecond',
] as const

/** What moves a moment: `'+1 month'`, `'start of month'`, `'weekday 1'`, `'+02:00'`, or an expression such as `by(c.days, 'days')`. */
export type DateModifier = Given

const amount = /^[+-]?\d+(?:\.\d+)? (?:second|minute|hour|day|month|year)s?$/
const clock = /^[+-]?\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/
const span = /^[+-]\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d(?:\.\d+)?)?)?$/
const weekday = /^weekday [0-6]$/

/** So many units, as a modifier: `date(o.placed, by(c.days, 'days'))`. Errors: `invalid` for another unit. */
export function by(count: Given, unit: DateUnit): Expression {
  if (!units.includes(unit)) throw refused('by', String(unit), units, 'a unit')
  return operandOf(count, 'by').concat(` ${unit}`)
}

/** SQLite makes null of a moment with a modifier that it does not know: here it is refused. */
export function checkedModifier(given: DateModifier, place: string): DateModifier {
  if (typeof given !== 'string') return given
  const isKnown = [amount, clock, span, weekday].some(form => form.test(given)) || fixed.some(known => known === given)
  if (isKnown) return given
  throw refused(place, given, [...fixed, ...units.map(unit => `1 ${unit}`), 'weekday 0'], 'a modifier')
}

function refused(place: string, given: string, known: readonly string[], what: string): VantageError {
  return new VantageError(
    `${place}(): "${given}" is no ${what.slice(2)}; ${what} is such as ${known.slice(0, 3).join(', ')}.${suggest(given, [...known])}`,
    { kind: 'invalid', details: { field: given } },
  )
}
