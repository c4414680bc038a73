/** Type and length of a message. */
const head = 5
const copyData = 0x64

/** More is given back after its use. */
const longestKept = 8 * 1024 * 1024

/**
 * Data for one COPY as one message; used again by the next one on its connection, when the server has read it.
 *
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class CopyBuffer {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  #end = head

  add(text: string): void {
    // A unit of UTF-16 takes three bytes of UTF-8 at most.
    const most = text.length * 3
    if (this.#end + most > this.#bytes.length) this.#grow(this.#end + most)
    this.#end += this.#bytes.write(text, this.#end)
  }

  message(): Buffer {
    this.#bytes.writeUInt8(copyData, 0)
    this.#bytes.writeUInt32BE(this.#end - 1, 1)
    return this.#bytes.subarray(0, this.#end)
  }

  /** Makes room for the next. */
  clear(): void {
    this.#end = head
    if (this.#bytes.length > longestKept) this.#bytes = Buffer.allocUnsafeSlow(64 * 1024)
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least, 2 * this.#bytes.length))
    this.#bytes.copy(larger, 0, 0, this.#end)
    this.#bytes = larger
  }
}
