import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type AggregateName, type Node, Subquery } from '../expression/node.ts'
import type { Projection } from '../expression/statement.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { conditionOf, expressionOf, narrowed, selectExpressions, type SetState } from '../set/state.ts'

/** What a query computes over its set. */
interface Computation {
  readonly column: Projection
  readonly mode: 'single' | 'column'
}

/**
 * An aggregate or a column of a set as an expression that can still be narrowed; the third form of every trio.
 *
 * A limit of the set counts for columns, which keep it as a derived table would, and not for aggregates.
 */
export class SetQuery extends Subquery {
  readonly #state: SetState
  readonly #computation: Computation

  constructor(state: SetState, computation: Computation) {
    const { column, mode } = computation
    const select = selectExpressions(state, [column], mode === 'column')
    super(select, mode, state.source, column.node.type, column.node.isNullable)
    this.#state = state
    this.#computation = computation
  }

  where(condition: unknown): SetQuery {
    const { definition } = this.#state
    return new SetQuery(narrowed(this.#state, conditionOf(condition, definition, 'where')), this.#computation)
  }

  limit(count: number): SetQuery {
    if (this.#computation.mode === 'single')
      throw new VantageError('an aggregate has one value, so a limit means nothing; limit the set by a condition', {
        kind: 'invalid',
      })
    return new SetQuery({ ...this.#state, limit: wholeNumber(count, 'limit') }, this.#computation)
  }
}

/** A number of rows. Errors: `invalid` for anything but a whole number from 0 up. */
export function wholeNumber(count: unknown, verb: string): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count
  throw new VantageError(`${verb}() takes a whole number from 0 up`, { kind: 'invalid' })
}

export function aggregateNode(state: SetState, name: AggregateName, column: unknown): Aggregate {
  if (name === 'count' && column === undefined) return new Aggregate('count', undefined)
  const node = expressionOf(column, state.definition, name)
  const { type } = node
  const isFit = name === 'count' || (name === 'min' || name === 'max' ? type.isOrdered : type.arithmetic !== undefined)
  if (!isFit)
    throw new VantageError(
      `${name}() of ${node.preview()}: ${type.name} ${name === 'sum' || name === 'avg' ? 'does not add up' : 'has no order'}`,
      {
        kind: 'invalid',
        details: { entity: state.definition.entity.name, field: node.preview() },
      },
    )
  return new Aggregate(name, node)
}

export const aggregateQuery = (state: SetState, name: AggregateName, column: unknown): SetQuery =>
  new SetQuery(state, { column: { name: 'value', node: aggregateNode(state, name, column) }, mode: 'single' })

/** Runs an aggregate now; `undefined` for the extremes and the average of nothing. */
export function aggregateNow(
  state: SetState,
  name: AggregateName,
  column: unknown,
  options?: CallOptions,
): MaybePromise<unknown> {
  const node = aggregateNode(state, name, column)
  const select = selectExpressions(state, [{ name: 'value', node }], false)
  const answer = state.source.fetch(select, { form: 'tuple', entity: state.definition.entity.name }, options)
  return andThen(answer, ({ rows }) => firstCell(rows) ?? undefined)
}

const firstCell = (rows: readonly unknown[]): unknown => (Array.isArray(rows[0]) ? rows[0][0] : undefined)

export const fieldQuery = (state: SetState, column: unknown): SetQuery => {
  const node = expressionOf(column, state.definition, 'fieldQuery')
  return new SetQuery(state, { column: { name: 'value', node }, mode: 'column' })
}

export function fieldValues(state: SetState, column: unknown, options?: CallOptions): MaybePromise<readonly unknown[]> {
  const node: Node = expressionOf(column, state.definition, 'fieldValues')
  const select = selectExpressions(state, [{ name: 'value', node }], true)
  const answer = state.source.fetch(select, { form: 'tuple', entity: state.definition.entity.name }, options)
  return andThen(answer, ({ rows }) => rows.map(row => (Array.isArray(row) ? row[0] : undefined)))
}
