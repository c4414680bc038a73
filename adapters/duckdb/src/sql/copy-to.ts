import type { Pending, Source } from '@vantage-ts/core'
import { type CallOptions, unchecked, VantageError } from '@vantage-ts/core/adapter'
import {
  checkedName,
  operandOf,
  type RowsStatement,
  type SqlExpression,
  SqlStatement,
  type Statement,
  type Writer,
} from '@vantage-ts/sql/build'
import { CopyStatement } from './copy-statement.ts'
import { type CopyOptions, optionsOfCopy, type WrittenOption, writeOptions } from './copy-options.ts'

// Source: https://duckdb.org/docs/stable/sql/statements/copy

/** A COPY into a file, or from one. */
export interface DuckdbCopy<DS extends Source> extends Statement<DS, 'duckdb'> {
  /** Runs it and gives the number of rows that it copied. */
  run(options?: CallOptions): Pending<number>
}

/**
 * Writes the rows of a statement into a file: `copyTo(q.select(o.id).from(o), 'orders.parquet', { format: 'parquet' })`.
 *
 * Shape: values and the path are bound. A file that is there is replaced, and no rollback takes that back.
 * Errors: `invalid` for options that are none of the format.
 */
export function copyTo<DS extends Source>(
  statement: RowsStatement<DS, 'duckdb'>,
  path: string,
  options: CopyOptions,
): DuckdbCopy<DS> {
  if (!(statement instanceof SqlStatement) || statement.isWrite || !statement.givesRows)
    throw new VantageError('copyTo() takes a statement that gives rows', { kind: 'invalid' })
  const made: unknown = new CopyToStatement(
    statement,
    checkedName(path, 'a file', 'copyTo'),
    optionsOfCopy(options, 'copyTo'),
  )
  return unchecked<DuckdbCopy<DS>>(made, 'a statement of the same source')
}

class CopyToStatement extends CopyStatement {
  readonly #rows: SqlStatement
  readonly #path: SqlExpression
  readonly #options: readonly WrittenOption[]
  constructor(rows: SqlStatement, path: string, options: readonly WrittenOption[]) {
    super(rows.database)
    this.#rows = rows
    this.#path = operandOf(path, 'copyTo')
    this.#options = options
  }
  override writeStatement(out: Writer): void {
    out.text('COPY ')
    this.#rows.write(out)
    out.text(' TO (')
    this.#path.write(out)
    out.text(')')
    writeOptions(out, this.#options)
  }
}
