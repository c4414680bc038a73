import { type Insert, type Request, type StoredColumn, VantageError } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import type { AppendDataOptions } from './file/append-data.ts'
import type { DataFile } from './file/data-file.ts'
import { isNothing } from './file/replace-data.ts'
import type { FileFormat, ScanThere } from './format.ts'
import { alreadyThere } from './id-check.ts'
import { idKey } from './id-key.ts'
import { WantedRows } from './wanted-rows.ts'

export interface WriteSettings extends AppendDataOptions {
  readonly format: FileFormat
  /** Whether the file is a log: what is added is not looked up, unless rows with ids that are there are to be left out. */
  readonly isLog: boolean
}

/**
 * Adds the rows of an insert at the end of a file, all or none; gives those that were added.
 *
 * Shape: a row whose id is in the file already, or comes twice, is left out: the ids are looked up while the file is locked.
 * Errors: those of appending, and of scanning the file for ids.
 */
export async function appendTo(
  file: DataFile,
  insert: Insert,
  { rows, signal }: Request,
  { format, isLog, ...settings }: WriteSettings,
): Promise<readonly Cells[]> {
  const { table } = insert.into
  requireAll(insert)
  const columns = format.columnsOf(insert.columns, table.columns, settings.create === true)
  const sent = columns === insert.columns ? rows : rows.map(widened(insert.columns, columns))
  const ids = keyOf(insert, isLog)
  let added: readonly Cells[] = sent
  const fresh = async (there: ScanThere): Promise<readonly Cells[]> => {
    const isStarted = settings.create === true && (await isNothing(file.file))
    added = await newRows(sent, { ids, columns, there: isStarted ? undefined : there })
    if (insert.onConflict === 'fail' && added.length < sent.length) throw alreadyThere(table.entity, ids)
    return added
  }
  await format.append(file, ids.length === 0 ? sent : fresh, {
    ...settings,
    signal,
    columns,
    entity: table.entity,
  })
  return columns === insert.columns ? added : added.map(widened(columns, insert.columns))
}

/** Files have no defaults. Errors: `constraint` for a required column that the rows do not have. */
export function requireAll({ into: { table }, columns }: Insert): void {
  const missing = table.columns.find(column => !column.isNullable && !columns.includes(column))
  if (missing === undefined) return
  throw new VantageError(
    `${table.entity}.${missing.property} must not be null, and a file makes no values; give it one`,
    {
      kind: 'constraint',
      details: { entity: table.entity, field: missing.property, reason: 'not-null' },
    },
  )
}

/** The columns by which rows are told to be there already; none where nobody asks. */
export function keyOf({ into, columns, onConflict }: Insert, isLog: boolean): readonly StoredColumn[] {
  const ids = into.table.ids.filter(id => columns.includes(id))
  return (onConflict === 'skip' || !isLog) && ids.length === into.table.ids.length ? ids : []
}

export const widened = (from: readonly StoredColumn[], to: readonly StoredColumn[]): ((row: Cells) => Cells) => {
  const places = to.map(column => from.indexOf(column))
  return row => places.map(place => row[place] ?? null)
}

interface Looked {
  readonly ids: readonly StoredColumn[]
  readonly columns: readonly StoredColumn[]
  /** Scans what the file has; nothing where it is started. */
  readonly there: ScanThere | undefined
}

/** The rows whose ids the file does not have, each id once. */
async function newRows(rows: readonly Cells[], { ids, columns, there }: Looked): Promise<readonly Cells[]> {
  const wanted = new WantedRows(rows, ids, columns)
  if (there === undefined) return wanted.rest()
  const keyOf = idKey(ids)
  const places = [...ids.keys()]
  for await (const batch of there(ids)) for (const cells of batch) if (!wanted.remove(keyOf(cells, places))) return []
  return wanted.rest()
}
