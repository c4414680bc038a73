import { once } from 'node:events'
import { createGzip, type Gzip } from 'node:zlib'
import { ByteBuilder } from './byte-builder.ts'
import type { FileEncoding } from './encoding.ts'

/** The part of an open file that is needed here. */
export interface SinkTarget {
  write(bytes: Buffer, offset: number, length: number): Promise<{ bytesWritten: number }>
}

/** Bytes are written in pieces of about this many. */
const pieceBytes = 256 * 1024

/** Writes texts into a file, packed where that is wanted, in memory that does not grow with them. */
export class TextSink {
  readonly #target: SinkTarget
  readonly #gzip: Gzip | undefined
  readonly #packing: Promise<void> | undefined
  #bytes = new ByteBuilder('utf-8')
  #failure: unknown

  constructor(target: SinkTarget, isGzip: boolean) {
    this.#target = target
    this.#gzip = isGzip ? createGzip() : undefined
    this.#packing = this.#gzip === undefined ? undefined : this.#pack(this.#gzip)
  }

  /** The encoding of what is written, told before anything is; UTF-8 unless told. */
  set encoding(encoding: FileEncoding) {
    this.#bytes = new ByteBuilder(encoding)
  }

  /** Adds a text; a promise where it has to be waited for. */
  add(text: string): Promise<void> | undefined {
    this.#bytes.add(text)
    return this.#bytes.length < pieceBytes ? undefined : this.#flush()
  }

  /** Writes what is left. Errors: those of the file system. */
  async end(): Promise<void> {
    await this.#flush()
    this.#gzip?.end()
    await this.#packing
    if (this.#failure !== undefined) throw this.#failure
  }

  async #flush(): Promise<void> {
    const bytes = this.#bytes.taken()
    if (bytes.length === 0) return
    if (this.#gzip === undefined) return this.#write(bytes)
    if (this.#failure !== undefined) throw this.#failure
    // What is being packed must not change meanwhile.
    if (!this.#gzip.write(Buffer.from(bytes))) await Promise.race([once(this.#gzip, 'drain'), this.#packing])
  }

  async #pack(gzip: Gzip): Promise<void> {
    try {
      for await (const piece of gzip) await this.#write(piece)
    } catch (thrown) {
      this.#failure = thrown
    }
  }

  /** A system may take fewer bytes than it was given; what is wrong shows on the next write. */
  async #write(bytes: Buffer): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#target.write(bytes, done, bytes.length - done)
      if (bytesWritten === 0) throw Object.assign(new Error('the write took no bytes'), { code: 'ENOSPC' })
      done += bytesWritten
    }
  }
}
