import { operandOf } from '@vantage-ts/sql/build'
import { integer } from './any-value.ts'
import { oneOf } from './one-of.ts'
import { call, type Expression, type Given, infix } from './speech.ts'
import { cast } from './words.ts'

// Source: https://www.postgresql.org/docs/current/functions-range.html

const bounds = ['[)', '[]', '(]', '()'] as const
/** Which ends belong to a range: `[` and `]` do, `(` and `)` do not. */
export type RangeBounds = (typeof bounds)[number]

const range = (name: string) => (from: Given, to: Given, ends?: RangeBounds) =>
  ends === undefined ? call(name, from, to) : call(name, from, to, oneOf(bounds, ends, name))

/** A range of values; null is no end. Default: with the first and without the last. */
export const int4range = (from: Given, to: Given, ends?: RangeBounds) =>
  range('int4range')(limit(from), limit(to), ends)
export const int8range = range('int8range')
/** Numbers are bound as float8, which is no numeric. */
export const numrange = (from: Given, to: Given, ends?: RangeBounds) => range('numrange')(exact(from), exact(to), ends)
export const daterange = range('daterange')
export const tsrange = range('tsrange')
export const tstzrange = range('tstzrange')
const exact = (value: Given): Given => (typeof value === 'number' ? cast(value, 'numeric') : value)
const limit = (value: Given): Given => (value === null ? null : integer(value, 'int4range'))

/** Whether one begins where the other ends: `-|-`. */
export const adjacentTo = (left: Given, right: Given): Expression =>
  infix(operandOf(left, 'adjacentTo'), '-|-', operandOf(right, 'adjacentTo'))
/** From the lower of the beginnings to the higher of the ends. */
export const rangeMerge = (left: Given, right: Given) => call('range_merge', left, right)
export const isEmptyRange = (of: Given) => call('isempty', of)
