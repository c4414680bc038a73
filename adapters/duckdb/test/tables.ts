import { type DuckDBConnection, type DuckDBType, type DuckDBValue, VARCHAR } from '@duckdb/node-api'
import type { KitColumn, KitTable } from '@vantage-ts/adapter-kit'
import { storageOf, unchecked } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import type { DuckdbStorage } from '../src/storage.ts'
import { storages } from '../src/types.ts'

/** Makes real tables with their rows, by the driver itself; those that name no schema come into `place`. */
export async function makeTables(
  connection: DuckDBConnection,
  tables: readonly KitTable[],
  place: string,
): Promise<void> {
  await connection.run(`BEGIN; CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(place)}`)
  for (const table of tables) await makeTable(connection, table, place)
  await connection.run('COMMIT')
}

export async function dropTables(
  connection: DuckDBConnection,
  tables: readonly KitTable[],
  place: string,
): Promise<void> {
  for (const name of new Set([place, ...tables.flatMap(({ schema = [] }) => schema)]))
    await connection.run(`DROP SCHEMA IF EXISTS ${quoteIdentifier(name)} CASCADE`)
}

async function makeTable(connection: DuckDBConnection, table: KitTable, place: string): Promise<void> {
  const { schema = [place] } = table
  for (const name of schema) await connection.run(`CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(name)}`)
  const inSchema = (name: string): string => [...schema, name].map(quoteIdentifier).join('.')
  const name = inSchema(table.name)
  for (const column of table.columns)
    if (isNumbered(column)) await connection.run(`CREATE SEQUENCE ${inSchema(sequenceOf(table, column))}`)
  await connection.run(`CREATE TABLE ${name} (${definitionOf(table, inSchema)})`)
  if (table.rows.length === 0) return
  const appender = await connection.createAppender(table.name, schema.at(-1))
  for (const row of table.rows) {
    for (const { type, property } of table.columns) {
      const cell = row[property]
      if (cell === undefined || cell === null) appender.appendNull()
      else appender.appendValue(cellOf(type, cell), wireOf(type))
    }
    appender.endRow()
  }
  appender.closeSync()
}

const isNumbered = ({ isGenerated, type }: KitColumn): boolean => isGenerated === true && type.name === 'int'

const vendorType = (type: KitColumn['type']): string => storageOf(storages, type, 'DuckDB').name

const sequenceOf = (table: KitTable, column: KitColumn): string => `${table.name}_${column.name}`

function definitionOf(table: KitTable, inSchema: (name: string) => string): string {
  const { columns, uniques = [] } = table
  const ids = columns.filter(column => column.isId)
  const quoted = (names: readonly KitColumn[]): string => names.map(column => quoteIdentifier(column.name)).join(', ')
  const uniqueColumns = uniques.map(names => columns.filter(column => names.includes(column.property)))
  return [
    ...columns.map(column => columnDefinition(table, column, inSchema)),
    ...(ids.length > 0 ? [`PRIMARY KEY (${quoted(ids)})`] : []),
    ...uniqueColumns.map(names => `UNIQUE (${quoted(names)})`),
  ].join(', ')
}

function columnDefinition(table: KitTable, column: KitColumn, inSchema: (name: string) => string): string {
  const { type, isNullable, isGenerated, name, collation } = column
  const parts = [quoteIdentifier(name), vendorType(type)]
  if (collation === 'ci') parts.push('COLLATE NOCASE')
  if (!isNullable) parts.push('NOT NULL')
  if (isGenerated === true)
    parts.push(
      type.name === 'uuid'
        ? 'DEFAULT uuid()'
        : `DEFAULT nextval('${inSchema(sequenceOf(table, column)).replaceAll("'", "''")}')`,
    )
  return parts.join(' ')
}

function cellOf(type: KitColumn['type'], value: unknown): DuckDBValue {
  const { encode } = storageOf(storages, type, 'DuckDB')
  return unchecked<DuckDBValue>(encode === undefined ? value : encode(value), 'what storages encode to')
}

function wireOf(type: KitColumn['type']): DuckDBType {
  const storage: DuckdbStorage = storageOf(storages, type, 'DuckDB')
  return storage.wire ?? VARCHAR
}
