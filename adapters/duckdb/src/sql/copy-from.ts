import type { Source } from '@vantage-ts/core'
import { objectOf, unchecked, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  operandOf,
  type Rows,
  rowsBehind,
  type RowSource,
  type SqlExpression,
  SqlQuery,
  type SqlStatement,
  storedName,
  type Writer,
} from '@vantage-ts/sql/build'
import { withoutPatterns } from '../path-pattern.ts'
import { type CopyFromOptions, optionsOfCopy, type WrittenOption, writeOptions } from './copy-options.ts'
import type { DuckdbCopy } from './copy-to.ts'
import { CopyStatement } from './copy-statement.ts'
import type { DuckdbQuery } from './query.ts'

// Source: https://duckdb.org/docs/stable/sql/statements/copy

/**
 * Adds the rows of a file to a table: `copyFrom(q, o, 'orders.csv', { format: 'csv', columns: ['id', 'total'] })`.
 *
 * Shape: columns of CSV and Parquet go to those of the table by their places, keys of JSON by their names. The path is bound; one
 * of a folder, or with `*` and the like under `glob`, is all its files.
 * Errors: `invalid` for options that are none of the format, for a column that is known not to be there and for a file that is none
 * of it; `not-found` without a file; those of the values. All rows are added or none.
 */
export function copyFrom<DS extends Source, Into extends Rows<'duckdb'>>(
  query: DuckdbQuery<DS>,
  table: Into,
  path: string,
  options: CopyFromOptions<NamesIn<Into>>,
): DuckdbCopy<DS> {
  const begins: unknown = query
  if (!(begins instanceof SqlQuery))
    throw invalid('copyFrom() takes where statements begin, and then the table: db.query()')
  const database = begins.databaseFor('copyFrom')
  const into = rowsBehind(table, 'copyFrom', database)
  const { columns, glob = false, ...file } = objectOf(options) ?? {}
  if (typeof glob !== 'boolean') throw invalid('copyFrom(): glob is true or false')
  const name = checkedName(path, 'a file', 'copyFrom')
  const made: unknown = new CopyFromStatement(database, {
    into,
    columns: columns === undefined ? [] : namesOf(into, columns),
    path: operandOf(glob ? name : withoutPatterns(name), 'copyFrom'),
    options: optionsOfCopy(file, 'copyFrom'),
  })
  return unchecked<DuckdbCopy<DS>>(made, 'a statement of the same source')
}

/** The names of the columns of rows: those of `table('t', { columns: ['id'] })` -> `'id'`; any where none are known. */
type NamesIn<Into> = Into extends { readonly '~columns'?: infer Name extends string } ? Name : string

const invalid = (why: string): VantageError => new VantageError(why, { kind: 'invalid' })

function namesOf(into: RowSource, columns: unknown): readonly string[] {
  if (!Array.isArray(columns) || columns.length === 0)
    throw invalid("copyFrom(): columns takes the names of those that the file has: columns: ['id', 'total']")
  return columns.map(name => storedName(into, name, 'copyFrom'))
}

interface Facts {
  readonly into: RowSource
  /** Empty for all. */
  readonly columns: readonly string[]
  readonly path: SqlExpression
  readonly options: readonly WrittenOption[]
}

class CopyFromStatement extends CopyStatement {
  readonly #is: Facts
  constructor(database: SqlStatement['database'], facts: Facts) {
    super(database)
    this.#is = facts
  }
  override writeStatement(out: Writer): void {
    const { into, columns, path, options } = this.#is
    out.text('COPY ')
    into.writeTable(out)
    if (columns.length > 0) {
      out.text(' (')
      out.each(columns, column => out.name(column))
      out.text(')')
    }
    out.text(' FROM (')
    path.write(out)
    out.text(')')
    writeOptions(out, options)
  }
}
