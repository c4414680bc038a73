import type { Answer, Insert } from '@vantage-ts/core/adapter'
import { type Cells, type CompiledSelect, type SelectInput, storedForm } from '@vantage-ts/core/memory'
import { keyOf, requireAll, widened } from './append.ts'
import { type Change, setColumns } from './change.ts'
import type { DataFile } from './file/data-file.ts'
import { isNothing, type ReplaceOptions, replaceData } from './file/replace-data.ts'
import type { TextSink } from './file/text-sink.ts'
import type { FileFormat, Rewriting, TextRow } from './format.ts'
import { alreadyThere, IdCheck } from './id-check.ts'
import { idKey } from './id-key.ts'
import { WantedRows } from './wanted-rows.ts'

export interface RewriteSettings extends ReplaceOptions {
  readonly format: FileFormat
  /** Bytes that the ids of written rows may take, as estimated. */
  readonly maxOrderBytes: number
}

/** An update or delete that is ready to run. */
export interface ReadyChange {
  readonly change: Change
  readonly select: CompiledSelect
}

/**
 * Changes or removes the rows of a file that meet a condition, all or none: the file is written anew beside itself.
 *
 * Shape: rows stream past in constant memory, but for the ids of those that are written; all other rows keep their text. Every
 * value is computed from the rows as they were. Where no row meets the condition, the file stays as it is.
 * Errors: those of scanning and of `replaceData`; `invalid` naming the line for a row without id and for two rows of one id.
 */
export async function changeRows(
  file: DataFile,
  { change, select }: ReadyChange,
  input: SelectInput,
  { format, maxOrderBytes, ...settings }: RewriteSettings,
): Promise<Answer> {
  const { statement, columns, idPlaces } = change
  const set = setColumns(statement)
  const { table } = statement.table
  return replaceData(file, { ...settings, create: false }, async sink => {
    const rewriting = format.rewrite(file, { columns, set, addedColumns: [], isThere: true, signal: settings.signal })
    const check = new IdCheck({ file: file.file, ids: table.ids, places: idPlaces, maxBytes: maxOrderBytes })
    const results: Cells[] = []
    const returned = widened(columns, statement.returning)
    const setPlaces = set.map(column => columns.indexOf(column))
    let count = 0
    let found = new Map<number, Cells>()

    /** The text of a row from now on; undefined for one that goes. */
    const written = (row: TextRow, values: Cells, key: unknown): string | undefined => {
      check.take(key, row.line)
      count++
      const stored = set.map((column, index) => storedForm(values[index] ?? null, column, table.entity))
      if (statement.returning.length > 0) results.push(returned(withCells(row.cells, setPlaces, stored)))
      return statement.kind === 'delete'
        ? undefined
        : rewriting.spelled({ ...row, text: rewriting.changed(row.text, stored) })
    }
    const batches = async function* (): AsyncGenerator<readonly Cells[]> {
      const copy = new Copy(rewriting, sink)
      for await (const batch of rewriting.rows()) {
        found = new Map()
        yield batch.map(({ cells, line }, index) => [...cells, index, line])
        // Who asks for the next batch has given all that this one comes to.
        for (const [index, row] of batch.entries()) {
          const key = check.keyOf(row.cells, row.line)
          const values = found.get(index)
          const waiting = copy.add(values === undefined ? rewriting.spelled(row) : written(row, values, key))
          if (waiting !== undefined) await waiting
        }
      }
      await copy.end()
    }
    for await (const ready of select.stream(batches(), input))
      for (const [index, ...values] of ready) found.set(Number(index), values)
    return { isChanged: count > 0, result: { rows: results, count } }
  })
}

function withCells(cells: Cells, places: readonly number[], changed: Cells): Cells {
  const copy = [...cells]
  for (const [index, place] of places.entries()) copy[place] = changed[index]
  return copy
}

/**
 * Adds rows to a file that cannot be appended to, by writing it anew; gives those that were added.
 *
 * Shape: as of `appendTo`: a row whose id is in the file already, or comes twice, is left out. Errors: as of `changeRows`.
 */
export async function addRows(
  file: DataFile,
  insert: Insert,
  rows: readonly Cells[],
  { format, ...settings }: RewriteSettings,
): Promise<readonly Cells[]> {
  requireAll(insert)
  const ids = keyOf(insert, false)
  const { columns } = insert
  const create = settings.create === true
  return replaceData(file, settings, async (sink, isThere) => {
    const isStarted = !isThere || (create && (await isNothing(file.file)))
    const rewriting = format.rewrite(file, {
      columns: ids,
      set: [],
      addedColumns: columns,
      isThere: !isStarted,
      signal: settings.signal,
    })
    const copy = new Copy(rewriting, sink)
    const keyOfIds = idKey(ids)
    const places = [...ids.keys()]
    const wanted = ids.length === 0 ? undefined : new WantedRows(rows, ids, columns)
    for await (const batch of rewriting.rows())
      for (const row of batch) {
        wanted?.remove(keyOfIds(row.cells, places))
        const waiting = copy.add(rewriting.spelled(row))
        if (waiting !== undefined) await waiting
      }
    const added = wanted?.rest() ?? rows
    if (insert.onConflict === 'fail' && added.length < rows.length) throw alreadyThere(insert.into.table.entity, ids)
    for (const row of added) await copy.add(rewriting.added(row))
    await copy.end()
    return { isChanged: added.length > 0 || isStarted, result: added }
  })
}

/** The columns of the rows that an insert gives back, from those it was given. */
export const givenBack = (
  { columns, returning }: Pick<Insert, 'columns' | 'returning'>,
  rows: readonly Cells[],
): readonly Cells[] => (returning.length === 0 ? [] : rows.map(widened(columns, returning)))

/** Writes rows behind the head of the file, which is known when the first row is. */
class Copy {
  readonly #rewriting: Rewriting
  readonly #sink: TextSink
  #isBegun = false

  constructor(rewriting: Rewriting, sink: TextSink) {
    this.#rewriting = rewriting
    this.#sink = sink
    sink.encoding = rewriting.encoding
  }

  /** Adds a text, if there is one; a promise where it has to be waited for. */
  add(text: string | undefined): Promise<void> | undefined {
    const head = this.#isBegun ? '' : this.#rewriting.head()
    this.#isBegun = true
    return this.#sink.add(text === undefined ? head : head + text)
  }

  async end(): Promise<void> {
    await this.add('')
    await this.#sink.add(this.#rewriting.tail())
  }
}
