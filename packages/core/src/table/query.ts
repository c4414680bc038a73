import type { Condition, Expr } from '../expression/expr.ts'

/** What a query needs to know of the table it came from. */
export interface QueryOrigin {
  readonly source: unknown
  readonly $: object
}

/**
 * A query that can still be narrowed, and an expression at the same time: `run()` it, or use it as an operand.
 *
 * `Kind` says whether it gives one value or a column of them; `Origin` is the type of its table.
 */
export interface Query<out Kind extends 'single' | 'column', out Value, Origin extends QueryOrigin>
  extends Expr<Value, Origin['source']> {
  readonly '~kind': Kind
  where(
    condition: Condition<Origin['source']> | ((columns: Origin['$']) => Condition<Origin['source']>),
  ): Query<Kind, Value, Origin>
  /** Only for columns: the first values of the set's order. */
  limit(count: number): Query<Kind, Value, Origin>
}
