import type { Insert, InsertSelect } from '../expression/statement.ts'
import type { Answer, Request } from '../source/backend.ts'
import { planValues } from './compile-select.ts'
import type { Database, View } from './database.ts'
import { InsertRows } from './insert.ts'
import { Read } from './read.ts'
import { storedForm } from './stored-form.ts'

/** Creates a row for each row of a select, which is read to its end before anything is written. */
export class InsertSelectRows {
  readonly #statement: InsertSelect
  readonly #read: Read
  readonly #rows: InsertRows

  constructor(statement: InsertSelect, database: Database) {
    const { select, ...parts } = statement
    const insert: Insert = { ...parts, kind: 'insert', rows: [] }
    this.#statement = statement
    this.#read = new Read(select, database, planValues)
    this.#rows = new InsertRows(insert, database)
  }

  run(view: View, request: Request): Answer {
    const { columns, into } = this.#statement
    const rows = this.#read
      .run(view, request)
      .map(row => columns.map((column, index) => storedForm(row[index] ?? null, column, into.table.entity)))
    return this.#rows.run(view, { ...request, rows })
  }
}
