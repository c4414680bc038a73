import type { Model, RefsOf, Selected, WithColumns, WithLazy } from '../column/model.ts'
import type { Answer, Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Condition, Expr, Ordered, Summable, Typed, UntypedExpr } from '../expression/expr.ts'
import type { Plan } from '../expression/plan.ts'
import type { JoinKind } from '../expression/statement.ts'
import type { Can } from '../source/abilities.ts'
import type { Bindable, OpenTransaction, Source } from '../source/source.ts'
import type { Average } from './average.ts'
import type { CalculatedOptions } from './calculated.ts'
import type { Columns, ConditionOf, ExprOf, OrderOf } from './columns.ts'
import type { Grouped } from './grouping.ts'
import type { Imported, PathTo } from './import-path.ts'
import type { Added, Fits, Joined, JoinOptions, Kept, SideColumns } from './joining.ts'
import type { Query } from './query.ts'
import type { LinkTable, RefTable } from './relating.ts'
import type { Table } from './table.ts'

/**
 * What a typed set has besides reading and writing: it makes narrower, related and joined sets, columns and aggregates.
 *
 * One interface, because the compiler makes each that `Table` inherits anew for every table, and for every set with other
 * columns. They are not members of `Table` itself: its name is a value too, and then each mapped type would hold its table.
 */
export interface Composing<DS extends Source, M extends Model> {
  readonly source: DS
  readonly can: DS['can']
  /** The columns, enumerable. A column of an expression is reached the same way. */
  readonly $: Columns<M, DS>

  /** The rows of this set that meet a condition. An equality here fills its column on insert. */
  where(this: Can<'where'>, condition: ConditionOf<DS, M>): this
  /** Like `where`, and no write through the set may leave it: record references, tenants. */
  scope(this: Can<'where'>, condition: ConditionOf<DS, M>): this
  /** Rows that hold the text in a searchable column: one literal substring, ASCII case folded. */
  search(this: Can<'search'>, text: string): this
  /** Orders by these keys, replacing an order given before. Nulls sort last in both directions. */
  orderBy(this: Can<'order'>, ...keys: readonly OrderOf<DS, M>[]): this
  /** At most so many rows. Counts, sums and `get(id)` ignore it; writes are refused on a limited set. */
  limit(this: Can<'window'>, rows: number): this
  offset(this: Can<'window'>, rows: number): this
  /** Only these columns, and the id: rows are plain objects. Conditions may still use every column. */
  select<const Name extends keyof M['~columns'] & string>(...names: readonly Name[]): Table<DS, Selected<M, Name>>

  /** Vendor text over the columns, with bound values; `.as(type)` makes it an operand. */
  expr(this: Can<'template'>, parts: TemplateStringsArray, ...args: readonly Bindable<DS>[]): UntypedExpr<DS>
  /** Vendor text with columns by name in braces: `queryExpr('upper({name})')`; `{{` is a brace. */
  queryExpr(this: Can<'template'>, text: string): UntypedExpr<DS>

  /** The same set inside a transaction of its database. Errors: `invalid` for one of another database. */
  withTransaction(transaction: OpenTransaction<DS>): this
  /** Hands the set to a function: set methods written once for every source. */
  pipe<Result>(change: (table: this) => Result): Result
  /** The steps that `list()` would take, without taking them. */
  explain(): Plan

  /**
   * The rows that a reference leads to from any row of this set.
   *
   * Shape: a set of its own: one statement with a sub-query in the same database; from another one the keys are fetched first.
   * Errors: `invalid` for an unknown reference, `too-large` for more keys than bind.
   */
  getRef<const Name extends keyof RefsOf<M> & string>(this: Can<'where'>, name: Name): RefTable<DS, RefsOf<M>[Name]>
  /** The related rows of each row: for calculated columns and conditions. Errors: `unsupported` into another database. */
  getLink<const Name extends keyof RefsOf<M> & string>(
    this: Can<'correlate'>,
    name: Name,
  ): LinkTable<DS, RefsOf<M>[Name]>
  /** One more column, computed where the data is: usable like any other, never written. */
  withExpression<const Name extends string, T>(
    name: Name,
    build: (table: NoInfer<this>) => Typed<T, DS>,
    options?: CalculatedOptions,
  ): Table<DS, WithColumns<M, { readonly [K in Name]: T }>>
  /**
   * A column of the row that has-one references lead to: `withImported('client.bakery.name')`, under its path. Read-only.
   *
   * Shape: null where a reference leads to no row; one statement. Errors: `unsupported` into another database.
   */
  withImported<const Path extends string, T = Imported<M, Path>>(
    this: Can<'correlate'>,
    path: PathTo<M, Path, T>,
  ): Table<DS, WithColumns<M, { readonly [K in Path]: T | null }>>
  /** A property computed here once a row is loaded: no condition can name it, and rows of chosen columns lack it. */
  withLazy<const Name extends string, T>(
    name: Name,
    compute: (row: NoInfer<M['prototype']>) => T,
  ): Table<DS, WithLazy<M, { readonly [K in Name]: T }>>
  /** Several at once, each over the set as it is: `{ total: t => t.$.price.mul(t.$.count), … }`. */
  withExpressions<const Builds extends Readonly<Record<string, (table: NoInfer<this>) => Typed<unknown, DS>>>>(
    builds: Builds,
  ): Table<DS, WithColumns<M, { readonly [K in keyof Builds]: ReturnType<Builds[K]>['~t'] }>>

  /** Groups by columns of the set, calculated ones included: `groupBy('clientId').aggregate({ n: count() })`. */
  groupBy<const Name extends keyof M['~columns'] & string>(
    this: Can<'group' | 'aggregate'>,
    ...names: readonly Name[]
  ): Grouped<DS, M, Name>
  /** The set as a table of its own, with its conditions, order and limit inside; read-only. */
  asSource(this: Can<'select'>): this

  /** Puts another set of the same database beside this one. Errors: `unsupported` for another database. */
  join<Other extends Model, const Kind extends JoinKind = 'inner'>(
    this: Can<'join'>,
    other: Table<DS, Other>,
    on: (...columns: SideColumns<DS, readonly [M, Other]>) => Condition<DS>,
    options?: JoinOptions<Kind>,
  ): Joined<DS, readonly [...Kept<Kind, readonly [M]>, Added<Kind, Other>]>
  /** The same rows as another entity, which has some of the columns. Errors: `invalid` for columns that are missing or differ. */
  intoEntity<N extends Model>(entity: N & Fits<M, N['~columns']>): Table<DS, N>

  // The trios: each computation runs now, or is an expression, or a query that can still be narrowed.
  count(this: Can<'aggregate'>, options?: CallOptions): Pending<number>
  countExpr(this: Can<'aggregate'>): Expr<number, DS>
  countQuery(this: Can<'aggregate'>): Query<'single', number, this>

  /** Nulls are passed over; the sum of nothing is zero. Errors: `too-large` past what the type holds. */
  sum<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Answer<NonNullable<T>>
  sumExpr<T extends Summable>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T>, DS>
  sumQuery<T extends Summable>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Query<'single', NonNullable<T>, this>

  min<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Answer<NonNullable<T> | undefined>
  minExpr<T extends Ordered>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T> | null, DS>
  minQuery<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', NonNullable<T> | null, this>

  max<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Answer<NonNullable<T> | undefined>
  maxExpr<T extends Ordered>(this: Can<'aggregate'>, column: ExprOf<T, DS, M>): Expr<NonNullable<T> | null, DS>
  maxQuery<T extends Ordered>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', NonNullable<T> | null, this>

  /** Float for numbers; decimals to 16 digits after the point, half-even. */
  avg<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
    options?: CallOptions,
  ): Answer<Average<NonNullable<T>> | undefined>
  avgExpr<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Expr<Average<NonNullable<T>> | null, DS>
  avgQuery<T extends Summable>(
    this: Can<'aggregate'>,
    column: ExprOf<T, DS, M>,
  ): Query<'single', Average<NonNullable<T>> | null, this>

  /** The values of a column, in the set's order and within its limit. */
  fieldValues<T>(this: Can<'read'>, column: ExprOf<T, DS, M>, options?: CallOptions): Answer<T[]>
  /** The column as an operand of `in`: a sub-query in the same database, a bound list in another. */
  fieldExpr<T>(this: Can<'read'>, column: ExprOf<T, DS, M>): Expr<readonly T[], DS>
  fieldQuery<T>(this: Can<'read'>, column: ExprOf<T, DS, M>): Query<'column', readonly T[], this>
}
