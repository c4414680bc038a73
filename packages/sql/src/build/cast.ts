import { VantageError } from '@vantage-ts/core/adapter'
import { SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** Names of types are words, with numbers in brackets and signs of arrays: `double precision`, `numeric(10, 2)`, `int[]`. */
const typeName = /^[A-Za-z_]\w*(?:[ .][A-Za-z_]\w*)*(?:\(\d+(?:, ?\d+)?\))?(?: [A-Za-z ]+)?(?:\[\])*$/

/** Two names of PostgreSQL, numbers and signs; a pattern may take long over a long text that is none. */
const longestTypeName = 200

/** A type of the database by its name. Errors: `invalid` for what is no name of a type. */
export class TypeName extends Part {
  readonly #name: string
  constructor(name: string, place: string) {
    super()
    if (typeof name !== 'string' || name.length > longestTypeName || !typeName.test(name))
      throw new VantageError(
        `${place}(): ${JSON.stringify(String(name).slice(0, longestTypeName))} is no name of a type, such as integer or numeric(10, 2)`,
        { kind: 'invalid' },
      )
    this.#name = name
  }
  get text(): string {
    return this.#name
  }
  override write(out: Writer): void {
    out.text(this.#name)
  }
}

/** `CAST(x AS type)`. Errors: `invalid` for what is no name of a type. */
export class Cast extends SqlExpression<never> {
  readonly #of: SqlExpression
  readonly #type: TypeName
  readonly #language: Language | undefined
  /** `language`: the one that has the type. */
  constructor(of: SqlExpression, type: string, language?: Language) {
    super()
    this.#language = language
    this.#of = of
    this.#type = new TypeName(type, 'cast')
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, `cast() to ${this.#type.text}`)
    out.enter()
    out.text('CAST(')
    this.#of.write(out)
    out.text(' AS ')
    this.#type.write(out)
    out.text(')')
    out.leave()
  }
}
