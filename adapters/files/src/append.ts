import { stat } from 'node:fs/promises'
import { type Insert, type Request, type StoredColumn, type Type, unchecked } from '@vantage-ts/core/adapter'
import { appendRows } from './csv/append-rows.ts'
import type { DialectOptions } from './csv/dialect.ts'
import { fieldsOf } from './csv/header.ts'
import type { CsvRow } from './csv/row-reader.ts'
import { scanFile } from './csv/scan-file.ts'

export interface AppendSettings extends DialectOptions {
  readonly maxRowBytes?: number | undefined
  readonly create?: boolean | undefined
  readonly fsync?: boolean | undefined
  readonly lockWaitMs?: number | undefined
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
  const given = unchecked<readonly CsvRow[]>(rows, 'every storage of a file encodes to text')
  const { table } = insert.into
  // A file that is started gets all columns, whatever this record has.
  const columns = settings.create === true ? table.columns : insert.columns
  const sent = columns === insert.columns ? given : given.map(widened(insert.columns, columns))
  const ids = columns.flatMap((column, index) => (column.isId ? [index] : []))
  const isKeyed = insert.onConflict === 'skip' && ids.length === table.ids.length && ids.length > 0
  const options = { ...settings, signal, columns: columns.map(column => column.name) }
  const wanted = isKeyed ? () => newRows(file, sent, { ids, columns, settings, signal }) : sent
  return (await appendRows(file, wanted, options)).rows
}

const widened = (from: readonly StoredColumn[], to: readonly StoredColumn[]): ((row: CsvRow) => CsvRow) => {
  const places = to.map(column => from.indexOf(column))
  return row => places.map(place => row[place] ?? null)
}

interface Looked {
  readonly ids: readonly number[]
  readonly columns: readonly StoredColumn[]
  readonly settings: AppendSettings
  readonly signal: AbortSignal | undefined
}

/** The rows whose ids the file does not have, each id once. */
async function newRows(
  file: string,
  rows: readonly CsvRow[],
  { ids, columns, settings, signal }: Looked,
): Promise<readonly CsvRow[]> {
  const keyOf = idKey(ids.map(index => columns[index]?.type))
  const names = ids.map(index => columns[index]?.name ?? '')
  const wanted = new Map<string, CsvRow>()
  for (const row of rows) {
    const key = keyOf(ids.map(index => row[index] ?? null))
    if (!wanted.has(key)) wanted.set(key, row)
  }
  if (settings.create === true && (await isNothing(file))) return [...wanted.values()]
  for await (const batch of scanFile(file, { ...settings, signal, fields: header => fieldsOf(header, names) })) {
    for (const row of batch.rows) wanted.delete(keyOf(row))
    if (wanted.size === 0) break
  }
  return [...wanted.values()]
}

/** Whatever else is wrong with the file is told by what reads it. */
async function isNothing(file: string): Promise<boolean> {
  const found = await stat(file).catch(() => undefined)
  return found === undefined || (found.isFile() && found.size === 0)
}

/** A text that is equal for equal ids, however the file spells them: `007` and `7` are one int. */
const idKey =
  (types: readonly (Type<unknown> | undefined)[]) =>
  (row: CsvRow): string =>
    JSON.stringify(row.map((text, index) => canonical(types[index], text)))

function canonical(type: Type<unknown> | undefined, text: string | null): string | null {
  // Where the id is text, a field that is left empty is the empty text.
  if (type === undefined || type.name === 'text') return text ?? ''
  if (text === null) return text
  try {
    return type.toText(type.fromText(text))
  } catch {
    // No value of the type, so it is no id that could be met.
    return `not a ${type.name}: ${text}`
  }
}
