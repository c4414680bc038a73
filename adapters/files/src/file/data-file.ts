import { gunzipped } from './gunzip.ts'
import { type ChunkOptions, readChunks } from './read-chunks.ts'

/** A file of rows, as it is or packed. */
export interface DataFile {
  readonly file: string
  readonly isGzip: boolean
}

export interface DataOptions extends ChunkOptions {
  /** The line that is read just now, for errors of what is packed. */
  line?(): number
}

/** Reads the content of a file piece by piece, unpacked. Errors: those of `readChunks` and `gunzipped`. */
export function readData(
  { file, isGzip }: DataFile,
  options: DataOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  const chunks = readChunks(file, options)
  if (!isGzip) return chunks
  const { line } = options
  return gunzipped(chunks, { file, ...(line === undefined ? {} : { line }) })
}
