/** Makes a value of the driver from what the wire says of it. */
export type ReadTag = (tag: number, value: unknown) => unknown

/** Thrown for forms that this reader does not know; the driver's own may. */
export class UnknownForm extends Error {}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const noneTag = 6
const largestNumber = 2n ** 53n

/**
 * Reads values in the wire form of SurrealDB.
 *
 * Shape: a whole number beyond ±2^53 is a bigint, exact (the driver's own reader rounds −2^53 − 1); NONE is `undefined`; a
 * field named `__proto__` is a field.
 * Errors: `UnknownForm` for items without a length and for half-known simple values; `RangeError` for a message cut short.
 */
export class CborReader {
  readonly #bytes: Uint8Array
  readonly #view: DataView
  readonly #readTag: ReadTag
  #at = 0

  constructor(bytes: Uint8Array, readTag: ReadTag) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.#readTag = readTag
  }

  read(): unknown {
    const head = this.#view.getUint8(this.#at++)
    const kind = head >> 5
    if (kind === 7) return this.#simple(head & 31)
    const length = this.#length(head & 31)
    if (typeof length === 'bigint') return this.#long(kind, length)
    switch (kind) {
      case 0:
        return length
      case 1:
        return -1 - length
      case 2:
        return this.#binary(length)
      case 3:
        return this.#text(length)
      case 4:
        return this.#array(length)
      case 5:
        return this.#map(length)
      default:
        return this.#tagged(length)
    }
  }

  /** The number in a head; one that a double may not hold is a bigint. */
  #length(info: number): number | bigint {
    if (info < 24) return info
    const at = this.#at
    switch (info) {
      case 24:
        this.#at = at + 1
        return this.#view.getUint8(at)
      case 25:
        this.#at = at + 2
        return this.#view.getUint16(at)
      case 26:
        this.#at = at + 4
        return this.#view.getUint32(at)
      case 27: {
        this.#at = at + 8
        const value = this.#view.getBigUint64(at)
        return value < largestNumber ? Number(value) : value
      }
      default:
        throw new UnknownForm('an item without a length')
    }
  }

  #long(kind: number, length: bigint): unknown {
    if (kind > 1) throw new UnknownForm('an item longer than 2^53')
    const value = kind === 0 ? length : -1n - length
    return value === largestNumber || value === -largestNumber ? Number(value) : value
  }

  #text(length: number): string {
    return decoder.decode(this.#next(length))
  }

  #binary(length: number): ArrayBuffer {
    const part = this.#next(length)
    const copy = new Uint8Array(length)
    copy.set(part)
    return copy.buffer
  }

  /** So many bytes: fewer would be read as a shorter value. */
  #next(length: number): Uint8Array {
    const start = this.#at
    const end = start + length
    if (end > this.#bytes.length) throw new RangeError('the message ends inside a value')
    this.#at = end
    return this.#bytes.subarray(start, end)
  }

  #array(length: number): unknown[] {
    const items: unknown[] = []
    for (let index = 0; index < length; index++) items.push(this.read())
    return items
  }

  #map(length: number): object {
    const map: Record<string, unknown> = {}
    for (let index = 0; index < length; index++) {
      const key = String(this.read())
      const value = this.read()
      if (key === '__proto__')
        Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true })
      else map[key] = value
    }
    return map
  }

  #tagged(tag: number): unknown {
    const value = this.read()
    return tag === noneTag ? undefined : this.#readTag(tag, value)
  }

  #simple(info: number): unknown {
    const at = this.#at
    switch (info) {
      case 20:
        return false
      case 21:
        return true
      case 22:
        return null
      case 23:
        return undefined
      case 25:
        this.#at = at + 2
        return halfFloat(this.#view.getUint16(at))
      case 26:
        this.#at = at + 4
        return this.#view.getFloat32(at)
      case 27:
        this.#at = at + 8
        return this.#view.getFloat64(at)
      default:
        throw new UnknownForm('a simple value of another kind')
    }
  }
}

/** The engine sends a float in the fewest bytes that hold it. */
function halfFloat(bits: number): number {
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  const size =
    exponent === 0
      ? fraction * 2 ** -24
      : exponent === 31
        ? fraction === 0
          ? Number.POSITIVE_INFINITY
          : Number.NaN
        : (1024 + fraction) * 2 ** (exponent - 25)
  return bits & 0x8000 ? -size : size
}
