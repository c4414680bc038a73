import { type ChunkOptions, readChunks } from './read-chunks.ts'
import { type RowBatch, RowScanner, type ScannerOptions } from './scanner.ts'

export interface ScanFileOptions extends Omit<ScannerOptions, 'file'>, ChunkOptions {}

/**
 * Streams the rows of a CSV file.
 *
 * Shape: batches of at least one row, about 64 KiB of file each; the next piece is read only when the next batch is asked for.
 * Errors: those of `RowScanner`, of the file system, and `cancelled` or `timeout` of the signal between pieces. The file is
 * closed in every case, also when the loop is left early.
 */
export function scanFile(file: string, options: ScanFileOptions = {}): AsyncGenerator<RowBatch, void, undefined> {
  return scanChunks(readChunks(file, options), { ...options, file })
}

/** The same for bytes from elsewhere: a decompressor, a response. Whatever gives the bytes is ended when the loop is left. */
export async function* scanChunks(
  chunks: AsyncIterable<Uint8Array>,
  options: ScannerOptions,
): AsyncGenerator<RowBatch, void, undefined> {
  const scanner = new RowScanner(options)
  for await (const chunk of chunks) {
    const batch = scanner.push(chunk)
    if (batch.rows.length > 0) yield batch
  }
  const rest = scanner.finish()
  if (rest.rows.length > 0) yield rest
  // A fault behind the last complete rows is thrown only when the scanner is asked again.
  scanner.finish()
}
