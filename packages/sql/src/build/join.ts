import { VantageError } from '@vantage-ts/core/adapter'
import { Words } from './call.ts'
import { DerivedRows } from './derived-rows.ts'
import { operandOf, type SqlExpression } from './expression.ts'
import { needFeature, type Language } from './language.ts'
import { checkedNames } from './names.ts'
import { type RowSource, writeRows } from './row-source.ts'
import type { Writer } from './writer.ts'

/** How rows of two sides go together. */
interface Kind {
  readonly words: string
  /** What not every language has. */
  readonly needs?: 'analyticClauses' | 'fullJoin'
}

const kinds = {
  join: { words: 'JOIN' },
  leftJoin: { words: 'LEFT JOIN' },
  rightJoin: { words: 'RIGHT JOIN' },
  fullJoin: { words: 'FULL JOIN', needs: 'fullJoin' },
  crossJoin: { words: 'CROSS JOIN' },
  naturalJoin: { words: 'NATURAL JOIN' },
  naturalLeftJoin: { words: 'NATURAL LEFT JOIN' },
  naturalRightJoin: { words: 'NATURAL RIGHT JOIN' },
  naturalFullJoin: { words: 'NATURAL FULL JOIN', needs: 'fullJoin' },
  asofJoin: { words: 'ASOF JOIN', needs: 'analyticClauses' },
  asofLeftJoin: { words: 'ASOF LEFT JOIN', needs: 'analyticClauses' },
  semiJoin: { words: 'SEMI JOIN', needs: 'analyticClauses' },
  antiJoin: { words: 'ANTI JOIN', needs: 'analyticClauses' },
  positionalJoin: { words: 'POSITIONAL JOIN', needs: 'analyticClauses' },
} satisfies { readonly [name: string]: Kind }
export type JoinKind = keyof typeof kinds

/** One join of a select. */
export interface Join {
  readonly kind: Kind
  readonly rows: RowSource
  readonly on: SqlExpression | undefined
  readonly using: readonly string[] | undefined
}

/** Joins by a condition. `place`: the verb that programs call, for messages. */
export const joinOn = (kind: JoinKind, rows: RowSource, on: unknown, place: string = kind): Join => ({
  kind: kinds[kind],
  rows,
  on: operandOf(on, place),
  using: undefined,
})
/** Joins all rows, or by what the two sides have in common by themselves. */
export const joinAll = (kind: JoinKind, rows: RowSource): Join => ({
  kind: kinds[kind],
  rows,
  on: undefined,
  using: undefined,
})
/** Joins by columns that both sides call the same. Errors: `invalid` without any. */
export function joinUsing(kind: JoinKind, rows: RowSource, columns: readonly string[]): Join {
  const place = `${kind}Using`
  if (columns.length === 0)
    throw new VantageError(`${place}() takes the names of the columns that both sides share`, { kind: 'invalid' })
  return { kind: kinds[kind], rows, on: undefined, using: checkedNames(columns, 'a column', place) }
}

/** The condition of a join of all rows. */
export const always = new Words(['TRUE'], [])

/** Rows that see those of the places before them, where they are those of a statement. */
export const lateralOf = (rows: RowSource): RowSource => (rows instanceof DerivedRows ? rows.lateral() : rows)

/** Errors: `unsupported` for a language without clauses for analysis. */
export const needAnalytics = (language: Language, words: string): void =>
  needFeature(
    language,
    language.has.analyticClauses === true,
    words,
    'write it as a condition on a statement of its own',
  )

export function writeJoin(out: Writer, { kind: { words, needs }, rows, on, using }: Join): void {
  if (needs === 'analyticClauses') needAnalytics(out.language, words)
  if (needs === 'fullJoin')
    out.need(out.language.has.fullJoin !== false, words, 'unite a left join with what is left of the right side')
  out.text(` ${words} `)
  writeRows(out, rows)
  if (on !== undefined) {
    out.text(' ON ')
    on.write(out)
  }
  if (using !== undefined) writeUsing(out, using)
}

/** Columns that both sides call the same. */
export function writeUsing(out: Writer, columns: readonly string[]): void {
  out.text(' USING (')
  out.each(columns, column => out.name(column))
  out.text(')')
}
