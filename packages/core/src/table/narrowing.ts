import type { Model, Selected } from '../column/model.ts'
import type { UntypedExpr } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Plan } from '../expression/plan.ts'
import type { Bindable, Source } from '../source/source.ts'
import type { Columns, ConditionOf, OrderOf } from './columns.ts'
import type { Table } from './table.ts'

/** What makes a set from a set. Nothing runs. */
export interface Narrowing<DS extends Source, M extends Model> {
  readonly source: DS
  readonly can: DS['can']
  /** The columns, enumerable. A column of an expression is reached the same way. */
  readonly $: Columns<M, DS>

  /** The rows of this set that meet a condition. An equality here fills its column on insert. */
  where(this: Can<'where'>, condition: ConditionOf<DS, M>): Table<DS, M>
  /** Like `where`, and no write through the set may leave it: record references, tenants. */
  scope(this: Can<'where'>, condition: ConditionOf<DS, M>): Table<DS, M>
  /** Rows that hold the text in a searchable column: one literal substring, ASCII case folded. */
  search(this: Can<'search'>, text: string): Table<DS, M>
  /** Orders by these keys, replacing an order given before. Nulls sort last in both directions. */
  orderBy(this: Can<'order'>, ...keys: readonly OrderOf<DS, M>[]): Table<DS, M>
  /** At most so many rows. Counts, sums and `get(id)` ignore it; writes are refused on a limited set. */
  limit(this: Can<'window'>, rows: number): Table<DS, M>
  offset(this: Can<'window'>, rows: number): Table<DS, M>
  /** Only these columns, and the id: rows are plain objects. Conditions may still use every column. */
  select<const Name extends keyof M['~columns'] & string>(...names: readonly Name[]): Table<DS, Selected<M, Name>>

  /** Vendor text over the columns, with bound values; `.as(type)` makes it an operand. */
  expr(this: Can<'template'>, parts: TemplateStringsArray, ...args: readonly Bindable<DS>[]): UntypedExpr<DS>
  /** Vendor text with columns by name in braces: `queryExpr('upper({name})')`; `{{` is a brace. */
  queryExpr(this: Can<'template'>, text: string): UntypedExpr<DS>

  /** Hands the set to a function: set methods written once for every source. */
  pipe<Result>(change: (table: Table<DS, M>) => Result): Result
  /** The steps that `list()` would take, without taking them. */
  explain(): Plan
}
