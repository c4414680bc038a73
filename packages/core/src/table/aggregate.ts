import type { CallOptions } from '../expression/execute.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Aggregate, type AggregateName, Calculated, ColumnNode, type Node, Subquery } from '../expression/node.ts'
import type { Projection, Select } from '../expression/statement.ts'
import type { Abilities } from '../source/abilities.ts'
import { unsupported } from '../source/guard.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { derivedFrom } from '../set/derived.ts'
import { conditionOf, expressionOf, isWindowed, narrowed, selectExpressions, type SetState } from '../set/state.ts'
import { aggregateNode } from './aggregate-node.ts'
import { checkKey, grouped } from './group.ts'
import { NamedAggregator } from './named-aggregator.ts'
import { RowsQuery } from './rows-query.ts'

/** What a query computes over its set: the values of a column, or an aggregate. */
interface Computation {
  readonly node: Node
  /** An aggregate over the rows that a limit of the set leaves, instead of over all. */
  readonly keepsWindow?: boolean
}

/**
 * An aggregate or a column of a set as an expression that can still be narrowed; the third form of every trio.
 *
 * A limit of the set counts for columns, which keep it as a derived table would, and for aggregates over column queries; not
 * for the aggregates of the set itself.
 */
export class SetQuery extends Subquery {
  readonly #state: SetState
  readonly #computation: Computation

  constructor(state: SetState, computation: Computation) {
    const { node } = computation
    const mode = node instanceof Aggregate ? 'single' : 'column'
    super(selectFor(state, computation), mode, state.source, node.type, node.isNullable)
    this.#state = state
    this.#computation = computation
  }

  get can(): Abilities {
    return this.#state.source.can
  }

  where(condition: unknown): SetQuery {
    return new SetQuery(narrowed(this.#state, conditionOf(condition, this.#state, 'where')), this.#computation)
  }

  limit(count: number): SetQuery {
    if (this.#computation.node instanceof Aggregate)
      throw new VantageError('an aggregate has one value, so a limit means nothing; limit the set by a condition', {
        kind: 'invalid',
      })
    return new SetQuery({ ...this.#state, limit: wholeNumber(count, 'limit') }, this.#computation)
  }

  /** An aggregate over the values of this column; its limit stays. */
  aggregated(name: AggregateName, option?: Node): SetQuery {
    const { source } = this.#state
    if (source.can.aggregate !== true) throw unsupported(source.name, 'aggregate', `compute ${name}()`)
    const node = aggregateNode(this.#state, name, this.#computation.node, option)
    return new SetQuery(this.#state, { node, keepsWindow: true })
  }

  groupBy(...columns: readonly unknown[]): RowsQuery {
    const { source } = this.#state
    const { node, keepsWindow = false } = this.#computation
    if (source.can.group !== true) throw unsupported(source.name, 'group', 'group rows')
    if (!(node instanceof Aggregate))
      throw new VantageError('groupBy() takes an aggregate, such as average(sessions.fieldQuery(s => s.length))', {
        kind: 'invalid',
      })
    const named = columns.map(column => keyOf(expressionOf(column, this.#state, 'groupBy')))
    const keys = [...new Map(named.map(key => [key.name, key])).values()]
    for (const { name } of keys) checkKey(this.#state, name)
    const set = keepsWindow ? this.#state : { ...this.#state, limit: undefined, offset: undefined }
    return new RowsQuery(groupsOf(set, node, keys), condition => this.where(condition).groupBy(...columns))
  }
}

function selectFor(state: SetState, { node, keepsWindow = false }: Computation): Select {
  if (!(node instanceof Aggregate)) return selectExpressions(state, [{ name: 'value', node }], true)
  if (!keepsWindow || !isWindowed(state)) return selectExpressions(state, [{ name: 'value', node }], false)
  const values = derivedFrom(state, { columns: [{ name: 'value', node: node.arg ?? node }] })
  const over = new Aggregate(node.name, values.definition.column('value'), node.option)
  return selectExpressions(values, [{ name: 'value', node: over }], false)
}

/**
 * One row for each group: its keys, and the aggregate under the name of what it is computed over.
 *
 * Shape: keys that are computed, and what a limit leaves, are read from a table of their own.
 */
function groupsOf(state: SetState, { name, arg, option }: Aggregate, keys: readonly Projection[]): SetState {
  const names = keys.map(key => key.name)
  const result =
    arg === undefined ? 'count' : arg instanceof ColumnNode || arg instanceof Calculated ? arg.name : 'value'
  if (names.includes(result))
    throw new VantageError(`groupBy(): "${result}" is what the query is computed over`, { kind: 'invalid' })
  if (arg === undefined) return grouped(state, names, { count: new NamedAggregator(name, undefined) })
  const isPlain = !isWindowed(state) && keys.every(({ node }) => node instanceof ColumnNode)
  if (isPlain) return grouped(state, names, { [result]: new NamedAggregator(name, arg, option) })
  const values = derivedFrom(state, { columns: [...keys, { name: result, node: arg }] })
  return grouped(values, names, { [result]: new NamedAggregator(name, values.definition.column(result), option) })
}

/** A column by which rows are grouped. Errors: `invalid` for an expression, which has no name that its group could get. */
function keyOf(node: Node): Projection {
  if (node instanceof ColumnNode || node instanceof Calculated) return { name: node.name, node }
  throw new VantageError(`groupBy() of ${node.preview()}: name it first, with withExpression() of the set`, {
    kind: 'invalid',
  })
}

/** A number of rows. Errors: `invalid` for anything but a whole number from 0 up. */
export function wholeNumber(count: unknown, verb: string): number {
  if (typeof count === 'number' && Number.isSafeInteger(count) && count >= 0) return count
  throw new VantageError(`${verb}() takes a whole number from 0 up`, { kind: 'invalid' })
}

export const aggregateQuery = (state: SetState, name: AggregateName, column: unknown): SetQuery =>
  new SetQuery(state, { node: aggregateNode(state, name, column) })

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

export const fieldQuery = (state: SetState, column: unknown): SetQuery =>
  new SetQuery(state, { node: expressionOf(column, state, 'fieldQuery') })

export function fieldValues(state: SetState, column: unknown, options?: CallOptions): MaybePromise<readonly unknown[]> {
  const node: Node = expressionOf(column, state, 'fieldValues')
  const select = selectExpressions(state, [{ name: 'value', node }], true)
  const answer = state.source.fetch(select, { form: 'tuple', entity: state.definition.entity.name }, options)
  return andThen(answer, ({ rows }) => rows.map(row => (Array.isArray(row) ? row[0] : undefined)))
}
