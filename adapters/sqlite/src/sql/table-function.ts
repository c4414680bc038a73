import { checkedName, columnsOf, type Columns, FunctionRows, type SqlExpression } from '@vantage-ts/sql/build'

/** A function that gives rows whose columns are known: `jsonEach(p.data, '$.tags').asRows('tag')` to read them. */
export class TableFunction<Name extends string> {
  readonly #call: SqlExpression
  readonly #columns: readonly Name[]
  constructor(call: SqlExpression, columns: readonly Name[]) {
    this.#call = call
    this.#columns = columns
  }
  /** Its rows under a name; its arguments may be columns of rows that stand before it. */
  asRows(alias: string): Columns<'sqlite', Name> {
    return columnsOf<'sqlite', Name>(
      new FunctionRows(this.#call, checkedName(alias, 'rows', 'asRows'), { columns: this.#columns }),
    )
  }
}
