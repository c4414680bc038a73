import type { FileHandle } from 'node:fs/promises'
import { gunzipped } from './gunzip.ts'
import { type ChunkOptions, chunksOf } from './read-chunks.ts'

/** The end of a content: its last bytes and how many there are in all. */
export interface ContentEnd {
  readonly size: number
  readonly last: Buffer
}

/** What an open file holds, unpacked. */
export interface Content {
  chunks(options?: ChunkOptions): AsyncGenerator<Uint8Array, void, undefined>
  /** The end; of what is packed it is found by reading all of it, which also shows that it is whole. */
  end(bytes: number): Promise<ContentEnd>
}

export function contentOf(handle: FileHandle, file: string, isGzip: boolean): Content {
  const chunks = (options: ChunkOptions = {}): AsyncGenerator<Uint8Array, void, undefined> => {
    const plain = chunksOf(handle, file, options)
    return isGzip ? gunzipped(plain, { file }) : plain
  }
  return { chunks, end: isGzip ? bytes => endOfChunks(chunks(), bytes) : bytes => endOfFile(handle, bytes) }
}

async function endOfFile(handle: FileHandle, bytes: number): Promise<ContentEnd> {
  const { size } = await handle.stat()
  const wanted = Math.min(bytes, size)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(wanted), 0, wanted, size - wanted)
  return { size, last: buffer.subarray(0, bytesRead) }
}

async function endOfChunks(chunks: AsyncIterable<Uint8Array>, bytes: number): Promise<ContentEnd> {
  let size = 0
  let last = Buffer.alloc(0)
  for await (const chunk of chunks) {
    size += chunk.length
    last = Buffer.concat([last, chunk.subarray(-bytes)]).subarray(-bytes)
  }
  return { size, last }
}
