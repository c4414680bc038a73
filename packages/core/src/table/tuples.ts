import type { ReadCallOptions } from '../dataset/abilities.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import { selectOf, type SetState } from '../set/state.ts'
import type { StagedInsert } from '../source/staged-insert.ts'
import { isStated, stateKey } from '../set/stated.ts'
import { isHooked } from './around.ts'
import { wantedOf } from './read.ts'
import { insertOfRows, insertRows } from './write.ts'

/** A row by position: no object is made of it on its way from one database to another. */
export type Tuple = readonly unknown[]

const stateIn = (set: unknown): SetState => {
  if (isStated(set)) return set[stateKey]
  throw new VantageError('a set is wanted here, such as Client.table(db).where(…)', { kind: 'invalid' })
}

/** Reads some columns of a set in batches. */
export function readTuples(
  set: unknown,
  names: readonly string[],
  options: ReadCallOptions & { readonly batchRows: number },
): AsyncGenerator<readonly Tuple[]> {
  const state = stateIn(set)
  const columns = state.selected ?? state.definition.projection
  const selected = names.flatMap(name => columns.filter(column => column.name === name))
  const wanted = { ...wantedOf({ ...state, selected }, options), form: 'tuple' } as const
  const batches = state.source.stream(selectOf({ ...state, selected }), wanted, options.batchRows, options)
  return batches as AsyncGenerator<readonly Tuple[]>
}

/** Rows that give values to the same columns, with insert's meaning for each. */
export interface InsertTuples {
  /** Inserts them; gives the number created. */
  insert(rows: readonly Tuple[], options: CallOptions): Promise<number>
  /** Rows that are worth one insert where they come piece by piece; undefined where they are taken together only. */
  readonly stagedRows: number | undefined
  /** Begins an insert whose rows come piece by piece; undefined where they are taken together only. */
  stage(options: CallOptions): Promise<StagedInsert | undefined>
}

/**
 * Inserts of values that their columns take, in the order of these columns.
 *
 * Shape: undefined where more is to be done for a record: hooks, refinements, conditions of the set, columns that make values.
 */
export function tupleInsert(set: unknown, names: readonly string[]): InsertTuples | undefined {
  const state = stateIn(set)
  const { definition, where } = state
  const given = new Set(names)
  const isMore = [...definition.nodes.values()].some(({ column }) => {
    const { checks, fill, onInsert, onSave } = definition.factsOf(column.property)
    const isMade = fill !== undefined || onInsert !== undefined || onSave !== undefined
    return checks.length > 0 || (!given.has(column.property) && (column.isId || isMade))
  })
  if (isMore || where !== undefined || isHooked(state, 'insert')) return undefined
  const columns = names.map(name => definition.stored(name).column)
  const { source } = state
  return {
    insert: (rows, options) => insertRows(state, columns, rows, options),
    stagedRows: source.inTransaction === undefined ? source.limits.stagedRows : undefined,
    stage: options => source.stage(insertOfRows(state, columns, []), wantedOf(state, undefined, true), options),
  }
}
