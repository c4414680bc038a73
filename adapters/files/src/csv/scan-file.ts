import { type ChunkOptions, readChunks } from './read-chunks.ts'
import type { CsvRow, ScannedRow } from './row-reader.ts'
import { type RowBatch, RowScanner, type ScannerOptions } from './scanner.ts'

/** The rows of a batch live together: larger batches outlive the young garbage, at up to twice the time per row. */
const batchBytes = 16 * 1024

export interface ScanFileOptions<Row extends ScannedRow = CsvRow>
  extends Omit<ScannerOptions<Row>, 'file'>,
    ChunkOptions {}

/**
 * Streams the rows of a CSV file.
 *
 * Shape: batches of at least one row, about 16 KiB of file each; the next piece is read only when the next batch is asked for.
 * Errors: those of `RowScanner`, of the file system, and `cancelled` or `timeout` of the signal between pieces. The file is
 * closed in every case, also when the loop is left early.
 */
export function scanFile<Row extends ScannedRow = CsvRow>(
  file: string,
  options: ScanFileOptions<Row> = {},
): AsyncGenerator<RowBatch<Row>, void, undefined> {
  return scanChunks(readChunks(file, options), { ...options, file })
}

/** The same for bytes from elsewhere: a decompressor, a response. Whatever gives the bytes is ended when the loop is left. */
export async function* scanChunks<Row extends ScannedRow = CsvRow>(
  chunks: AsyncIterable<Uint8Array>,
  options: ScannerOptions<Row>,
): AsyncGenerator<RowBatch<Row>, void, undefined> {
  const scanner = new RowScanner(options)
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length; from += batchBytes) {
      const batch = scanner.push(chunk.subarray(from, from + batchBytes))
      if (batch.rows.length > 0) yield batch
    }
  const rest = scanner.finish()
  if (rest.rows.length > 0) yield rest
  // A fault behind the last complete rows is thrown only when the scanner is asked again.
  scanner.finish()
}
