import type { ReadCallOptions, StreamOptions } from '../dataset/abilities.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { type ColumnNode, Literal, type Node, type Operation } from '../expression/node.ts'
import { operation } from '../expression/operate.ts'
import type { Select } from '../expression/statement.ts'
import type { RowsWanted } from '../source/rows-wanted.ts'
import { andThen, type MaybePromise } from '../source/maybe-promise.ts'
import { isWindowed, type SetState, selectOf } from '../set/state.ts'
import { unchecked } from '../types/cast.ts'
import { accept } from '../types/type.ts'
import { idCondition, idValues } from './record.ts'
import { RowStream } from './row-stream.ts'

/** How rows of a set look: instances of the entity, or plain when columns were chosen or records are wanted. */
export function wantedOf(
  state: SetState,
  options?: ReadCallOptions,
  isPlain = state.selected !== undefined,
): RowsWanted {
  const { chosen, records, instances } = state.definition
  const wanted = state.selected !== undefined ? chosen : isPlain ? records : instances
  const onBadRow = options?.onBadRow
  if (onBadRow !== undefined && onBadRow !== 'fail' && onBadRow !== 'skip' && typeof onBadRow !== 'function')
    throw new VantageError("onBadRow is 'fail', 'skip' or a function", { kind: 'invalid' })
  return onBadRow === undefined ? wanted : { ...wanted, onBadRow }
}

export function listRows(
  state: SetState,
  options?: ReadCallOptions,
  isPlain?: boolean,
): MaybePromise<readonly unknown[]> {
  const answer = state.source.fetch(selectOf(state), wantedOf(state, options, isPlain), options)
  return andThen(answer, ({ rows }) => rows)
}

export function firstRow(state: SetState, options?: ReadCallOptions, isPlain?: boolean): MaybePromise<unknown> {
  const answer = state.source.fetch(firstOf(state), wantedOf(state, options, isPlain), options)
  return andThen(answer, ({ rows }) => rows[0])
}

/** The select of a set's first row; where the id is given there is one at most, and nothing to order or cut. */
export function firstOf(state: SetState): Select {
  const [only, second] = state.definition.ids
  const isUncut = state.limit === undefined && state.offset === undefined
  if (isUncut && only !== undefined && second === undefined && fixes(state.where, only)) return selectOf(state, theOnly)
  return selectOf(state, state.limit === 0 ? { limit: 0 } : { limit: 1, isSingle: true })
}
const theOnly = { isSingle: true, order: [] }

/** Whether a condition lets through one value of a column at most: it is, or joins by AND, `column = value`. */
function fixes(where: Node | undefined, column: ColumnNode): boolean {
  if (where?.kind !== 'operation') return false
  const { operator, args } = unchecked<Operation>(where, 'its kind says so')
  if (operator === 'eq') return args[0] === column && args[1]?.kind === 'literal'
  return operator === 'and' && args.some(arg => fixes(arg, column))
}

/** The row with an id, if it is in the set; limits and offsets of the set do not count. */
export function rowById(
  state: SetState,
  id: unknown,
  options?: ReadCallOptions,
  isPlain?: boolean,
): MaybePromise<unknown> {
  const { definition } = state
  const [only, second] = definition.ids
  const isKnown = only !== undefined && second === undefined && id !== undefined && id !== null
  // One id column needs no map of its parts: reading by id is the hottest call there is.
  const where = isKnown
    ? operation('eq', [only, idLiteral(only, id)])
    : idCondition(definition, idValues(definition, id))
  const whole =
    isWindowed(state) || state.order.length > 0 ? { ...state, limit: undefined, offset: undefined, order: [] } : state
  const answer = state.source.fetch(
    selectOf(whole, { where, isSingle: true }),
    wantedOf(state, options, isPlain),
    options,
  )
  return andThen(answer, ({ rows }) => rows[0])
}

/** An id is a value of its column's type: neither an expression, which might match any row, nor a number it compares with. */
function idLiteral(column: ColumnNode, id: unknown): Literal {
  return new Literal(
    column.type,
    accept(column.type, id, () => column.preview()),
    column.storage,
  )
}

/** Rows one by one, fetched in batches. */
export const streamRows = (state: SetState, options?: StreamOptions, isPlain?: boolean): AsyncGenerator<unknown> =>
  new RowStream(streamBatches(state, options, isPlain))

async function* streamBatches(
  state: SetState,
  options?: StreamOptions,
  isPlain?: boolean,
): AsyncGenerator<readonly unknown[]> {
  const batchRows = options?.batchRows ?? 1000
  if (!Number.isSafeInteger(batchRows) || batchRows < 1 || batchRows > 100_000)
    throw new VantageError('batchRows is a whole number from 1 to 100,000', { kind: 'invalid' })
  yield* state.source.stream(selectOf(state), wantedOf(state, options, isPlain), batchRows, options)
}
