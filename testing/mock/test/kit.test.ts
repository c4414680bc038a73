import { type KitTable, testAdapter } from '@vantage-ts/adapter-kit'
import { memory, type PerTable } from '@vantage-ts/core/memory'
import { record } from '@vantage-ts/mock'

testAdapter({
  name: 'memory, recorded',
  generates: ['int', 'bigint', 'uuid'],
  open: async tables => {
    const { source } = record(memory({ tables: perTable(tables, rowsOf), unique: perTable(tables, uniquesOf) }))
    return { source, close: () => source.close() }
  },
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
