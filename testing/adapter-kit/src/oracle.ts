import type { Source } from '@vantage-ts/core'
import { type MemoryOptions, memory, type PerTable } from '@vantage-ts/core/memory'
import type { OpenedTables } from './adapter.ts'
import type { KitTable } from './kit-table.ts'

/** The in-memory source on the tables of a case: another database than the one under test, and the oracle. */
export async function openMemory(tables: readonly KitTable[]): Promise<OpenedTables> {
  const source: Source = memory(memoryTables(tables))
  return { source, close: () => source.close() }
}

/** Tables of a case as memory takes them. */
export const memoryTables = (tables: readonly KitTable[]): Required<Pick<MemoryOptions, 'tables' | 'unique'>> => ({
  tables: perTable(tables, rowsOf),
  unique: perTable(tables, uniquesOf),
})

const storedName = ({ columns }: KitTable, property: string): string =>
  columns.find(column => column.property === property)?.name ?? property

const rowsOf = (table: KitTable): readonly object[] =>
  table.rows.map(row => Object.fromEntries(table.columns.map(({ name, property }) => [name, row[property] ?? null])))

const uniquesOf = (table: KitTable): readonly (readonly string[])[] =>
  (table.uniques ?? []).map(properties => properties.map(property => storedName(table, property)))

/** Lists by table name, inside an object for each part of its schema. */
function perTable<Item>(tables: readonly KitTable[], listOf: (table: KitTable) => readonly Item[]): PerTable<Item> {
  const entries = tables.map((table): [string, PerTable<Item>[string]] => {
    const [outer, ...inner] = [...(table.schema ?? []), table.name]
    return [outer ?? '', inner.reduceRight<PerTable<Item>[string]>((own, name) => ({ [name]: own }), listOf(table))]
  })
  return Object.fromEntries(entries)
}
