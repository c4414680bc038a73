import type { StorageTable, StoredColumn } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import type { AppendDataOptions } from './file/append-data.ts'
import type { DataFile } from './file/data-file.ts'
import type { FileEncoding } from './file/encoding.ts'

/** Streams the cells of columns of the rows that a locked file has; none of a file that holds nothing and is started. */
export type ScanThere = (columns: readonly StoredColumn[]) => AsyncGenerator<readonly Cells[]>

/** The rows to add, or what makes them while the file is locked: to leave out those that are in it by then. */
export type RowsToAdd = readonly Cells[] | ((there: ScanThere) => Promise<readonly Cells[]>)

export interface AddOptions extends AppendDataOptions {
  /** For errors. */
  readonly entity: string
  readonly columns: readonly StoredColumn[]
}

/** A row with what it takes to write it again. */
export interface TextRow {
  readonly cells: Cells
  readonly text: string
  /** White space that stands before it, where that is kept. */
  readonly gap: string
  readonly line: number
}

/** The rows of a file that is written anew. */
export interface Rewriting {
  readonly encoding: FileEncoding
  /** The rows that are there, in batches; the head is known when the first batch is, or they are over. */
  rows(): AsyncGenerator<readonly TextRow[]>
  head(): string
  /** A row as it stands in the new file. */
  spelled(row: Pick<TextRow, 'text' | 'gap'>): string
  /** The text of a row in which the columns that `changer` was made for hold other cells. */
  changed(text: string, cells: Cells): string
  /** A row that is added, behind all others. */
  added(cells: Cells): string
  /** What stands behind the last row. */
  tail(): string
}

export interface RewriteOptions {
  /** The columns of the rows' cells. */
  readonly columns: readonly StoredColumn[]
  /** The columns that `changed` gives other cells. */
  readonly set: readonly StoredColumn[]
  /** The columns of rows that are added. */
  readonly addedColumns: readonly StoredColumn[]
  /** False for a file that is started. */
  readonly isThere: boolean
  readonly signal: AbortSignal | undefined
}

export interface ScanOptions {
  readonly signal: AbortSignal | undefined
  /** Columns that a file which names its columns has to have, although nobody reads them. */
  readonly needed?: readonly StoredColumn[]
}

/** How rows are spelled in files: all that is different about CSV, NDJSON and JSON. */
export interface FileFormat {
  readonly name: string
  readonly storages: StorageTable
  /** Whether rows are added at the end of a file; otherwise it is written anew. */
  readonly isAppended: boolean
  /** Streams rows with the cells of the columns and, behind them, the line on which the row begins. */
  scan(file: DataFile, columns: readonly StoredColumn[], options: ScanOptions): AsyncGenerator<readonly Cells[]>
  /** The columns of rows that are added to a file that is started. */
  columnsOf(given: readonly StoredColumn[], all: readonly StoredColumn[], create: boolean): readonly StoredColumn[]
  /** Adds rows at the end of a file, all or none. */
  append(file: DataFile, rows: RowsToAdd, options: AddOptions): Promise<void>
  rewrite(file: DataFile, options: RewriteOptions): Rewriting
}
