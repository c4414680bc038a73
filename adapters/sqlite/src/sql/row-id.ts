import { rowsBehind, type RowSource, SqlExpression, type Writer } from '@vantage-ts/sql/build'
import { sqliteLanguage } from './language.ts'
import type { Expression } from './speech.ts'

/** Not a column by name: SQLite would call the result by the name of the table's key. */
class RowId extends SqlExpression<'sqlite'> {
  readonly #rows: RowSource
  constructor(rows: RowSource) {
    super()
    this.#rows = rows
  }
  override write(out: Writer): void {
    out.needLanguage(sqliteLanguage, 'rowId()')
    const qualifier = out.qualifierOf(this.#rows)
    if (qualifier !== undefined) {
      out.name(qualifier)
      out.text('.')
    }
    out.name('rowid')
  }
}

/** The number that each row of a table has by itself: `rowId(c)`. Tables WITHOUT ROWID have none. */
export const rowId = (rows: object): Expression => new RowId(rowsBehind(rows, 'rowId'))
