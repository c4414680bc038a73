import type { FileEncoding } from './encoding.ts'

/** Texts are put together up to this length: longer ones, of many parts, outlive the young garbage. */
const pieceLength = 16 * 1024
const firstBytes = 64 * 1024

/** Turns texts into bytes, one behind the other. */
export class ByteBuilder {
  readonly #encoding: BufferEncoding
  /** The most bytes that a unit of a text takes. */
  readonly #unitBytes: number
  #text = ''
  #bytes = Buffer.allocUnsafeSlow(0)
  #length = 0

  constructor(encoding: FileEncoding) {
    this.#encoding = encoding === 'utf-16le' ? 'utf16le' : encoding === 'latin1' ? 'latin1' : 'utf8'
    this.#unitBytes = encoding === 'latin1' ? 1 : encoding === 'utf-16le' ? 2 : 3
  }

  /** About how many bytes there are. */
  get length(): number {
    return this.#length + this.#text.length
  }

  /** Adds a text of whole characters. */
  add(text: string): void {
    this.#text += text
    if (this.#text.length >= pieceLength) this.#flush()
  }

  /** All bytes since the last time; their memory is used again after the next call of `add`. */
  taken(): Buffer {
    this.#flush()
    const bytes = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    return bytes
  }

  #flush(): void {
    const needed = this.#length + this.#text.length * this.#unitBytes
    if (needed > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(needed, firstBytes, 2 * this.#bytes.length))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#length += this.#bytes.write(this.#text, this.#length, this.#encoding)
    this.#text = ''
  }
}
