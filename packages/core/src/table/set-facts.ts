import { VantageError } from '../errors/vantage-error.ts'
import type { Node } from '../expression/node.ts'
import type { OrderKey } from '../expression/statement.ts'
import type { SetState } from '../set/state.ts'
import { isStated, stateKey } from '../set/stated.ts'
import type { Storage } from '../types/storage.ts'
import type { Type } from '../types/type.ts'
import { fillsOf } from './record.ts'
import { needInsert, refuseUnwritable } from './writable-set.ts'

/** A column of a set, for code that fills one set from another. */
export interface SetColumn {
  readonly property: string
  readonly type: Type<unknown>
  /** Undefined for what is computed of several columns. */
  readonly storage: Storage | undefined
  readonly isNullable: boolean
  readonly isId: boolean
}

/** A column that an insert gives a value to. */
export interface WrittenColumn extends SetColumn {
  /** A record may leave it out: it has a default, or is made by the database or as it is written. */
  readonly isFilled: boolean
  /** A condition of the set gives its value. */
  readonly isFixed: boolean
  /** Refinements look at its values. */
  readonly isRefined: boolean
  /** Counts the changes of its row. */
  readonly isVersion: boolean
}

/** What a set is, for code that fills one set from another. */
export interface SetFacts<Column extends SetColumn = SetColumn> {
  readonly entity: string
  /** The name of its source. */
  readonly source: string
  /** Schemas and the name of the table, outermost first. */
  readonly path: readonly string[]
  readonly columns: readonly Column[]
  readonly where: Node | undefined
  readonly order: readonly OrderKey[]
  readonly limit: number | undefined
  readonly offset: number | undefined
  /** Rows of one insert statement. */
  readonly maxInsertRows: number
  /** Rows are read in the order in which they are stored, by a scan of all. */
  readonly isInOrder: boolean
  readonly isInTransaction: boolean
}

/** The columns that the rows of a set have. Errors: `invalid` for what is no set. */
export function readFacts(set: unknown): SetFacts {
  const state = stateIn(set)
  const { definition, selected } = state
  const ids = new Set(definition.ids.map(({ name }) => name))
  const columns = (selected ?? definition.projection).map(({ name, node }) => {
    const { type, storage, isNullable } = node
    return { property: name, type, storage, isNullable, isId: ids.has(name) }
  })
  return { ...factsOf(state), columns }
}

/** The columns that an insert into a set gives values to. Errors: `invalid` for what is no set, or none that is written; `unsupported`. */
export function writeFacts(set: unknown): SetFacts<WrittenColumn> {
  const state = stateIn(set)
  refuseUnwritable(state, 'copy')
  needInsert(state)
  const { definition } = state
  const fixed = new Set(fillsOf(state).map(({ column }) => column.property))
  const columns = [...definition.nodes.values()].map(({ column }): WrittenColumn => {
    const { property, type, storage, isNullable, isId } = column
    const { isGenerated, fill, onInsert, onSave, checks, isVersion = false } = definition.factsOf(property)
    const isFilled = isGenerated || fill !== undefined || onInsert !== undefined || onSave !== undefined
    const [isFixed, isRefined] = [fixed.has(property), checks.length > 0]
    return { property, type, storage, isNullable, isId, isFilled, isFixed, isRefined, isVersion }
  })
  return { ...factsOf(state), columns }
}

function stateIn(set: unknown): SetState {
  if (isStated(set)) return set[stateKey]
  throw new VantageError('a set is wanted here, such as Client.table(db).where(…)', { kind: 'invalid' })
}

function factsOf(state: SetState): Omit<SetFacts, 'columns'> {
  const { definition, source, where, order, limit, offset } = state
  const { table } = definition.occurrence
  return {
    entity: definition.entity.name,
    source: source.name,
    path: [...table.path, table.name],
    where,
    order,
    limit,
    offset,
    maxInsertRows: source.limits.maxInsertRows,
    isInOrder: source.limits.readsInOrder === true,
    isInTransaction: source.inTransaction !== undefined,
  }
}
