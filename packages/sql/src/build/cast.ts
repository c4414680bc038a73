import { VantageError } from '@vantage-ts/core/adapter'
import { SqlExpression } from './expression.ts'
import type { Writer } from './writer.ts'

/** Names of types are words, with numbers in brackets and signs of arrays: `double precision`, `numeric(10, 2)`, `int[]`. */
const typeName = /^[A-Za-z_]\w*(?:[ .][A-Za-z_]\w*)*(?:\(\d+(?:, ?\d+)?\))?(?: [A-Za-z ]+)?(?:\[\])*$/

/** `CAST(x AS type)`. Errors: `invalid` for what is no name of a type. */
export class Cast extends SqlExpression<never> {
  readonly #of: SqlExpression
  readonly #type: string
  constructor(of: SqlExpression, type: string) {
    super()
    if (typeof type !== 'string' || !typeName.test(type))
      throw new VantageError(
        `cast(): ${JSON.stringify(type)} is no name of a type, such as integer or numeric(10, 2)`,
        {
          kind: 'invalid',
        },
      )
    this.#of = of
    this.#type = type
  }
  override write(out: Writer): void {
    out.text('CAST(')
    this.#of.write(out)
    out.text(` AS ${this.#type})`)
  }
}
