import type { Source } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import type { OpenedTables } from './adapter.ts'
import type { KitTable } from './kit-table.ts'

/** The in-memory source on the tables of a case: another database than the one under test, and the oracle. */
export async function openMemory(tables: readonly KitTable[]): Promise<OpenedTables> {
  const stored = tables.map(({ name, columns, rows }) => {
    const cells = rows.map(row =>
      Object.fromEntries(columns.map(column => [column.name, row[column.property] ?? null])),
    )
    return [name, cells] as const
  })
  const source: Source = memory({ tables: Object.fromEntries(stored) })
  return { source, close: () => source.close() }
}
