import { unchecked } from '@vantage-ts/core/adapter'
import { FloatValue } from './float-value.ts'

/** A value of the driver as the wire has it: a number that tells what it is, and what it is made of. */
export interface Tagged {
  readonly tag: number
  readonly value: unknown
}

/** Gives the wire form of a value of the driver; undefined for any other object. */
export type TagValue = (value: object) => Tagged | undefined

const encoder = new TextEncoder()
const noneTag = 6
const int64 = 2n ** 63n

/**
 * Writes values in the wire form of SurrealDB.
 *
 * Shape: numbers that are whole are integers, `FloatValue` is always a float, `undefined` is NONE.
 * Errors: `RangeError` for a whole number beyond 64 bits, which the server would wrap around.
 * Source: CBOR, https://www.rfc-editor.org/rfc/rfc8949
 */
export class CborWriter {
  #bytes = new Uint8Array(4096)
  #view = new DataView(this.#bytes.buffer)
  #at = 0
  readonly #tagValue: TagValue

  constructor(tagValue: TagValue) {
    this.#tagValue = tagValue
  }

  /** What was written; a copy, so that the writer can go on. */
  written(): Uint8Array {
    return this.#bytes.slice(0, this.#at)
  }

  write(value: unknown): void {
    switch (typeof value) {
      case 'string':
        this.#text(value)
        break
      case 'number':
        this.#number(value)
        break
      case 'boolean':
        this.#byte(value ? 0xf5 : 0xf4)
        break
      case 'bigint':
        this.#bigint(value)
        break
      case 'undefined':
        this.#head(6, noneTag)
        this.#byte(0xf6)
        break
      default:
        if (value === null) this.#byte(0xf6)
        else this.#object(unchecked<object>(value, 'no primitive is left'))
    }
  }

  #object(value: object): void {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (Array.isArray(value)) this.#array(value)
    else if (value instanceof FloatValue) this.#float(value.value)
    else if (prototype === Object.prototype || prototype === null) this.#map(Object.entries(value))
    else if (value instanceof Map) this.#map([...value])
    else if (value instanceof Uint8Array) this.#binary(value)
    else if (value instanceof ArrayBuffer) this.#binary(new Uint8Array(value))
    else this.#foreign(value)
  }

  #foreign(value: object): void {
    const tagged = this.#tagValue(value)
    if (tagged === undefined) {
      this.#map(Object.entries(value))
      return
    }
    this.#head(6, tagged.tag)
    this.write(tagged.value)
  }

  #array(items: readonly unknown[]): void {
    this.#head(4, items.length)
    for (const item of items) this.write(item)
  }

  #map(entries: readonly (readonly [unknown, unknown])[]): void {
    this.#head(5, entries.length)
    for (const [key, value] of entries) {
      this.write(key)
      this.write(value)
    }
  }

  #binary(value: Uint8Array): void {
    this.#head(2, value.length)
    this.#reserve(value.length)
    this.#bytes.set(value, this.#at)
    this.#at += value.length
  }

  /** Writes behind a head as long as ASCII needs, and moves the text where its bytes need a longer one. */
  #text(value: string): void {
    this.#reserve(value.length * 3 + 9)
    const guessed = headLength(value.length)
    const start = this.#at
    const { written } = encoder.encodeInto(value, this.#bytes.subarray(start + guessed))
    const needed = headLength(written)
    if (needed !== guessed) this.#bytes.copyWithin(start + needed, start + guessed, start + guessed + written)
    this.#head(3, written)
    this.#at = start + needed + written
  }

  #float(value: number): void {
    this.#reserve(9)
    this.#view.setUint8(this.#at, 0xfb)
    this.#view.setFloat64(this.#at + 1, value)
    this.#at += 9
  }

  #number(value: number): void {
    if (!Number.isSafeInteger(value)) this.#float(value)
    else if (value >= 0) this.#head(0, value)
    else this.#head(1, -1 - value)
  }

  #bigint(value: bigint): void {
    if (value >= int64 || value < -int64) throw new RangeError('a whole number beyond 64 bits cannot be sent')
    this.#reserve(9)
    this.#view.setUint8(this.#at, value < 0n ? 0x3b : 0x1b)
    this.#view.setBigUint64(this.#at + 1, value < 0n ? -1n - value : value)
    this.#at += 9
  }

  /** The kind of an item with its length or number. */
  #head(major: number, length: number): void {
    this.#reserve(9)
    const kind = major << 5
    const [view, at] = [this.#view, this.#at]
    const width = headLength(length)
    if (width === 1) view.setUint8(at, kind | length)
    else if (width === 2) view.setUint16(at, ((kind | 24) << 8) | length)
    else if (width === 3) {
      view.setUint8(at, kind | 25)
      view.setUint16(at + 1, length)
    } else if (width === 5) {
      view.setUint8(at, kind | 26)
      view.setUint32(at + 1, length)
    } else {
      view.setUint8(at, kind | 27)
      view.setBigUint64(at + 1, BigInt(length))
    }
    this.#at = at + width
  }

  #byte(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#at++] = value
  }

  #reserve(size: number): void {
    if (this.#at + size <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + size))
    larger.set(this.#bytes)
    this.#bytes = larger
    this.#view = new DataView(larger.buffer)
  }
}

/** Bytes of a head that holds this number. */
const headLength = (length: number): number =>
  length < 24 ? 1 : length < 0x100 ? 2 : length < 0x10000 ? 3 : length < 0x100000000 ? 5 : 9
