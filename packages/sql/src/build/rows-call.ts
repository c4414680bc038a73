import { VantageError } from '@vantage-ts/core/adapter'
import { TypeName } from './cast.ts'
import { type Columns, columnsOf } from './columns.ts'
import { FunctionRows } from './derived-rows.ts'
import { operandOf, SqlExpression } from './expression.ts'
import { checkedName, checkedNames } from './names.ts'
import type { Writer } from './writer.ts'

/** A function that gives rows: `unnest(c.tags).withOrdinality().asRows('t', ['tag', 'position'])` to read them. */
export class RowsCall<out Tag extends string = string> extends SqlExpression<Tag> {
  readonly #call: SqlExpression
  readonly #isNumbered: boolean
  constructor(call: SqlExpression, isNumbered = false) {
    super()
    this.#call = call
    this.#isNumbered = isNumbered
  }
  override get isClosed(): boolean {
    return this.#call.isClosed
  }
  /** Adds a column, the last: the number of the row, from 1. */
  withOrdinality(): RowsCall<Tag> {
    return new RowsCall<Tag>(this.#call, true)
  }

  /**
   * Its rows under a name, with names for its columns. Where the function leaves their types open they have types too:
   * `jsonbToRecordset(x).asRows('r', { id: 'integer', name: 'text' })`.
   */
  asRows<const Name extends string>(
    alias: string,
    columns: readonly Name[] | { readonly [Each in Name]: string },
  ): Columns<Tag, Name>
  asRows(alias: string, columns: readonly string[] | { readonly [name: string]: string }): Columns<Tag, string> {
    if (typeof columns !== 'object' || columns === null || Object.keys(columns).length === 0)
      throw new VantageError("asRows() takes a name, and names for the columns: asRows('t', ['tag'])", {
        kind: 'invalid',
      })
    const names = checkedNames(isNames(columns) ? columns : Object.keys(columns), 'a column', 'asRows')
    checkedName(alias, 'rows', 'asRows')
    const suffix = this.#isNumbered ? ' WITH ORDINALITY' : ''
    if (isNames(columns)) return columnsOf(new FunctionRows(this.#call, alias, { names, suffix }))
    if (this.#isNumbered)
      throw new VantageError('asRows(): rows whose columns have types here cannot be numbered', { kind: 'invalid' })
    const types = Object.values(columns).map(type => new TypeName(type, 'asRows'))
    return columnsOf(new FunctionRows(this.#call, alias, { names, types }))
  }

  /** Errors: `invalid` where it is numbered: only rows to read from are. */
  override write(out: Writer): void {
    if (this.#isNumbered)
      throw new VantageError('withOrdinality() is for rows to read from; give them a name with asRows(…)', {
        kind: 'invalid',
      })
    this.#call.write(out)
  }
}

const isNames = (columns: readonly string[] | { readonly [name: string]: string }): columns is readonly string[] =>
  Array.isArray(columns)

/** Any function that gives rows, such as one of your own: `rowsOfCall(func('open_orders')(7)).asRows('o', ['id'])`. */
export const rowsOfCall = <Tag extends string>(call: SqlExpression<Tag>): RowsCall<Tag> =>
  new RowsCall<Tag>(operandOf(call, 'rowsOfCall'))
