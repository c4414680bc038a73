import { stat } from 'node:fs/promises'
import {
  type Answer,
  type Backend,
  type BackendLimits,
  type Occurrence,
  type Request,
  type Statement,
  type StoredColumn,
  storageOf,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import { abilities, operators } from './abilities.ts'
import { type AppendSettings, appendTo } from './append.ts'
import { type CopyAction, type CsvStatement, compileCsv, type ScanAction } from './compile.ts'
import { fileOf, type Place } from './connect.ts'
import { fieldsOf } from './csv/header.ts'
import type { FieldForm, ScannedRow } from './csv/row-reader.ts'
import { scanFile } from './csv/scan-file.ts'
import { fileError } from './errors.ts'
import { storages } from './types.ts'

export interface CsvSettings extends AppendSettings {
  readonly name: string
  readonly place: Place
  readonly maxOrderBytes: number
  readonly maxDeferredList: number
}

type Batch = readonly Cells[]

/** Reads files where they are: every read scans, and holds no more than it must to order, group or look up. */
export class CsvBackend implements Backend<CsvStatement> {
  readonly name: string
  readonly database = {}
  readonly can = abilities
  readonly storages = storages
  readonly operators = operators
  readonly limits: BackendLimits
  readonly #settings: CsvSettings

  constructor(settings: CsvSettings) {
    this.name = settings.name
    this.limits = { maxInsertRows: 10_000, maxDeferredList: settings.maxDeferredList, replace: 'declared' }
    this.#settings = settings
  }

  compile(statement: Statement): CsvStatement {
    return compileCsv(statement, this.name)
  }

  async run(compiled: CsvStatement, request: Request): Promise<Answer> {
    const { action } = compiled
    if (action.kind === 'append') {
      const { table } = action.insert.into
      const count = await appendTo(fileOf(this.#settings.place, table), action.insert, request, this.#settings)
      return { rows: [], count }
    }
    if (action.kind === 'copy') {
      const { table } = action.insert.into
      const rows = await this.#copied(action, request)
      const count = await appendTo(
        fileOf(this.#settings.place, table),
        action.insert,
        { ...request, rows },
        this.#settings,
      )
      return { rows: [], count }
    }
    const rows: unknown[] = []
    for await (const batch of this.#results(action, request)) {
      for (const row of batch) rows.push(row)
      if (action.isSingle && rows.length > 0) break
    }
    return { rows, count: rows.length }
  }

  /** All rows, since the file that they go to may be the one they come from. Errors: `too-large` beyond the byte budget. */
  async #copied({ scan, rowOf }: CopyAction, request: Request): Promise<readonly (readonly unknown[])[]> {
    const { maxOrderBytes } = this.#settings
    const rows: (readonly unknown[])[] = []
    let bytes = 0
    for await (const batch of this.#results(scan, request))
      for (const values of batch) {
        const row = rowOf(values)
        bytes += bytesOf(row)
        if (bytes > maxOrderBytes)
          throw new VantageError(
            `holding the rows to append takes more than maxOrderBytes (${maxOrderBytes}); narrow the set, or import() it`,
            { kind: 'too-large', details: { source: this.name } },
          )
        rows.push(row)
      }
    return rows
  }

  async *stream({ action }: CsvStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    if (action.kind !== 'scan') return
    for await (const batch of this.#results(action, request)) {
      if (batch.length <= batchRows) yield batch
      else for (let at = 0; at < batch.length; at += batchRows) yield batch.slice(at, at + batchRows)
    }
  }

  async *#results({ select, joined, scanOf }: ScanAction, request: Request): AsyncGenerator<Batch> {
    const lookups = new Map<string, Cells[]>()
    const held: Held = { bytes: 0 }
    for (const occurrence of select.lookups) {
      const rows = this.#all(
        occurrence,
        scanOf(occurrence).columns,
        request,
        joined.has(occurrence.key) ? held : undefined,
      )
      lookups.set(occurrence.key, await rows)
    }
    const input = {
      parameters: request.parameters,
      maxOrderBytes: this.#settings.maxOrderBytes,
      rowsOf: (occurrence: Occurrence): readonly Cells[] => lookups.get(occurrence.key) ?? [],
    }
    const { from } = select
    const batches = from === undefined ? [] : this.#scan(from, scanOf(from).columns, request)
    yield* select.stream(batches, input)
  }

  /** All rows of a table. Errors: `too-large` where the rows of a join, `held`, go beyond the byte budget. */
  async #all(
    occurrence: Occurrence,
    columns: readonly StoredColumn[],
    request: Request,
    held: Held | undefined,
  ): Promise<Cells[]> {
    const { maxOrderBytes } = this.#settings
    const rows: Cells[] = []
    for await (const batch of this.#scan(occurrence, columns, request))
      for (const row of batch) {
        if (held !== undefined) held.bytes += bytesOf(row)
        if (held !== undefined && held.bytes > maxOrderBytes)
          throw new VantageError(
            `holding the rows to join takes more than maxOrderBytes (${maxOrderBytes}); select fewer columns, or raise it`,
            { kind: 'too-large', details: { source: this.name, entity: occurrence.table.entity } },
          )
        rows.push(row)
      }
    return rows
  }

  /** The rows of a file with the columns asked for. A required text that the file leaves empty is the empty text. */
  async *#scan(occurrence: Occurrence, columns: readonly StoredColumn[], { signal }: Request): AsyncGenerator<Batch> {
    const { place, delimiter, quote, encoding, maxRowBytes } = this.#settings
    const names = columns.map(column => column.name)
    const scanned = scanFile<ScannedRow>(fileOf(place, occurrence.table), {
      delimiter,
      quote,
      encoding,
      maxRowBytes,
      signal,
      fields: header => fieldsOf(header, names),
      forms: columns.map(formOf),
    })
    for await (const { rows } of scanned) {
      throwIfAborted(signal)
      yield rows
    }
  }

  /** The folder is what there is to reach. */
  async ping(): Promise<void> {
    const { folder } = this.#settings.place
    const found = await stat(folder).catch(cause => {
      throw fileError(cause, folder, 'looking for the folder')
    })
    if (!found.isDirectory())
      throw new VantageError(`${folder} is no folder; csv() reads the files of a folder`, {
        kind: 'invalid',
        details: { file: folder },
      })
  }

  /** Files are open only while they are read, so nothing is left to close. */
  async close(): Promise<void> {}
}

/** What rows take that a join holds. */
interface Held {
  bytes: number
}

function bytesOf(row: Cells): number {
  let bytes = 0
  for (const cell of row) bytes += 16 + (typeof cell === 'string' ? 2 * cell.length : 0)
  return bytes
}

/** A required text that the file leaves empty is the empty text; what a storage of ours holds may be read as a value. */
function formOf({ type, storage, isNullable }: StoredColumn): FieldForm {
  if (type.name === 'text') return isNullable ? 'text' : 'filled'
  const { usual } = storage
  const isOurs = storage === storageOf(storages, type, 'csv')
  return isOurs && (usual === 'whole' || usual === 'finite' || usual === 'truth') ? usual : 'text'
}
