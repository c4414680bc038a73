import type { Insert, StoredColumn } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { type CompiledCopy, compileCopy } from './copy-in.ts'
import { bareArrayText, quotedArrayText } from './array-text.ts'
import type { PostgresStorage } from './storage.ts'
import type { WireValue } from './wire-query.ts'

/** An insert for any number of rows: one array per column, so the text is the same for one row and for thousands. */
export interface CompiledInsert {
  readonly text: string
  /** Gives the same rows back, as a read of the columns would. */
  readonly echo: string
  /** The arrays to bind, of encoded rows. */
  bind(rows: readonly (readonly unknown[])[]): readonly WireValue[]
  /** The same for many rows, none of which is there. */
  readonly copy: CompiledCopy | undefined
}

const storageOf = ({ storage }: StoredColumn): PostgresStorage => storage

/** How the items of a column come out of its array. */
interface Source {
  /** The argument of unnest. */
  readonly array: string
  /** What to select, given the name of the item. */
  item(name: string): string
}

function sourceOf(column: StoredColumn, position: number, table: string): Source {
  const { cast } = storageOf(column)
  if (cast === undefined) {
    // Its real type may be text, varchar, citext, an enum or uuid: the parameter takes it from the column.
    const typed = `coalesce($${position}, ARRAY[(NULL::${table}).${quoteIdentifier(column.name)}])`
    return { array: typed, item: name => name }
  }
  // unnest takes arrays of arrays apart altogether, so these come as texts.
  if (column.type.name === 'array') return { array: `$${position}::text[]`, item: name => `${name}::${cast}` }
  return { array: `$${position}::${cast}[]`, item: name => name }
}

export function compileInsert(insert: Insert): CompiledInsert {
  const { columns, into, onConflict, returning } = insert
  const table = [...into.table.path, into.table.name].map(quoteIdentifier).join('.')
  const ids = into.table.ids.map(({ name }) => quoteIdentifier(name)).join(', ')
  const parts = [
    `INSERT INTO ${table}`,
    columns.length === 0 ? rowsOfDefaults : rowsOfArrays(columns, table),
    onConflict === 'skip' && ids !== '' ? `ON CONFLICT (${ids}) DO NOTHING` : '',
    returning.length === 0 ? '' : `RETURNING ${returning.map(({ name }) => quoteIdentifier(name)).join(', ')}`,
  ]
  const encoders = columns.map(column => (storageOf(column).isBare === true ? bareArrayText : quotedArrayText))
  return {
    text: parts.filter(part => part !== '').join(' '),
    echo: echoOf(columns),
    bind: rows =>
      columns.length === 0
        ? [String(rows.length)]
        : encoders.map((encode, index) => encode(rows.map(row => row[index] ?? null))),
    copy: compileCopy(insert),
  }
}

function echoOf(columns: readonly StoredColumn[]): string {
  const cells = columns.map((column, index) => {
    const { cast, project } = storageOf(column)
    const name = `v.c${index + 1}`
    const cell = column.type.name === 'array' && cast !== undefined ? `${name}::${cast}` : name
    return project?.(cell) ?? cell
  })
  const arrays = columns.map((column, index) => {
    const { cast } = storageOf(column)
    return `$${index + 1}::${column.type.name === 'array' || cast === undefined ? 'text' : cast}[]`
  })
  const names = columns.map((_, index) => `c${index + 1}`)
  return `SELECT ${cells.join(', ')} FROM unnest(${arrays.join(', ')}) AS v(${names.join(', ')})`
}

/** Rows without values: as many as the only parameter says. */
const rowsOfDefaults = 'SELECT FROM generate_series(1, $1::int8)'

function rowsOfArrays(columns: readonly StoredColumn[], table: string): string {
  const sources = columns.map((column, index) => sourceOf(column, index + 1, table))
  const names = columns.map((_, index) => `c${index + 1}`)
  const items = sources.map((source, index) => source.item(`v.${names[index]}`))
  const arrays = sources.map(source => source.array).join(', ')
  const targets = columns.map(({ name }) => quoteIdentifier(name)).join(', ')
  return `(${targets}) SELECT ${items.join(', ')} FROM unnest(${arrays}) AS v(${names.join(', ')})`
}
