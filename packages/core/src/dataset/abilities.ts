import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { OnBadRow } from './on-bad-row.ts'

/** Options of calls that read rows. */
export interface ReadCallOptions extends CallOptions {
  /** What to do with a row whose stored types are wrong: fail the call (default), leave the row out, or leave it out and tell. */
  readonly onBadRow?: OnBadRow
}

export interface StreamOptions extends ReadCallOptions {
  /** Rows fetched at a time, 1 to 100,000. Default 1,000. */
  readonly batchRows?: number
}

/** Something rows can be read from: a table, a file, a GET API. */
export interface Readable<out Row> extends AsyncIterable<Row> {
  list(options?: ReadCallOptions): Pending<Row[]>
  first(options?: ReadCallOptions): Pending<Row | undefined>
  stream(options?: StreamOptions): AsyncIterable<Row>
}

/** Something records can be put into: a table, a queue, a log file. */
export interface Insertable<in Id, in Record, out Row> {
  insert(id: Id, record: Record, options?: CallOptions): Pending<Row>
  insertMany(records: readonly (object & Record)[], options?: CallOptions): Pending<number>
}

/** A set with idempotent create, read, change and delete by id. */
export interface Writable<in Id, in Record, in Part, out Row> {
  get(id: Id, options?: ReadCallOptions): Pending<Row | undefined>
  replace(id: Id, record: Record, options?: CallOptions): Pending<Row>
  patch(id: Id, part: Part, options?: CallOptions): Pending<Row>
  delete(id: Id, options?: CallOptions): Pending<boolean>
}

/** Progress of an import: rows read from the source and rows created in the target so far. */
export interface ImportProgress {
  readonly read: number
  readonly created: number
}

export interface ImportOptions extends CallOptions {
  /** Rows written at a time. Default 1,000. */
  readonly batchRows?: number
  readonly onProgress?: (progress: ImportProgress) => void
}
