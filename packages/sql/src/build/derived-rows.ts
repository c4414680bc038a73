import { RowSource } from './row-source.ts'
import type { Part } from './part.ts'
import type { Writer } from './writer.ts'

/** A statement in the place of a table: `(SELECT …) AS "t"`. It writes its own brackets. */
export class DerivedRows extends RowSource {
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly #statement: Part
  readonly #isLateral: boolean
  constructor(statement: Part, alias: string, columns: readonly string[] | undefined, isLateral = false) {
    super()
    this.#statement = statement
    this.alias = alias
    this.columns = columns
    this.#isLateral = isLateral
  }
  override get isLateral(): boolean {
    return this.#isLateral
  }
  /** The same, seeing the rows of the places before it. */
  lateral(): DerivedRows {
    return new DerivedRows(this.#statement, this.alias, this.columns, true)
  }
  override write(out: Writer): void {
    if (this.#isLateral) {
      out.need(out.language.has.lateral, 'LATERAL', 'correlated sub-queries stand in the columns')
      out.text('LATERAL ')
    }
    this.#statement.write(out)
    out.text(' AS ')
    out.name(this.alias)
  }
}

/** A function that gives rows, or rows of values, with names for its columns: `unnest(a, b) AS "u" ("x", "y")`. */
export class FunctionRows extends RowSource {
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly #call: Part
  readonly #names: readonly string[]
  readonly #types: readonly Part[]
  readonly #suffix: string
  /**
   * `names`: written after the alias, where the language lets columns be named there, each with its type where `types` has some;
   * `columns`: those there are.
   */
  constructor(
    call: Part,
    alias: string,
    {
      names = [],
      types = [],
      columns,
      suffix = '',
    }: {
      names?: readonly string[]
      types?: readonly Part[]
      columns?: readonly string[]
      suffix?: string
    } = {},
  ) {
    super()
    this.#call = call
    this.alias = alias
    this.#names = names
    this.columns = columns ?? (names.length > 0 ? names : undefined)
    this.#types = types
    this.#suffix = suffix
  }
  override write(out: Writer): void {
    this.#call.write(out)
    out.text(`${this.#suffix} AS `)
    out.name(this.alias)
    if (this.#names.length === 0) return
    out.text(' (')
    this.#names.forEach((name, index) => {
      if (index > 0) out.text(', ')
      out.name(name)
      const type = this.#types[index]
      if (type === undefined) return
      out.text(' ')
      type.write(out)
    })
    out.text(')')
  }
}
