import { VantageError } from '@vantage-ts/core/adapter'
import { columnsOf } from './columns.ts'
import { operandOf, SqlExpression } from './expression.ts'
import { checkedName, checkedNames } from './names.ts'
import { RowSource } from './row-source.ts'
import { type Database, SqlStatement } from './statement.ts'
import type { Writer } from './writer.ts'

/** `DEFAULT`: the value that the column has by itself. */
export class DefaultValue extends SqlExpression<never> {
  override write(out: Writer): void {
    out.need(out.language.has.defaultValue, 'DEFAULT as a value', 'leave the column out')
    out.text('DEFAULT')
  }
}

/** Rows that are written down: `values(['a', 1], ['b', 2])`. */
export class ValuesStatement extends SqlStatement {
  readonly #rows: readonly (readonly SqlExpression[])[]
  constructor(database: Database, rows: readonly (readonly SqlExpression[])[]) {
    super(database)
    this.#rows = rows
  }

  /** Errors: `invalid` for no rows, and for rows of unequal length. */
  static of(database: Database, rows: readonly (readonly unknown[])[]): ValuesStatement {
    return new ValuesStatement(database, rowsOf(rows, 'values'))
  }

  get givesRows(): boolean {
    return true
  }
  /** Their names differ from database to database: `asRows('v', ['name', …])` gives them some. */
  override get outputs(): undefined {
    return undefined
  }

  /** Its rows under a name, with names for its columns. Errors: `invalid` for another number of columns. */
  asRows(alias: string, columns: readonly string[]): object {
    const width = this.#rows[0]?.length
    if (!Array.isArray(columns) || columns.length !== width)
      throw new VantageError(
        `asRows(): ${Array.isArray(columns) ? columns.length : 'no'} names for ${width} columns; give each one name`,
        { kind: 'invalid', details: { field: alias } },
      )
    return columnsOf(
      new ValuesRows(this, checkedName(alias, 'rows', 'asRows'), checkedNames(columns, 'a column', 'asRows')),
    )
  }

  override writeStatement(out: Writer): void {
    if (out.language.writes?.values === 'selects') {
      out.each(
        this.#rows,
        row => {
          out.text('SELECT ')
          out.each(row, value => value.write(out))
        },
        ' UNION ALL ',
      )
      return
    }
    out.text('VALUES ')
    writeRowsOfValues(out, this.#rows)
  }
}

/** Values in the place of a table: `(VALUES …) AS "v" ("a", "b")`. */
class ValuesRows extends RowSource {
  readonly #values: ValuesStatement
  override readonly alias: string
  override readonly columns: readonly string[]
  constructor(values: ValuesStatement, alias: string, columns: readonly string[]) {
    super()
    this.#values = values
    this.alias = alias
    this.columns = columns
  }
  override write(out: Writer): void {
    if (out.language.has.columnAliases) {
      this.#values.write(out)
      out.text(' AS ')
      this.#names(out)
      return
    }
    // A statement under a name may have names for its columns everywhere.
    out.text('(WITH ')
    this.#names(out)
    out.text(' AS ')
    this.#values.write(out)
    out.text(' SELECT * FROM ')
    out.name(this.alias)
    out.text(') AS ')
    out.name(this.alias)
  }
  #names(out: Writer): void {
    out.name(this.alias)
    out.text(' (')
    out.each(this.columns, column => out.name(column))
    out.text(')')
  }
}

/** Rows of expressions. Errors: as `ValuesStatement.of`. */
export function rowsOf(rows: readonly (readonly unknown[])[], place: string): readonly (readonly SqlExpression[])[] {
  const [first] = rows
  if (first === undefined || first.length === 0)
    throw new VantageError(`${place}() takes rows, each a list of values, such as ['a', 1]`, { kind: 'invalid' })
  rows.forEach((row, index) => {
    if (!Array.isArray(row) || row.length !== first.length)
      throw new VantageError(
        `${place}(): row ${index + 1} has ${Array.isArray(row) ? row.length : 'no'} values, and the first has ${first.length}`,
        { kind: 'invalid' },
      )
  })
  return rows.map((row, index) => row.map(value => operandOf(value, `${place}(): row ${index + 1}`)))
}

export const writeRowsOfValues = (out: Writer, rows: readonly (readonly SqlExpression[])[]): void =>
  out.each(rows, row => {
    out.text('(')
    out.each(row, value => value.write(out))
    out.text(')')
  })
