import type { StoredColumn } from '../expression/statement.ts'
import type { StoredRow, TableShape } from './table-shape.ts'

/** Gives the asked columns of written rows, cells as they are stored. */
export function resultRows(
  returning: readonly StoredColumn[],
  shape: TableShape,
): (rows: readonly StoredRow[]) => readonly (readonly unknown[])[] {
  const positions = returning.map(column => shape.positionOf(column.name))
  if (positions.length === 0) return () => []
  return rows => rows.map(row => positions.map(position => row[position] ?? null))
}
