import type { Occurrence, Select, StoredColumn } from '../expression/statement.ts'
import { nodesOfSelect, walk } from '../expression/walk.ts'

/**
 * The columns of a table that a select needs, so that a scan can leave the others where they are.
 *
 * Shape: in the order of the table; those of the id come along when there are any, so that a bad row can be named.
 */
export function columnsUsed(select: Select, occurrence: Occurrence): readonly StoredColumn[] {
  const used = new Set<string>()
  walk(nodesOfSelect(select), node => {
    if (node.kind === 'column' && node.occurrence.key === occurrence.key) used.add(node.column.property)
    return undefined
  })
  if (used.size === 0) return []
  return occurrence.table.columns.filter(column => column.isId || used.has(column.property))
}
