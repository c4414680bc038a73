import { objectOf, unchecked } from '@vantage-ts/core/adapter'
import { CborCodec, type CodecOptions, type ValueCodec } from 'surrealdb'
import { CborReader, UnknownForm } from './cbor-reader.ts'
import { CborWriter, type Tagged } from './cbor-writer.ts'

/** The driver's codec, opened up: what it makes of the values that only it knows. */
class DriverValues extends CborCodec {
  /** The driver's own class of tagged values, which stand inside others: bounds in a range. */
  readonly #tagged: unknown = objectOf(this.replacer(undefined))?.constructor

  tag(value: object): Tagged | undefined {
    const made: unknown = value.constructor === this.#tagged ? value : this.replacer(value)
    const isTagged = made !== value || value.constructor === this.#tagged
    return isTagged ? unchecked<Tagged>(made, 'the driver tags what it changes') : undefined
  }
  read(tag: number, value: unknown): unknown {
    const make = this.tagged[tag]
    if (make === undefined) throw new UnknownForm(`tag ${tag}`)
    return make(value)
  }
}

/**
 * Carries values between JavaScript and SurrealDB without loss where the driver's codec loses: whole floats, the
 * integer −2^53 − 1, a field named `__proto__`.
 */
export class ExactCodec implements ValueCodec<Uint8Array> {
  readonly #driver: DriverValues

  constructor(options: CodecOptions) {
    this.#driver = new DriverValues(options)
  }

  encode(data: unknown): Uint8Array {
    const writer = new CborWriter(value => this.#driver.tag(value))
    writer.write(data)
    return writer.written()
  }

  decode<T>(data: Uint8Array): T {
    try {
      const value = new CborReader(data, (tag, inner) => this.#driver.read(tag, inner)).read()
      return unchecked<T>(value, 'the driver knows what it asked for')
    } catch (thrown) {
      if (thrown instanceof UnknownForm) return this.#driver.decode<T>(data)
      throw thrown
    }
  }
}
