import type { DuckDBConnection } from '@duckdb/node-api'
import type { KitColumn, KitTable } from '@vantage-ts/adapter-kit'
import { storageOf } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { bindValue } from '../src/bind.ts'
import { storages } from '../src/types.ts'

/** Makes real tables with their rows, by the driver itself; those that name no schema come into `place`. */
export async function makeTables(
  connection: DuckDBConnection,
  tables: readonly KitTable[],
  place: string,
): Promise<void> {
  await connection.run(`BEGIN; CREATE SCHEMA ${quoteIdentifier(place)}`)
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
  const columns = table.columns.map(column => quoteIdentifier(column.name)).join(', ')
  const places = table.columns.map(({ type }, index) => `CAST($${index + 1} AS ${vendorType(type)})`)
  const insert = await connection.prepare(`INSERT INTO ${name} (${columns}) VALUES (${places.join(', ')})`)
  for (const row of table.rows) {
    table.columns.forEach((column, index) => {
      bindValue(insert, index + 1, cellOf(column, row[column.property]))
    })
    await insert.run()
  }
  insert.destroySync()
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

function cellOf({ type }: KitColumn, value: unknown): unknown {
  if (value === undefined || value === null) return null
  const { encode } = storageOf(storages, type, 'DuckDB')
  return encode === undefined ? value : encode(value)
}
