import { VantageError } from '../errors/vantage-error.ts'
import { type Node, Subquery } from '../expression/node.ts'
import type { Occurrence, OrderKey, Projection } from '../expression/statement.ts'
import { json } from '../types/json.ts'
import { derivedFrom } from './derived.ts'
import { occurringAs } from './occurrence.ts'
import { isWindowed, type SetState } from './state.ts'
import { isStated, stateKey } from './stated.ts'

/** A set as vendor text reads it, under a name that the text gives its rows. */
export interface SetRows {
  /** The table as the columns know it, and as the set itself knows it: conditions of the set name the latter. */
  readonly occurrence: Occurrence
  readonly original: Occurrence
  /** Schemas and the name of the table; undefined where the rows are those of `rows`. */
  readonly path: readonly string[] | undefined
  /** The rows as a select, for what is more than a table. */
  readonly rows: Node | undefined
  /** By property. */
  readonly columns: ReadonlyMap<string, Node>
  /** The same as the set gives them to callbacks. */
  readonly given: object
}

/** A set taken apart, for vendor text that goes on with it. */
export interface OpenSet extends SetRows {
  /** The name of its table, by which the rows are called. */
  readonly alias: string
  readonly projection: readonly Projection[]
  readonly where: Node | undefined
  readonly order: readonly OrderKey[]
  readonly limit: number | undefined
  readonly offset: number | undefined
}

const stateOf = (set: unknown, database: object): SetState => {
  if (!isStated(set))
    throw new VantageError('a set is wanted here, such as Client.table(db).where(…)', { kind: 'invalid' })
  const state = set[stateKey]
  if (state.source.database === database) return state
  throw new VantageError(
    `${state.definition.entity.name} lies in ${state.source.name}, another database than that of the statement; pass its values with fieldExpr()`,
    { kind: 'invalid', details: { entity: state.definition.entity.name } },
  )
}

const named = ({ definition }: SetState, alias: string): string => `${definition.occurrence.key}@${alias}`

function facts(state: SetState, original: Occurrence): SetRows {
  const { definition, source } = state
  const { from, occurrence } = definition
  const { table } = occurrence
  const columns = new Map(Object.entries(definition.columns))
  const common = { occurrence, original, columns, given: definition.columns }
  if (from.kind === 'table') return { ...common, path: [...table.path, table.name], rows: undefined }
  if (from.kind === 'derived')
    return { ...common, path: undefined, rows: new Subquery(from.select, 'rows', source, json, false) }
  throw new VantageError(`${definition.entity.name} is a join or vendor text; take asSource() of it first`, {
    kind: 'invalid',
  })
}

/**
 * The rows of a set under a name: a table, or a select of what the set keeps of one.
 *
 * Errors: `invalid` for what is no set, and for one of another database.
 */
export function rowsOfSet(set: unknown, alias: string, database: object): SetRows {
  const state = stateOf(set, database)
  const { definition, where, selected } = state
  const isWhole = where === undefined && selected === undefined && !isWindowed(state) && !definition.isComputed
  const read = isWhole && definition.from.kind !== 'text' ? state : derivedFrom(state)
  return facts(occurringAs(read, named(read, alias)), definition.occurrence)
}

/** A set with what narrows it beside it rather than inside. Errors: as `rowsOfSet`. */
export function openSet(set: unknown, database: object): OpenSet {
  const state = stateOf(set, database)
  const alias = state.definition.occurrence.table.name
  const moved = occurringAs(state, named(state, alias))
  const { where, order, limit, offset, selected, definition } = moved
  return {
    ...facts(moved, state.definition.occurrence),
    alias,
    projection: selected ?? definition.projection,
    where,
    order,
    limit,
    offset,
  }
}
