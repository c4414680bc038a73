import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'
import { call, type Expression, type Given, infix, words } from './speech.ts'

// Source: https://duckdb.org/docs/stable/sql/functions/timestamp

const units = [
  'microsecond',
  'millisecond',
  'second',
  'minute',
  'hour',
  'day',
  'week',
  'month',
  'quarter',
  'year',
  'decade',
  'century',
  'millennium',
] as const
export type DateUnit = (typeof units)[number]

const parts = [...units, 'dow', 'isodow', 'doy', 'isoyear', 'epoch', 'era'] as const
export type DatePart = (typeof parts)[number]

/** A word of the language that was given by its name. Errors: `invalid` for any other. */
function oneOf<Word extends string>(known: readonly Word[], given: Word, place: string): Word {
  if (known.includes(given)) return given
  throw new VantageError(`${place}() takes one of ${known.join(', ')}`, { kind: 'invalid' })
}
/** A part of the text, so that a group by the same unit is the same expression. */
const unitText = (unit: DateUnit, place: string): Expression =>
  new Words<'duckdb'>([`'${oneOf(units, unit, place)}'`], [], duckdbLanguage)

/** A part of a moment or a date, as a number: `extract('year', o.placed)`. */
export const extract = (part: DatePart, from: Given): Expression =>
  new Words<'duckdb'>(
    [`EXTRACT(${oneOf(parts, part, 'extract')} FROM `, ')'],
    [operandOf(from, 'extract')],
    duckdbLanguage,
  )
/** The beginning of the unit that a moment is in. */
export const dateTrunc = (unit: DateUnit, moment: Given) => call('date_trunc', unitText(unit, 'dateTrunc'), moment)
/** How many borders of units lie between two moments. */
export const dateDiff = (unit: DateUnit, from: Given, to: Given) =>
  call('date_diff', unitText(unit, 'dateDiff'), from, to)
/** How many whole units lie between them. */
export const dateSub = (unit: DateUnit, from: Given, to: Given) => call('date_sub', unitText(unit, 'dateSub'), from, to)
/** The beginning of the span that a moment is in: `timeBucket(interval('15 minutes'), e.at)`. */
export const timeBucket = (width: Given, moment: Given) => call('time_bucket', width, moment)
/** A length of time: `interval('3 days')`. */
export const interval = (length: Given): Expression => words`CAST(${operandOf(length, 'interval')} AS INTERVAL)`
export const age = (moment: Given, since: Given) => call('age', moment, since)
/** A moment as text: `strftime(o.placed, '%d.%m.%Y')`. */
export const strftime = (moment: Given, pattern: Given) => call('strftime', moment, pattern)
/** A moment from text. */
export const strptime = (text: Given, pattern: Given) => call('strptime', text, pattern)
export const lastDay = (date: Given) => call('last_day', date)
export const dayName = (date: Given) => call('dayname', date)
export const monthName = (date: Given) => call('monthname', date)
export const epochMs = (moment: Given) => call('epoch_ms', moment)
export const makeDate = (year: Given, month: Given, day: Given) => call('make_date', year, month, day)
/** A moment as clocks of a zone show it, and the other way round. */
export const atTimeZone = (moment: Given, zone: Given): Expression =>
  infix(operandOf(moment, 'atTimeZone'), 'AT TIME ZONE', operandOf(zone, 'atTimeZone'))
/** When the transaction began. */
export const now = () => call('now')
export const currentDate = (): Expression => words`CURRENT_DATE`
