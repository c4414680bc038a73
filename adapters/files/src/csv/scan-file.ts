import type { ChunkOptions } from '../file/read-chunks.ts'
import { scanData, scanPieces } from '../file/scan-pieces.ts'
import type { CsvRow, ScannedRow } from './row-reader.ts'
import { type RowBatch, RowScanner, type ScannerOptions } from './scanner.ts'

export interface ScanFileOptions<Row extends ScannedRow = CsvRow>
  extends Omit<ScannerOptions<Row>, 'file'>,
    ChunkOptions {
  /** Whether the file is packed by gzip; false unless told. */
  readonly isGzip?: boolean | undefined
}

/** Streams the rows of a CSV file as `scanData` does; errors: those of `RowScanner` besides. */
export function scanFile<Row extends ScannedRow = CsvRow>(
  file: string,
  options: ScanFileOptions<Row> = {},
): AsyncGenerator<RowBatch<Row>, void, undefined> {
  return scanData({ file, isGzip: options.isGzip === true }, new RowScanner({ ...options, file }), options)
}

/** The same for bytes from elsewhere. */
export function scanChunks<Row extends ScannedRow = CsvRow>(
  chunks: AsyncIterable<Uint8Array>,
  options: ScannerOptions<Row>,
): AsyncGenerator<RowBatch<Row>, void, undefined> {
  return scanPieces(chunks, new RowScanner(options))
}
