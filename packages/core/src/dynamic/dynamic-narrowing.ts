import type { UntypedExpr } from '../expression/expr.ts'
import type { Plan } from '../expression/plan.ts'
import type { Can } from '../source/abilities.ts'
import type { Bindable, OpenTransaction, Source } from '../source/source.ts'
import type { Parameters, ParameterTypes, ParameterValues, Prepared } from '../table/prepared.ts'
import type { UntypedRecord } from '../column/model.ts'
import type { DynamicColumn, DynamicColumns, DynamicConditionOf, DynamicOrderOf } from './dynamic-column.ts'
import type { DynamicSelection } from './dynamic-table.ts'

/** What makes a set from a set whose columns are known at run time only. Nothing runs. */
export interface DynamicNarrowing<DS extends Source, Name extends string> {
  readonly source: DS
  readonly can: DS['can']
  /** The columns, enumerable. */
  readonly $: DynamicColumns<DS, Name>
  /** A column by its name, whatever the compiler knows. Errors: `invalid` with the nearest name. */
  column(name: string): DynamicColumn<DS>

  /** The rows of this set that meet a condition. An equality here fills its column on insert. */
  where(this: Can<'where'>, condition: DynamicConditionOf<DS, Name>): this
  /** Like `where`, and no write through the set may leave it. */
  scope(this: Can<'where'>, condition: DynamicConditionOf<DS, Name>): this
  /** Rows that hold the text in a column flagged `searchable`. */
  search(this: Can<'search'>, text: string): this
  /** Orders by these keys, replacing an order given before. Nulls sort last in both directions. */
  orderBy(this: Can<'order'>, ...keys: readonly DynamicOrderOf<DS, Name>[]): this
  limit(this: Can<'window'>, rows: number): this
  offset(this: Can<'window'>, rows: number): this
  /** Only these columns, and the id. Rows that miss columns are not written; conditions may still use every column. */
  select(...names: readonly Name[]): DynamicSelection<DS, Name>

  /** Vendor text over the columns, with bound values; `.as(type)` makes it an operand. */
  expr(
    this: Can<'template'>,
    parts: TemplateStringsArray,
    ...args: readonly (Bindable<DS> | DynamicColumn<DS>)[]
  ): UntypedExpr<DS>
  /** Vendor text with columns by name in braces: `queryExpr('upper({name})')`; `{{` is a brace. */
  queryExpr(this: Can<'template'>, text: string): UntypedExpr<DS>

  /** The same set inside a transaction of its database. */
  withTransaction(transaction: OpenTransaction<DS>): this
  /** Builds a set once for many runs with other values. */
  prepare<const Types extends ParameterTypes>(
    this: Can<'read'>,
    types: Types,
    build: (set: this, parameters: Parameters<Types>) => DynamicSelection<DS, Name>,
  ): Prepared<ParameterValues<Types>, UntypedRecord>
  /** Hands the set to a function. */
  pipe<Result>(change: (table: this) => Result): Result
  /** The steps that `list()` would take, without taking them. */
  explain(): Plan
}
