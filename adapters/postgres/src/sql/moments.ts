import { operandOf, Words } from '@vantage-ts/sql/build'
import { integer, ofAnyType } from './any-value.ts'
import { intervalOf } from './intervals.ts'
import { postgresLanguage } from './language.ts'
import { oneOf } from './one-of.ts'
import { call, type Expression, type Given, words, infix } from './speech.ts'

// Source: https://www.postgresql.org/docs/current/functions-datetime.html

const parts = [
  'century',
  'day',
  'decade',
  'dow',
  'doy',
  'epoch',
  'hour',
  'isodow',
  'isoyear',
  'julian',
  'microseconds',
  'millennium',
  'milliseconds',
  'minute',
  'month',
  'quarter',
  'second',
  'timezone',
  'timezone_hour',
  'timezone_minute',
  'week',
  'year',
] as const
export type DatePart = (typeof parts)[number]

const units = [
  'microseconds',
  'milliseconds',
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

/** A part of a moment, an interval or the like, as a number: `extract('year', o.placed)`. */
export function extract(part: DatePart, from: Given): Expression {
  return new Words<'postgres'>(
    [`EXTRACT(${oneOf(parts, part, 'extract')} FROM `, ')'],
    [operandOf(from, 'extract')],
    postgresLanguage,
  )
}
/** The beginning of the unit that a moment is in. `zone`: where a day of a timestamptz begins; default: that of the session. */
export function dateTrunc(unit: DateUnit, moment: Given, zone?: Given) {
  // A part of the text, so that a group by the same unit is the same expression.
  const known = new Words<'postgres'>([`'${oneOf(units, unit, 'dateTrunc')}'`], [], postgresLanguage)
  return zone === undefined
    ? call('date_trunc', known, moment)
    : call('date_trunc', known, moment, ofAnyType(zone, 'dateTrunc'))
}
/** The beginning of the span that a moment is in: spans of one length, one of which begins at `origin`. */
export const dateBin = (span: Given, moment: Given, origin: Given) =>
  call('date_bin', intervalOf(span, 'dateBin'), moment, origin)
/** From the second moment to the first, in years, months and days; of one, from it to the beginning of today. */
export const age = (moment: Given, since?: Given) =>
  since === undefined ? call('age', moment) : call('age', moment, since)

export const makeDate = (year: Given, month: Given, day: Given) =>
  call('make_date', ...[year, month, day].map(part => integer(part, 'makeDate')))
export const makeTime = (hour: Given, minute: Given, second: Given) =>
  call('make_time', integer(hour, 'makeTime'), integer(minute, 'makeTime'), second)
export const makeTimestamp = (year: Given, month: Given, day: Given, hour: Given, minute: Given, second: Given) =>
  call('make_timestamp', ...[year, month, day, hour, minute].map(part => integer(part, 'makeTimestamp')), second)
/** The moment of so many seconds since 1970. */
export const toTimestamp = (seconds: Given) => call('to_timestamp', seconds)
/** A date from text: `toDate('22.11.2026', 'DD.MM.YYYY')`. */
export const toDate = (text: Given, format: Given) => call('to_date', text, format)
export const toNumber = (text: Given, format: Given) => call('to_number', text, format)
/** A moment or a number as text: `toChar(o.placed, 'YYYY-MM')`. */
export const toChar = (value: Given, format: Given) => call('to_char', value, format)

/** A moment as clocks of a zone show it, and the other way round. */
export const atTimeZone = (moment: Given, zone: Given): Expression =>
  infix(operandOf(moment, 'atTimeZone'), 'AT TIME ZONE', operandOf(zone, 'atTimeZone'))

/** When the transaction began. */
export const now = () => call('now')
/** When the statement began. */
export const statementTimestamp = () => call('statement_timestamp')
/** The moment of the call itself. */
export const clockTimestamp = () => call('clock_timestamp')
export const currentDate = (): Expression => words`CURRENT_DATE`
export const currentTime = (): Expression => words`CURRENT_TIME`
export const currentTimestamp = (): Expression => words`CURRENT_TIMESTAMP`
export const localTime = (): Expression => words`LOCALTIME`
export const localTimestamp = (): Expression => words`LOCALTIMESTAMP`
/** Whether two periods of time share a moment; each has a begin, and an end or a length. */
export const overlapsInTime = (begin: Given, end: Given, otherBegin: Given, otherEnd: Given): Expression => {
  const [from, to] = [operandOf(begin, 'overlapsInTime'), operandOf(end, 'overlapsInTime')]
  const [otherFrom, otherTo] = [operandOf(otherBegin, 'overlapsInTime'), operandOf(otherEnd, 'overlapsInTime')]
  return words`((${from}, ${to}) OVERLAPS (${otherFrom}, ${otherTo}))`
}
