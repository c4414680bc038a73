import { storageOf, unchecked } from '@vantage-ts/core/adapter'
import type { KitColumn, KitTable } from '@vantage-ts/adapter-kit'
import { quoteIdentifier } from '@vantage-ts/sql'
import type { Sqlite } from '../src/index.ts'
import { storages } from '../src/types.ts'

/** Runs text as it stands, with values as SQLite holds them between its parts. */
export async function execute(
  db: Sqlite,
  parts: string | readonly string[],
  ...values: readonly unknown[]
): Promise<readonly unknown[]> {
  const texts = typeof parts === 'string' ? [parts] : [...parts]
  const template = unchecked<TemplateStringsArray>(Object.assign(texts, { raw: texts }), 'only the parts are read')
  return unchecked(await db.expr(template, ...unchecked<never[]>(values, 'what encoders made')).run(), 'rows by name')
}

const vendorTypes: { readonly [storage: string]: string } = {
  integer: 'INTEGER',
  real: 'REAL',
  text: 'TEXT',
  blob: 'BLOB',
}

/** Makes real tables with their rows. */
export async function makeTables(source: Sqlite, tables: readonly KitTable[]): Promise<void> {
  await using transaction = await source.begin()
  const db = transaction.source
  for (const table of tables) {
    const name = [...(table.schema ?? []), table.name].map(quoteIdentifier).join('.')
    await execute(db, `CREATE TABLE ${name} (${definitionOf(table)})`)
    const columns = table.columns.map(column => quoteIdentifier(column.name)).join(', ')
    const between = table.columns.slice(1).map(() => ', ')
    for (const row of table.rows)
      await execute(
        db,
        [`INSERT INTO ${name} (${columns}) VALUES (`, ...between, ')'],
        ...table.columns.map(column => cellOf(column, row[column.property])),
      )
  }
  await transaction.commit()
}

function definitionOf({ columns, uniques = [] }: KitTable): string {
  const ids = columns.filter(column => column.isId)
  const quoted = (names: readonly KitColumn[]): string => names.map(column => quoteIdentifier(column.name)).join(', ')
  const uniqueColumns = uniques.map(names => columns.filter(column => names.includes(column.property)))
  return [
    ...columns.map(column => columnDefinition(column, ids.length === 1)),
    ...(ids.length > 1 ? [`PRIMARY KEY (${quoted(ids)})`] : []),
    ...uniqueColumns.map(names => `UNIQUE (${quoted(names)})`),
  ].join(', ')
}

function columnDefinition(column: KitColumn, isOnlyId: boolean): string {
  const type = vendorTypes[storageOf(storages, column.type, 'sqlite').name] ?? ''
  const parts = [quoteIdentifier(column.name), type]
  if (!column.isNullable && !(column.isGenerated === true && column.isId)) parts.push('NOT NULL')
  if (column.isId && isOnlyId) parts.push('PRIMARY KEY')
  if (column.collation === 'ci') parts.push('COLLATE NOCASE')
  return parts.join(' ')
}

function cellOf({ type }: KitColumn, value: unknown): unknown {
  if (value === undefined || value === null) return null
  const { encode } = storageOf(storages, type, 'sqlite')
  return encode === undefined ? value : encode(value)
}
