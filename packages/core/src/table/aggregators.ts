import { VantageError } from '../errors/vantage-error.ts'
import type { Ordered, Summable, Typed } from '../expression/expr.ts'
import type { AggregateName, Node } from '../expression/node.ts'
import type { Can } from '../source/abilities.ts'
import { unchecked } from '../types/cast.ts'
import { SetQuery } from './aggregate.ts'
import { fractionNode, separatorNode } from './aggregate-node.ts'
import type { Average } from './average.ts'
import { NamedAggregator } from './named-aggregator.ts'
import type { Query, QueryOrigin } from './query.ts'

/**
 * What is computed over each group: `sum(o => o.total)`.
 *
 * `Columns` are those of the grouped set; `T` is the type of the result.
 */
export interface Aggregator<in Columns, out T> {
  readonly '~t': T
  readonly '~over': (columns: Columns) => void
}

type Over<Columns, T> = (columns: Columns) => Typed<T, unknown>
/** The values of a column, on a source that adds them up. */
type ColumnQuery<T, Origin extends QueryOrigin> = Query<'column', readonly T[], Origin> & Can<'aggregate'>
/** What has values in between that a float holds. */
type Continuous = number | bigint | null

const named = <Columns, T>(name: AggregateName, column?: unknown, option?: Node): Aggregator<Columns, T> =>
  unchecked<Aggregator<Columns, T>>(new NamedAggregator(name, column, option), 'the parameters are phantoms')

/** How many rows a group has; with a column, how many that have it. */
export const count = <Columns>(column?: Over<Columns, unknown>): Aggregator<Columns, number> => named('count', column)
/** Nulls are passed over; the sum of nothing is zero. */
export const sum = <Columns, T extends Summable>(column: Over<Columns, T>): Aggregator<Columns, NonNullable<T>> =>
  named('sum', column)
/** Null where a group has no value; `T` stays as it is where the column is never null. */
export const min = <Columns, T extends Ordered>(column: Over<Columns, T>): Aggregator<Columns, T> =>
  named('min', column)
export const max = <Columns, T extends Ordered>(column: Over<Columns, T>): Aggregator<Columns, T> =>
  named('max', column)
/** Float for numbers; decimals to 16 digits after the point, half-even. */
export const avg = <Columns, T extends Summable>(
  column: Over<Columns, T>,
): Aggregator<Columns, Average<NonNullable<T>> | (T & null)> => named('avg', column)

/**
 * The average of a column query as an expression again: it runs, narrows, groups, and stands in conditions and calculated columns.
 *
 * Shape: a limit of the set counts, as it does for the column. Null of nothing.
 */
export function average<T extends Summable, Origin extends QueryOrigin>(
  query: ColumnQuery<T, Origin>,
): Query<'single', Average<NonNullable<T>> | null, Origin> {
  return overQuery(query, 'average', 'avg')
}

/**
 * The value at a fraction of the way from the least to the greatest, between its two neighbours: 0.5 is the median.
 *
 * Shape: over a column in `aggregate()`, or over a column query, of which it makes an expression again. Nulls are passed
 * over; null of nothing.
 * Errors: `invalid` for a fraction outside 0 to 1, and for decimals and durations, which a float does not hold exactly.
 */
export function percentile<Columns, T extends Continuous>(
  column: Over<Columns, T>,
  fraction: number,
): Aggregator<Columns, number | (T & null)>
export function percentile<T extends Continuous, Origin extends QueryOrigin>(
  query: ColumnQuery<T, Origin>,
  fraction: number,
): Query<'single', number | null, Origin>
export function percentile(given: unknown, fraction: unknown): unknown {
  const option = fractionNode(fraction)
  return typeof given === 'function'
    ? named('percentile', given, option)
    : overQuery(given, 'percentile', 'percentile', option)
}

/**
 * The texts one after the other, in the order of their code points.
 *
 * Shape: over a column in `aggregate()`, or over a column query, of which it makes an expression again. Nulls are passed
 * over; null of nothing.
 */
export function groupConcat<Columns, T extends string | null>(
  column: Over<Columns, T>,
  separator?: string,
): Aggregator<Columns, string | (T & null)>
export function groupConcat<T extends string | null, Origin extends QueryOrigin>(
  query: ColumnQuery<T, Origin>,
  separator?: string,
): Query<'single', string | null, Origin>
export function groupConcat(given: unknown, separator: unknown = ', '): unknown {
  const option = separatorNode(separator)
  return typeof given === 'function'
    ? named('concat', given, option)
    : overQuery(given, 'groupConcat', 'concat', option)
}

function overQuery<Result>(query: unknown, verb: string, name: AggregateName, option?: Node): Result {
  if (query instanceof SetQuery && query.mode === 'column')
    return unchecked<Result>(query.aggregated(name, option), 'the signature says what an aggregate of the column gives')
  throw new VantageError(`${verb}() takes a column query, such as sessions.fieldQuery(s => s.length)`, {
    kind: 'invalid',
  })
}
