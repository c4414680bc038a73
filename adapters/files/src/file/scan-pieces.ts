import { type DataFile, readData } from './data-file.ts'
import type { PieceScanner, RowBatch } from './piece-scanner.ts'
import type { ChunkOptions } from './read-chunks.ts'

/** The rows of a batch live together: larger batches outlive the young garbage, at up to twice the time per row. */
const batchBytes = 16 * 1024

/**
 * Streams the rows of a file.
 *
 * Shape: batches of at least one row, about 16 KiB of file each; the next piece is read only when the next batch is asked for.
 * Errors: those of the scanner, of the file system and of unpacking, and `cancelled` or `timeout` of the signal between pieces.
 * The file is closed in every case, also when the loop is left early.
 */
export function scanData<Row>(
  file: DataFile,
  scanner: PieceScanner<Row>,
  options: ChunkOptions,
): AsyncGenerator<RowBatch<Row>, void, undefined> {
  return scanPieces(readData(file, { ...options, line: () => scanner.line }), scanner)
}

/** The same for bytes from elsewhere: a response, say. Whatever gives the bytes is ended when the loop is left. */
export async function* scanPieces<Row>(
  chunks: AsyncIterable<Uint8Array>,
  scanner: PieceScanner<Row>,
): AsyncGenerator<RowBatch<Row>, void, undefined> {
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
