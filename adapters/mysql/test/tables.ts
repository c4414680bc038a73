import type { KitColumn, KitTable } from '@vantage-ts/adapter-kit'
import { storageOf, unchecked } from '@vantage-ts/core/adapter'
import type { Connection } from 'mysql2/promise'
import { quoteName } from '../src/quote.ts'
import { mysqlTypes } from '../src/types.ts'
import { exactly, flavor } from './server.ts'

/** Makes real tables with their rows; those that name no schema come into `place`. */
export async function makeTables(client: Connection, tables: readonly KitTable[], place: string): Promise<void> {
  await client.query(`CREATE DATABASE ${quoteName(place)}`)
  for (const table of tables) {
    const { schema = [place] } = table
    for (const name of schema) await client.query(`CREATE DATABASE IF NOT EXISTS ${quoteName(name)}`)
    const name = [...schema, table.name].map(quoteName).join('.')
    await client.query(`CREATE TABLE ${name} (${definitionOf(table)}) CHARACTER SET utf8mb4`)
    const columns = table.columns.map(column => quoteName(column.name)).join(', ')
    const places = table.columns.map(() => '?').join(', ')
    for (const row of table.rows)
      await client.execute(
        `INSERT INTO ${name} (${columns}) VALUES (${places})`,
        table.columns.map(column => cellOf(column, row[column.property])),
      )
  }
}

export async function dropTables(client: Connection, tables: readonly KitTable[], place: string): Promise<void> {
  for (const name of new Set([place, ...tables.flatMap(({ schema = [] }) => schema)]))
    await client.query(`DROP DATABASE IF EXISTS ${quoteName(name)}`)
}

function definitionOf({ columns, uniques = [] }: KitTable): string {
  const ids = columns.filter(column => column.isId)
  const quoted = (names: readonly KitColumn[]): string => names.map(column => quoteName(column.name)).join(', ')
  const uniqueColumns = uniques.map(names => columns.filter(column => names.includes(column.property)))
  const keys = new Set([...ids, ...uniqueColumns.flat()])
  return [
    ...columns.map(column => columnDefinition(column, keys.has(column))),
    ...(ids.length > 0 ? [`PRIMARY KEY (${quoted(ids)})`] : []),
    ...uniqueColumns.map(names => `UNIQUE (${quoted(names)})`),
  ].join(', ')
}

function columnDefinition(column: KitColumn, isKey: boolean): string {
  const { type, isNullable, isGenerated, name, collation } = column
  const vendorType = storageOf(mysqlTypes, type, 'MySQL').name
  // An index takes so many bytes of a text.
  const parts = [quoteName(name), isKey && /^long/.test(vendorType) ? keyTypes[vendorType] : vendorType]
  if (type.name === 'text') parts.push(`COLLATE ${collation === 'ci' ? collations[flavor].ci : keysApart(isKey)}`)
  if (!isNullable) parts.push('NOT NULL')
  if (isGenerated === true) parts.push(type.name === 'uuid' ? 'DEFAULT (uuid())' : 'AUTO_INCREMENT')
  return parts.join(' ')
}

const keyTypes: Readonly<Record<string, string>> = { longtext: 'varchar(180)', longblob: 'varbinary(700)' }

/** Those that take `a` and `A` for equal: one that pads nothing, and the one that tables get by default. */
const collations = {
  mariadb: { ci: 'utf8mb4_general_nopad_ci', usual: 'utf8mb4_general_ci' },
  mysql: { ci: 'utf8mb4_0900_as_ci', usual: 'utf8mb4_0900_ai_ci' },
} as const

/** Keys are unique as their collation says; other columns have the one that tables get by default, under which fewer texts differ. */
const keysApart = (isKey: boolean): string => (isKey ? exactly : collations[flavor].usual)

function cellOf({ type }: KitColumn, value: unknown): string | number | Buffer | null {
  if (value === undefined || value === null) return null
  const { encode } = storageOf(mysqlTypes, type, 'MySQL')
  const cell = encode === undefined ? value : encode(value)
  return typeof cell === 'bigint' ? String(cell) : unchecked(cell, 'encoders give what the driver takes')
}
