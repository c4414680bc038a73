import type { FileHandle } from 'node:fs/promises'
import type { DataOptions } from './data-file.ts'
import { gunzipped } from './gunzip.ts'
import { chunksOf } from './read-chunks.ts'

/** The end of a content: its last bytes and how many there are in all. */
export interface ContentEnd {
  readonly size: number
  readonly last: Buffer
}

/** What an open file holds, unpacked; it does not change while this is used. */
export interface Content {
  chunks(options?: DataOptions): AsyncGenerator<Uint8Array, void, undefined>
  /** The end; of what is packed it is found by reading all of it, which also shows that it is whole. */
  end(bytes: number): Promise<ContentEnd>
}

export function contentOf(handle: FileHandle, file: string, isGzip: boolean): Content {
  const plain = new PlainContent(handle, file)
  if (!isGzip) return plain
  const chunks = (options: DataOptions = {}): AsyncGenerator<Uint8Array, void, undefined> =>
    gunzipped(plain.chunks(options), { file, ...(options.line === undefined ? {} : { line: options.line }) })
  return { chunks, end: bytes => endOfChunks(chunks(), bytes) }
}

/** Files up to this length are read once, whatever is asked of them. */
const smallBytes = 64 * 1024

class PlainContent implements Content {
  readonly #handle: FileHandle
  readonly #file: string
  #size: number | undefined
  #whole: Buffer | undefined

  constructor(handle: FileHandle, file: string) {
    this.#handle = handle
    this.#file = file
  }

  async *chunks(options: DataOptions = {}): AsyncGenerator<Uint8Array, void, undefined> {
    const size = await this.#known()
    if (this.#whole === undefined) yield* chunksOf(this.#handle, this.#file, { ...options, size })
    else if (size > 0) yield this.#whole
  }

  async end(bytes: number): Promise<ContentEnd> {
    const size = await this.#known()
    const wanted = Math.min(bytes, size)
    if (this.#whole !== undefined) return { size, last: this.#whole.subarray(size - wanted) }
    const { buffer, bytesRead } = await this.#handle.read(Buffer.alloc(wanted), 0, wanted, size - wanted)
    return { size, last: buffer.subarray(0, bytesRead) }
  }

  /** The length; what is small is read on the way, while the length is asked for. */
  async #known(): Promise<number> {
    if (this.#size !== undefined) return this.#size
    const first = Buffer.allocUnsafe(smallBytes)
    const [{ size }, { bytesRead }] = await Promise.all([
      this.#handle.stat(),
      this.#handle.read(first, 0, smallBytes, 0),
    ])
    // Anything else is read again, by what says how files that change meanwhile go on.
    if (bytesRead === size) this.#whole = first.subarray(0, size)
    this.#size = size
    return size
  }
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
