import { VantageError } from '@vantage-ts/core/adapter'
import { checkedName, operandOf, Words } from '@vantage-ts/sql/build'
import { quoteIdentifier } from '@vantage-ts/sql'
import { duckdbLanguage } from './language.ts'
import { call, type Expression, type Given } from './speech.ts'

// Sources: https://duckdb.org/docs/stable/sql/functions/list, https://duckdb.org/docs/stable/sql/functions/lambda

/** `[a, b]`: a list of values of one type. */
export const list = (...items: readonly Given[]) => call('list_value', ...items)
/** Whether a list holds a value. */
export const listContains = (of: Given, value: Given) => call('list_contains', of, value)
/** Where a value is for the first time, from 1. */
export const listPosition = (of: Given, value: Given) => call('list_position', of, value)
export const listHasAll = (of: Given, others: Given) => call('list_has_all', of, others)
export const listHasAny = (of: Given, others: Given) => call('list_has_any', of, others)
/** How many there are. */
export const len = (of: Given) => call('len', of)
/** The element at a place, from 1; from the end with a negative one. */
export const listExtract = (of: Given, place: Given) => call('list_extract', of, place)
/** The elements from one place to another, both with it. */
export const listSlice = (of: Given, from: Given, to: Given) => call('list_slice', of, from, to)
export const listAppend = (of: Given, value: Given) => call('list_append', of, value)
export const listConcat = (left: Given, right: Given) => call('list_concat', left, right)
export const listSort = (of: Given) => call('list_sort', of)
export const listReverse = (of: Given) => call('list_reverse', of)
export const listDistinct = (of: Given) => call('list_distinct', of)
export const listSum = (of: Given) => call('list_sum', of)
export const listAvg = (of: Given) => call('list_avg', of)
export const listMin = (of: Given) => call('list_min', of)
export const listMax = (of: Given) => call('list_max', of)
/** The lists in a list as one. */
export const flatten = (of: Given) => call('flatten', of)
export const arrayToString = (of: Given, separator: Given) => call('array_to_string', of, separator)
/** The numbers from one to another, the second left out. */
export const rangeList = (from: Given, to: Given) => call('range', from, to)

/**
 * A function of an element, for those of lists: `lambda('x', x => x.mul(2))`; of an element and its place, or of what is there so
 * far and an element: `lambda(['all', 'x'], (all, x) => all.plus(x))`.
 */
export function lambda(
  names: string | readonly string[],
  body: (first: Expression, second: Expression) => Given,
): Expression {
  const quoted = [names].flat().map(name => quoteIdentifier(checkedName(name, 'an element', 'lambda')))
  const [first, second = first] = quoted.map(name => new Words<'duckdb'>([name], [], duckdbLanguage))
  if (first === undefined || second === undefined || quoted.length > 2)
    throw new VantageError("lambda() takes one name, or two: lambda('x', x => x.mul(2))", { kind: 'invalid' })
  return new Words<'duckdb'>(
    [`lambda ${quoted.join(', ')}: `, ''],
    [operandOf(body(first, second), 'lambda')],
    duckdbLanguage,
  )
}
/** What a function makes of each element. */
export const listTransform = (of: Given, by: Expression) => call('list_transform', of, by)
/** The elements for which a condition holds. */
export const listFilter = (of: Given, by: Expression) => call('list_filter', of, by)
/** One value of all elements, from left to right: `listReduce(o.totals, lambda(['sum', 'x'], (sum, x) => sum.plus(x)))`. */
export const listReduce = (of: Given, by: Expression, ...start: readonly [] | readonly [Given]) =>
  call('list_reduce', of, by, ...start)
