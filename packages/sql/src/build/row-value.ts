import { EveryColumn } from './columns.ts'
import { operandOf, SqlExpression } from './expression.ts'
import type { Language } from './language.ts'
import type { Width } from './width.ts'
import type { Writer } from './writer.ts'

/** What a row of so many values is compared with: another of as many, or what may be one. */
export type Beside<Tag extends string, Count extends number> = SqlExpression<Tag> & { readonly '~count'?: Count }

/** How many values are in a list of them; any number where all columns of rows are among them. */
export type CountOf<Values extends readonly unknown[]> =
  Extract<Values[number], EveryColumn> extends never ? Values['length'] : number

/**
 * Values that are compared from left to right: `row(o.total, o.id).gt(row(70, 3))`.
 *
 * Errors of its comparisons: `invalid` for other many values on the other side; where both numbers are known it does not compile.
 */
export interface RowValue<Tag extends string, Count extends number> extends SqlExpression<Tag> {
  /** Phantom: how many there are; fits any number where that is not known. */
  readonly '~count': number extends Count ? never : Count
  eq(value: Beside<Tag, Count>): SqlExpression<Tag>
  ne(value: Beside<Tag, Count>): SqlExpression<Tag>
  lt(value: Beside<Tag, Count>): SqlExpression<Tag>
  lte(value: Beside<Tag, Count>): SqlExpression<Tag>
  gt(value: Beside<Tag, Count>): SqlExpression<Tag>
  gte(value: Beside<Tag, Count>): SqlExpression<Tag>
  isDistinctFrom(value: Beside<Tag, Count>): SqlExpression<Tag>
  isNotDistinctFrom(value: Beside<Tag, Count>): SqlExpression<Tag>
  between(low: Beside<Tag, Count>, high: Beside<Tag, Count>): SqlExpression<Tag>
  notBetween(low: Beside<Tag, Count>, high: Beside<Tag, Count>): SqlExpression<Tag>
  in(list: readonly Beside<Tag, Count>[] | SqlExpression<Tag>): SqlExpression<Tag>
  notIn(list: readonly Beside<Tag, Count>[] | SqlExpression<Tag>): SqlExpression<Tag>
}

class Row<out Tag extends string> extends SqlExpression<Tag> {
  declare readonly '~count': never
  readonly #language: Language
  readonly #word: string
  readonly #values: readonly SqlExpression[]
  constructor(language: Language, word: string, values: readonly SqlExpression[]) {
    super()
    this.#language = language
    this.#word = word
    this.#values = values
  }
  override get width(): Width {
    let width = 0
    for (const value of this.#values) {
      const own = value instanceof EveryColumn ? value.source.columns?.length : 1
      if (own === undefined) return 'unknown'
      width += own
    }
    return width
  }
  override write(out: Writer): void {
    out.needLanguage(this.#language, 'row()')
    out.enter()
    out.text(`${this.#word}(`)
    out.each(this.#values, value => value.write(out))
    out.text(')')
    out.leave()
  }
}

/** Values as a row of a language; `word` is what stands before the bracket. */
export const rowOf = <Tag extends string, Count extends number>(
  language: Language & { readonly tag: Tag },
  word: string,
  values: readonly unknown[],
): RowValue<Tag, Count> =>
  new Row<Tag>(
    language,
    word,
    values.map(value => operandOf(value, 'row')),
  )
