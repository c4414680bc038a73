import { VantageError } from '../errors/vantage-error.ts'
import type { Ordered, Summable, Typed } from '../expression/expr.ts'
import type { AggregateName, Node } from '../expression/node.ts'
import type { SetState } from '../set/state.ts'
import type { Average } from './aggregating.ts'
import { unchecked } from '../types/cast.ts'
import { aggregateNode } from './aggregate.ts'

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

/** The run-time form of every aggregator. */
class NamedAggregator {
  readonly #name: AggregateName
  readonly #column: unknown
  constructor(name: AggregateName, column: unknown) {
    this.#name = name
    this.#column = column
  }
  over(state: SetState): Node {
    return aggregateNode(state, this.#name, this.#column)
  }
}

const named = <Columns, T>(name: AggregateName, column?: unknown): Aggregator<Columns, T> =>
  unchecked<Aggregator<Columns, T>>(new NamedAggregator(name, column), 'the parameters are phantoms')

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

/** The node of an aggregator over a set. Errors: `invalid` for anything else. */
export function aggregatorNode(state: SetState, name: string, given: unknown): Node {
  if (given instanceof NamedAggregator) return given.over(state)
  throw new VantageError(`aggregate(): "${name}" takes an aggregator, such as sum(o => o.total)`, {
    kind: 'invalid',
    details: { entity: state.definition.entity.name, field: name },
  })
}
