import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { mysqlLanguage } from './language.ts'
import { call, type Expression, type Given } from './speech.ts'

// Source: https://dev.mysql.com/doc/refman/8.4/en/date-and-time-functions.html

const units = ['microsecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year'] as const
export type DateUnit = (typeof units)[number]

/** Errors: `invalid` for another unit. */
function unitOf(unit: DateUnit, place: string): string {
  if (units.includes(unit)) return unit.toUpperCase()
  throw new VantageError(
    `${place}(): "${unit}" is no unit; it is one of ${units.join(', ')}.${suggest(unit, [...units])}`,
    {
      kind: 'invalid',
    },
  )
}

const moved =
  (name: string, place: string) =>
  (of: Given, count: Given, unit: DateUnit): Expression =>
    new Words<'mysql'>(
      [`${name}(`, ', INTERVAL ', ` ${unitOf(unit, place)})`],
      [operandOf(of, place), operandOf(count, place)],
      mysqlLanguage,
    )

/** So many units later: `dateAdd(o.placed, 3, 'day')`. */
export const dateAdd = moved('date_add', 'dateAdd')
/** So many units earlier. */
export const dateSub = moved('date_sub', 'dateSub')
/** Whole units from the first moment to the second. */
export const timestampDiff = (unit: DateUnit, from: Given, to: Given): Expression =>
  new Words<'mysql'>(
    [`timestampdiff(${unitOf(unit, 'timestampDiff')}, `, ', ', ')'],
    [operandOf(from, 'timestampDiff'), operandOf(to, 'timestampDiff')],
    mysqlLanguage,
  )
/** A part of a moment as a number: `extract('month', o.placed)`. */
export const extract = (unit: DateUnit, of: Given): Expression =>
  new Words<'mysql'>([`extract(${unitOf(unit, 'extract')} FROM `, ')'], [operandOf(of, 'extract')], mysqlLanguage)
/** Days from the second date to the first. */
export const dateDiff = (date: Given, since: Given) => call('datediff', date, since)
/** A moment as text of a format: `dateFormat(o.placed, '%Y-%m')`. */
export const dateFormat = (of: Given, format: Given) => call('date_format', of, format)
/** A text of a format as a moment. */
export const strToDate = (text: Given, format: Given) => call('str_to_date', text, format)
/** The moment of the statement, in UTC. */
export const now = () => call('now', new Words<'mysql'>(['6'], [], mysqlLanguage))
export const currentDate = () => call('curdate')
export const date = (of: Given) => call('date', of)
export const time = (of: Given) => call('time', of)
export const year = (of: Given) => call('year', of)
export const quarter = (of: Given) => call('quarter', of)
export const month = (of: Given) => call('month', of)
export const day = (of: Given) => call('day', of)
export const hour = (of: Given) => call('hour', of)
export const minute = (of: Given) => call('minute', of)
export const second = (of: Given) => call('second', of)
export const microsecond = (of: Given) => call('microsecond', of)
/** From 1 for Sunday. */
export const dayOfWeek = (of: Given) => call('dayofweek', of)
/** From 0 for Monday. */
export const weekday = (of: Given) => call('weekday', of)
export const dayOfYear = (of: Given) => call('dayofyear', of)
/** The last day of its month. */
export const lastDay = (of: Given) => call('last_day', of)
/** Seconds since 1970. */
export const unixTimestamp = (of: Given) => call('unix_timestamp', of)
export const fromUnixtime = (seconds: Given) => call('from_unixtime', seconds)
