import { VantageError } from '@vantage-ts/core/adapter'
import { operandOf, Words } from '@vantage-ts/sql/build'
import { integer } from './any-value.ts'
import { postgresLanguage } from './language.ts'
import { oneOf } from './one-of.ts'
import { call, type Expression, type Given } from './speech.ts'
import { cast } from './words.ts'

/** A length of time as PostgreSQL reads it: `interval('1 month 3 days')`. The text is bound. */
export const interval = (text: Given): Expression => cast(text, 'interval')

/** What gives a length of time: text is read as one. */
export const intervalOf = (value: Given, place: string): Expression =>
  typeof value === 'string' ? interval(value) : operandOf(value, place)

const fields = ['years', 'months', 'weeks', 'days', 'hours', 'mins', 'secs'] as const
export type IntervalField = (typeof fields)[number]

/** `makeInterval({ days: c.daysLeft, hours: 2 })`: a length of time from numbers. */
export function makeInterval(parts: { readonly [Field in IntervalField]?: Given }): Expression {
  const given = Object.entries(Object(parts) as typeof parts).flatMap(([field, value]) =>
    value === undefined ? [] : [{ field, value }],
  )
  if (given.length === 0)
    throw new VantageError('makeInterval() takes numbers by their units: { days: 1 }', { kind: 'invalid' })
  const texts = given.map(({ field }, index) => {
    const known = oneOf<string>(fields, field, 'makeInterval')
    return index === 0 ? `make_interval(${known} => ` : `, ${known} => `
  })
  const values = given.map(({ field, value }) =>
    field === 'secs' ? operandOf(value, 'makeInterval') : integer(value, 'makeInterval'),
  )
  return new Words<'postgres'>([...texts, ')'], values, postgresLanguage)
}

/** Days of 24 hours and months of 30 days, so that lengths read well. */
export const justifyInterval = (length: Given) => call('justify_interval', length)
