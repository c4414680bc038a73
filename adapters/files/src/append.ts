import { type Insert, type Request, type Type, unchecked } from '@vantage-ts/core/adapter'
import { appendRows } from './csv/append-rows.ts'
import type { DialectOptions } from './csv/dialect.ts'
import { fieldsOf } from './csv/header.ts'
import type { CsvRow } from './csv/row-reader.ts'
import { scanFile } from './csv/scan-file.ts'

export interface AppendSettings extends DialectOptions {
  readonly maxRowBytes?: number | undefined
}

/**
 * Adds the rows of an insert at the end of a file, all or none; gives their number.
 *
 * Shape: a row whose id is in the file already, or comes twice, is left out: the ids are looked up while the file is locked.
 * Errors: those of `appendRows`, and of scanning the file for ids.
 */
export async function appendTo(
  file: string,
  insert: Insert,
  { rows, signal }: Request,
  settings: AppendSettings,
): Promise<number> {
  const encoded = unchecked<readonly CsvRow[]>(rows, 'every storage of a file encodes to text')
  const { columns } = insert
  const ids = columns.flatMap((column, index) => (column.isId ? [index] : []))
  const isKeyed = insert.onConflict === 'skip' && ids.length === insert.into.table.ids.length && ids.length > 0
  const keyOf = idKey(ids.map(index => columns[index]?.type))
  const options = { ...settings, signal, columns: columns.map(column => column.name) }
  if (!isKeyed) return (await appendRows(file, encoded, options)).rows
  const missing = async (): Promise<readonly CsvRow[]> => {
    const names = ids.map(index => columns[index]?.name ?? '')
    const wanted = new Map<string, CsvRow>()
    for (const row of encoded) {
      const key = keyOf(ids.map(index => row[index] ?? null))
      if (!wanted.has(key)) wanted.set(key, row)
    }
    const scanned = scanFile(file, { ...settings, signal, fields: header => fieldsOf(header, names) })
    for await (const batch of scanned) {
      for (const row of batch.rows) wanted.delete(keyOf(row))
      if (wanted.size === 0) break
    }
    return [...wanted.values()]
  }
  return (await appendRows(file, missing, options)).rows
}

/** A text that is equal for equal ids, however the file spells them: `007` and `7` are one int. */
const idKey =
  (types: readonly (Type<unknown> | undefined)[]) =>
  (row: CsvRow): string =>
    JSON.stringify(row.map((text, index) => canonical(types[index], text)))

function canonical(type: Type<unknown> | undefined, text: string | null): string | null {
  if (text === null || type === undefined) return text
  try {
    return type.toText(type.fromText(text))
  } catch {
    // No value of the type, so it is no id that could be met.
    return `not a ${type.name}: ${text}`
  }
}
