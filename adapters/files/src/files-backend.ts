import { stat } from 'node:fs/promises'
import {
  type Abilities,
  type Answer,
  type Backend,
  type BackendLimits,
  type Insert,
  type Occurrence,
  type Request,
  type Statement,
  type StorageTable,
  type StoredColumn,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import type { Cells, SelectInput } from '@vantage-ts/core/memory'
import { abilities, logAbilities, operators } from './abilities.ts'
import { appendTo } from './append.ts'
import {
  type ChangeAction,
  compileFiles,
  type CopyAction,
  type FileStatement,
  type Scan,
  type ScanAction,
  type Scans,
} from './compile.ts'
import { dataFileOf, type Place } from './connect.ts'
import { fileError } from './errors.ts'
import type { FileFormat } from './format.ts'
import { IdCheck } from './id-check.ts'
import { addRows, changeRows, givenBack } from './rewrite.ts'

export interface FilesSettings {
  readonly name: string
  readonly place: Place
  readonly format: FileFormat
  /** Whether rows are added at the end of files only. */
  readonly isLog: boolean
  readonly create?: boolean | undefined
  readonly fsync?: boolean | undefined
  readonly lockWaitMs?: number | undefined
  /** Whether what is read is looked through for ids that are missing or there twice. */
  readonly checkIds?: boolean | undefined
  readonly maxOrderBytes: number
  readonly maxDeferredList: number
}

type Batch = readonly Cells[]

/** Reads files where they are: every read scans, and holds no more than it must to order, group or look up. */
export class FilesBackend implements Backend<FileStatement> {
  readonly name: string
  readonly database = {}
  readonly can: Abilities
  readonly storages: StorageTable
  readonly operators = operators
  readonly limits: BackendLimits
  readonly #settings: FilesSettings

  constructor(settings: FilesSettings) {
    const { name, format, isLog, maxDeferredList } = settings
    this.name = name
    this.can = isLog ? logAbilities : abilities
    this.storages = format.storages
    // Ids are looked up once per statement, so one that takes many rows is better than many.
    const maxInsertRows = 1_000_000
    this.limits = { maxInsertRows, maxDeferredList, replace: 'declared', readsInOrder: true }
    this.#settings = settings
  }

  compile(statement: Statement): FileStatement {
    const checksIds = this.#settings.checkIds === true
    return compileFiles(statement, { name: this.name, storages: this.storages, checksIds })
  }

  async run({ action }: FileStatement, request: Request): Promise<Answer> {
    switch (action.kind) {
      case 'append':
        return this.#added(action.insert, request)
      case 'copy':
        return this.#added(action.insert, { ...request, rows: await this.#copied(action, request) })
      case 'change':
        return this.#changed(action, request)
      case 'scan':
        return this.#read(action, request)
    }
  }

  async #read(action: ScanAction, request: Request): Promise<Answer> {
    const rows: unknown[] = []
    for await (const batch of this.#results(action, request, this.#settings.checkIds)) {
      for (const row of batch) rows.push(row)
      if (action.isSingle && rows.length > 0 && this.#settings.checkIds !== true) break
    }
    return { rows, count: rows.length }
  }

  async #added(insert: Insert, request: Request): Promise<Answer> {
    const { place, format } = this.#settings
    const file = await dataFileOf(place, insert.into.table)
    const added = format.isAppended
      ? await appendTo(file, insert, request, this.#settings)
      : await addRows(file, insert, request.rows, { ...this.#settings, signal: request.signal })
    return { rows: givenBack(insert, added), count: added.length }
  }

  async #changed(action: ChangeAction, request: Request): Promise<Answer> {
    const { table: occurrence } = action.change.statement
    const file = await dataFileOf(this.#settings.place, occurrence.table)
    action.files.set(occurrence.key, file.file)
    const input = await this.#inputOf(action, request)
    return changeRows(file, action, input, { ...this.#settings, signal: request.signal })
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

  async *stream({ action }: FileStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    if (action.kind !== 'scan') return
    for await (const batch of this.#results(action, request)) {
      if (batch.length <= batchRows) yield batch
      else for (let at = 0; at < batch.length; at += batchRows) yield batch.slice(at, at + batchRows)
    }
  }

  /** The rows of a select. With `readsOn` its file is read to the end, whatever it needs of it. */
  async *#results(action: ScanAction, request: Request, readsOn = false): AsyncGenerator<Batch> {
    const { select, scanOf } = action
    const { from } = select
    const input = await this.#inputOf(action, request)
    if (from === undefined) return yield* select.stream([], input)
    const batches = this.#scan(from, scanOf(from).columns, request, action.files)
    if (!readsOn) return yield* select.stream(batches, input)
    try {
      // What cannot be ended is read on when the select needs no more.
      yield* select.stream({ [Symbol.asyncIterator]: () => ({ next: () => batches.next() }) }, input)
      while ((await batches.next()).done !== true);
    } finally {
      await batches.return(undefined)
    }
  }

  /** What a statement is run with: its parameters, and the rows of the tables that it looks up. */
  async #inputOf({ select, joined, scanOf, files }: Scans, request: Request): Promise<SelectInput> {
    const lookups = new Map<string, Cells[]>()
    const held: Held = { bytes: 0 }
    for (const occurrence of select.lookups) {
      const holding = joined.has(occurrence.key) ? held : undefined
      lookups.set(occurrence.key, await this.#all(scanOf(occurrence), request, files, holding))
    }
    return {
      parameters: request.parameters,
      maxOrderBytes: this.#settings.maxOrderBytes,
      rowsOf: occurrence => lookups.get(occurrence.key) ?? [],
    }
  }

  /** All rows of a table. Errors: `too-large` where the rows of a join, `held`, go beyond the byte budget. */
  async #all(
    { occurrence, columns }: Scan,
    request: Request,
    files: Map<string, string>,
    held: Held | undefined,
  ): Promise<Cells[]> {
    const { maxOrderBytes } = this.#settings
    const rows: Cells[] = []
    for await (const batch of this.#scan(occurrence, columns, request, files))
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

  /** The rows of a file with the columns asked for; notes which file that is. */
  async *#scan(
    occurrence: Occurrence,
    columns: readonly StoredColumn[],
    { signal }: Request,
    files: Map<string, string>,
  ): AsyncGenerator<Batch> {
    const { place, format, checkIds, maxOrderBytes } = this.#settings
    const file = await dataFileOf(place, occurrence.table)
    files.set(occurrence.key, file.file)
    const { ids } = occurrence.table
    const places = ids.map(id => columns.indexOf(id))
    const check = checkIds === true ? new IdCheck({ file: file.file, ids, places, maxBytes: maxOrderBytes }) : undefined
    for await (const batch of format.scan(file, columns, { signal, needed: ids })) {
      throwIfAborted(signal)
      if (check !== undefined) for (const row of batch) check.takeRow(row, Number(row[columns.length]))
      yield batch
    }
  }

  /** The folder is what there is to reach. */
  async ping(): Promise<void> {
    const { folder } = this.#settings.place
    const found = await stat(folder).catch(cause => {
      throw fileError(cause, folder, 'looking for the folder')
    })
    if (!found.isDirectory())
      throw new VantageError(`${folder} is no folder; ${this.#settings.format.name}() reads the files of a folder`, {
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
