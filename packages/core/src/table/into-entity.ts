import type { StoredColumn } from '../expression/statement.ts'
import { fitting } from '../join/joined.ts'
import type { SetState } from '../set/state.ts'
import { entityOn } from './joined-set.ts'

/**
 * The same rows as another entity.
 *
 * Shape: what is stored keeps its id, by which it is written; the rows of a query have the id that the entity says.
 * Errors: `invalid` for a column that the set lacks (naming the nearest) or has otherwise.
 */
export function intoEntity(state: SetState, entity: unknown): SetState {
  const { definition, source } = state
  const wanted = entityOn(entity, source).definition
  const columns: StoredColumn[] = []
  for (const { column } of wanted.nodes.values()) {
    const node = definition.column(column.property)
    fitting(node, column, wanted.entity.name)
    if (node.kind !== 'column') continue
    columns.push(definition.isDerived ? { ...node.column, isId: column.isId } : node.column)
  }
  const names = new Set(wanted.nodes.keys())
  return { ...state, definition: definition.retyped(wanted.entity, columns, names), selected: undefined }
}
