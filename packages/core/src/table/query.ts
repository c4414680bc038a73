import type { UntypedRecord } from '../column/model.ts'
import type { Condition, Expr, Typed } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Columnar, ExprOf } from './columns.ts'

/** What a query needs to know of the table it came from. */
export interface QueryOrigin extends Columnar {
  readonly source: unknown
  readonly can: object
}

/** What a query gives: one value, the values of a column, or rows. */
export type QueryKind = 'single' | 'column' | 'rows'

/**
 * A query that can still be narrowed, and an expression at the same time: `run()` it, or use it as an operand.
 *
 * `Kind` says what it gives; `Origin` is the type of its table.
 */
export interface Query<out Kind extends QueryKind, out Value, Origin extends QueryOrigin>
  extends Expr<Value, Origin['source']> {
  readonly '~kind': Kind
  readonly can: Origin['can']
  where(condition: ExprOf<Condition<Origin['source']>, Origin>): this
  /** Only for columns: the first values of the set's order. */
  limit(this: OfKind<'column'>, count: number): this
  /**
   * The same for each group of rows: `average(sessions.fieldQuery(s => s.length)).groupBy(s => s.userId)`.
   *
   * Shape: rows with the grouping columns and the value, under the name of the column it is computed of; `value` where that
   * is an expression, `count` where rows are counted.
   * Errors: `invalid` for a key without a name; `withExpression()` of the set gives it one.
   */
  groupBy(this: OfKind<'single'> & Can<'group'>, ...columns: readonly GroupKey<Origin>[]): RowsQuery<Origin>
}

/** Groups as an expression; `Table.fromQuery()` makes a table of it. */
export interface RowsQuery<Origin extends QueryOrigin> extends Query<'rows', readonly UntypedRecord[], Origin> {}

/** A query of one kind. */
export interface OfKind<Kind extends QueryKind> {
  readonly '~kind': Kind
}

type GroupKey<Origin extends QueryOrigin> = ExprOf<Typed<unknown, Origin['source']>, Origin>
