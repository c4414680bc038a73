import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import { objectOf } from '../types/cast.ts'
import { kindOf } from '../types/kind-of.ts'
import { textProblem } from '../types/text.ts'

/**
 * One part of something that came as JSON, with its place: `columns[3].type`.
 *
 * Errors: `invalid`, starting with the place.
 */
export class Part {
  readonly value: unknown
  readonly place: string

  constructor(value: unknown, place: string) {
    this.value = value
    this.place = place
  }

  fail(reason: string): never {
    throw new VantageError(`${this.place}: ${reason}`, { kind: 'invalid', details: { place: this.place } })
  }

  /** The members of an object, by name; absent ones are `undefined`. Errors: for a member that is not known. */
  members<const Name extends string>(known: readonly Name[], isWhole = false): (name: Name) => Part | undefined {
    const object = objectOf(this.value)
    if (object === undefined || Array.isArray(this.value)) this.fail(`must be an object, got ${kindOf(this.value)}`)
    const at = (name: string): string => (isWhole ? name : `${this.place}.${name}`)
    for (const name of Object.keys(object))
      if (!isOneOf(name, known))
        new Part(undefined, this.place).fail(`there is no member ${shown(name)}.${suggest(name.slice(0, 60), known)}`)
    return name => {
      const value = Object.hasOwn(object, name) ? object[name] : undefined
      return value === undefined ? undefined : new Part(value, at(name))
    }
  }

  items(): readonly Part[] {
    if (!Array.isArray(this.value)) this.fail(`must be a list, got ${kindOf(this.value)}`)
    return this.value.map((item, index) => new Part(item, `${this.place}[${index}]`))
  }

  text(): string {
    const { value } = this
    const problem = textProblem(value)
    if (typeof value === 'string' && problem === undefined) return value
    return this.fail(problem ?? 'must be text')
  }

  /** Text that can name something in a database. */
  name(): string {
    const name = this.text()
    if (name === '' || name.includes('\0')) this.fail('must not be empty, nor hold a NUL character')
    return name
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail(`must be true or false, got ${kindOf(this.value)}`)
  }

  whole(): number {
    const { value } = this
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value
    return this.fail(`must be a whole number, got ${kindOf(value)}`)
  }

  /** One of a few words. Errors: naming the nearest. */
  oneOf<const Word extends string>(words: readonly Word[], what: string): Word {
    const word = this.text()
    if (isOneOf(word, words)) return word
    return this.fail(`there is no ${what} ${shown(word)}.${suggest(word.slice(0, 60), words)}`)
  }
}

const isOneOf = <Word extends string>(text: string, words: readonly Word[]): text is Word =>
  words.some(word => word === text)

/** A name as messages show it: quoted, cut where it is endless. */
export const shown = (name: string): string => JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
