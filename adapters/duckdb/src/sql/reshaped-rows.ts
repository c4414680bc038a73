import { VantageError } from '@vantage-ts/core/adapter'
import {
  ColumnName,
  isOperand,
  type Language,
  operandOf,
  RowSource,
  type SqlExpression,
  type Writer,
  writeRows,
} from '@vantage-ts/sql/build'
import { duckdbLanguage } from './language.ts'

/** Rows of another shape than those that they are made of: `"sales" AS "s" PIVOT (…) AS "p"`. */
export class ReshapedRows extends RowSource {
  override readonly alias: string
  override readonly columns: readonly string[] | undefined
  readonly #source: RowSource
  readonly #clause: (out: Writer) => void
  /** `clause` writes how; columns of the source have no name before them there. */
  constructor(
    source: RowSource,
    {
      alias,
      columns,
      clause,
    }: { alias: string; columns: readonly string[] | undefined; clause: (out: Writer) => void },
  ) {
    super()
    this.alias = alias
    this.columns = columns
    this.#source = source
    this.#clause = clause
  }
  override get language(): Language {
    return duckdbLanguage
  }
  override write(out: Writer): void {
    out.enter()
    writeRows(out, this.#source)
    out.text(' ')
    out.within(noWindows, [this.#source], () => out.unqualified(this.#source, () => this.#clause(out)))
    out.text(' AS ')
    out.name(this.alias)
    out.leave()
  }
}
const noWindows: ReadonlySet<string> = new Set()

/** An expression, under a name where it has one of its own. */
export interface Named {
  readonly name: string | undefined
  readonly of: SqlExpression
}

export const writeNamed = (out: Writer, { name, of }: Named): void => {
  of.write(out)
  if (name === undefined) return
  out.text(' AS ')
  out.name(name)
}

/** A column of rows with its name in the database. Errors: `invalid` for any other expression. */
export function columnOf(source: RowSource, given: unknown, place: string): Named & { readonly name: string } {
  const name = nameOf(source, given)
  if (name === undefined) throw new VantageError(`${place}() takes columns here`, { kind: 'invalid' })
  return { name, of: operandOf(given, place) }
}

/** The name of what is a column. */
export function nameOf(source: RowSource, given: unknown): string | undefined {
  if (given instanceof ColumnName) return given.column
  if (typeof given !== 'object' || given === null || !isOperand(given) || !('name' in given)) return undefined
  return typeof given.name === 'string' ? source.storedName(given.name) : undefined
}
