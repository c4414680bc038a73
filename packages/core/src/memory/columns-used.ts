import type { Occurrence, Select, StoredColumn } from '../expression/statement.ts'
import { nodesOfSelect, walk } from '../expression/walk.ts'

/**
 * The columns of a table that a select needs, so that a scan can leave the others where they are.
 *
 * Shape: in the order of the table, then those that it does not have; those of the id come along when there are any, so that a bad row can be named.
 */
export function columnsUsed(select: Select, occurrence: Occurrence): readonly StoredColumn[] {
  const used = new Map<string, StoredColumn>()
  walk(nodesOfSelect(select), node => {
    if (node.kind === 'column' && node.occurrence.key === occurrence.key) used.set(node.column.property, node.column)
    return undefined
  })
  if (used.size === 0) return []
  const { columns } = occurrence.table
  // A set that is read as an entity with fewer columns goes on with the conditions that it had.
  const others = [...used.values()].filter(({ property }) => !columns.some(column => column.property === property))
  return [...columns.filter(column => column.isId || used.has(column.property)), ...others]
}
