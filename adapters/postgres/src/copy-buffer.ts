/** Type and length of a message. */
const head = 5
const copyData = 0x64

/** More is given back after its use. */
const longestKept = 8 * 1024 * 1024

const [tab, newline, backslash] = [0x09, 0x0a, 0x5c]

/**
 * Data for one COPY as messages of the protocol; used again by the next one on its connection, when the server has read it.
 *
 * Source: https://www.postgresql.org/docs/18/protocol-message-formats.html
 */
export class CopyBuffer {
  #bytes = Buffer.allocUnsafeSlow(64 * 1024)
  /** Where the message begins that text is added to. */
  #start = 0
  #end = head

  add(text: string): void {
    // A unit of UTF-16 takes three bytes of UTF-8 at most.
    const most = text.length * 3
    if (this.#end + most > this.#bytes.length) this.#grow(this.#end + most)
    this.#end += this.#bytes.write(text, this.#end)
  }

  /** What was added since the last message, as one; what comes is the next. */
  message(): Buffer {
    const start = this.#start
    this.#bytes.writeUInt8(copyData, start)
    this.#bytes.writeUInt32BE(this.#end - start - 1, start + 1)
    const message = this.#bytes.subarray(start, this.#end)
    this.#start = this.#end
    this.#end += head
    if (this.#end > this.#bytes.length) this.#grow(this.#end)
    return message
  }

  /** The fields of the lines of all messages, as they were before they became lines. */
  *lines(): Generator<(string | null)[]> {
    for (let at = 0; at < this.#start; ) {
      const end = at + 1 + this.#bytes.readUInt32BE(at + 1)
      let fields: (string | null)[] = []
      for (let field = at + head; field < end; ) {
        let next = field
        let isEscaped = false
        for (let byte = this.#bytes[next]; byte !== tab && byte !== newline; byte = this.#bytes[++next])
          isEscaped ||= byte === backslash
        const text = this.#bytes.toString('utf8', field, next)
        fields.push(isEscaped ? unescaped(text) : text)
        if (this.#bytes[next] === newline) {
          yield fields
          fields = []
        }
        field = next + 1
      }
      at = end
    }
  }

  /** Makes room for the next. */
  clear(): void {
    this.#start = 0
    this.#end = head
    if (this.#bytes.length > longestKept) this.#bytes = Buffer.allocUnsafeSlow(64 * 1024)
  }

  #grow(least: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(least, 2 * this.#bytes.length))
    this.#bytes.copy(larger, 0, 0, Math.min(this.#end, this.#bytes.length))
    this.#bytes = larger
  }
}

const characters: { readonly [letter: string]: string } = { t: '\t', n: '\n', r: '\r' }

const unescaped = (field: string): string | null =>
  field === '\\N' ? null : field.replace(/\\(.)/g, (_, letter: string) => characters[letter] ?? letter)
