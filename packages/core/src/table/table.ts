import type { HookOptions } from '../active/hook.ts'
import type { Insert, Model, Patch, RefsOf, Selected, UntypedRecord, WithColumns, WithLazy } from '../column/model.ts'
import type { ImportOptions, ImportProgress, ReadCallOptions, Readable, StreamOptions } from '../dataset/abilities.ts'
import type { Answer, Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Condition, Expr, Ordered, Summable, Typed, UntypedExpr } from '../expression/expr.ts'
import type { Plan } from '../expression/plan.ts'
import type { JoinKind } from '../expression/statement.ts'
import type { Hook, HookEvent } from '../set/hook-shape.ts'
import type { Can, Takes } from '../source/abilities.ts'
import type { Bindable, OpenTransaction, Source } from '../source/source.ts'
import type { ActiveEntity, Draft, NewActiveEntity } from './active-entity.ts'
import type { AddedColumn, AddedColumns, AddedProperty } from './added-column.ts'
import type { Average } from './average.ts'
import type { CalculatedOptions } from './calculated.ts'
import type { ChangeQuery, NewRecord, NewRow, SetOf, UpdateQuery } from './changing.ts'
import type { Columns, ColumnsOf, ConditionOf, ExprOf, OrderOf } from './columns.ts'
import type { Grouped } from './grouping.ts'
import type { HookRun } from './hooking.ts'
import type { Followed, Following } from './import-path.ts'
import type { Added, Fits, JoinOptions, Joined, Kept, SideColumns } from './joining.ts'
import type { NestedRecord } from './nested-types.ts'
import type { Page, PageOptions } from './page.ts'
import type { ParameterTypes, ParameterValues, Parameters, Prepared } from './prepared.ts'
import type { Query } from './query.ts'
import type { RecordTable } from './record-table.ts'
import type { LinkTable, RefTable } from './relating.ts'
import type { UpdateEachOptions, UpdateEachProgress } from './update-each.ts'
import type { EverythingOptions } from './writable-set.ts'
import type { DeleteAllOptions, ReplaceOptions } from './write.ts'
import { fromQuery } from './from-query.ts'

/** A set whose source has builders of its own language. */
interface Building<out Statement> {
  readonly source: { query(): { fromSet(set: unknown): Statement } }
}

// One interface and no parts that it extends: the compiler makes each of these anew for every table, and for every set with
// other columns.
/**
 * A set of rows of an entity in a source: lazy, immutable, typed.
 *
 * Building is synchronous and does no I/O; one `await` of a terminal call runs one statement, plus one per part of
 * another database. What the source cannot do is a compile error, and `unsupported` at run time.
 */
export interface Table<in out DS extends Source, in out M extends Model> {
  readonly source: DS
  readonly can: DS['can']
  /** The columns, enumerable. A column of an expression is reached the same way. */
  readonly $: Columns<M, DS>
  /** Phantom: the columns as functions are given them. */
  readonly '~given': ColumnsOf<DS, M>

  /** The rows of this set that meet a condition. An equality here fills its column on insert. */
  where(this: Can<'where'>, condition: ConditionOf<DS, M>): this
  /** Like `where`, and no write through the set may leave it: record references, tenants. */
  scope(this: Can<'where'>, condition: ConditionOf<DS, M>): this
  /** Rows that hold the text in a searchable column: one literal substring, ASCII case folded. */
  search(this: Can<'search'>, text: string): this
  /** Orders by these keys, replacing an order given before. Nulls sort last in both directions. */
  orderBy(this: Can<'order'>, ...keys: readonly OrderOf<DS, this>[]): this
  /** At most so many rows. Counts, sums and `get(id)` ignore it; writes are refused on a limited set. */
  limit(this: Can<'window'>, rows: number): this
  offset(this: Can<'window'>, rows: number): this
  /** Only these columns, and the id: rows are plain objects. Conditions may still use every column. */
  select<const Name extends keyof M['~columns'] & string>(...names: readonly Name[]): Table<DS, Selected<M, Name>>

  /** Vendor text over the columns, with bound values; `.as(type)` makes it an operand. */
  expr(this: Can<'template'>, parts: TemplateStringsArray, ...args: readonly Bindable<DS>[]): UntypedExpr<DS>
  /** Vendor text with columns by name in braces: `queryExpr('upper({name})')`; `{{` is a brace. */
  queryExpr(this: Can<'template'>, text: string): UntypedExpr<DS>

  /** The set as a statement of the database's own language, to go on with there. */
  toSelect<Statement>(this: Building<Statement>): Statement

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
  getRef<const Name extends keyof RefsOf<M>>(this: Can<'where'>, name: Name): RefTable<DS, RefsOf<M>[Name]>
  /** The related rows of each row: for calculated columns and conditions. Errors: `unsupported` into another database. */
  getLink<const Name extends keyof RefsOf<M>>(this: Can<'correlate'>, name: Name): LinkTable<DS, RefsOf<M>[Name]>
  /** One more column, computed where the data is: usable like any other, never written. */
  withExpression<const Name extends string, E extends Typed<unknown, DS>>(
    name: Name,
    build: (table: NoInfer<this>) => E,
    options?: CalculatedOptions,
  ): Table<DS, WithColumns<M, AddedColumn<Name, E>['columns']>>
  /**
   * A column of the row that has-one references lead to: `withImported('client.bakery.name')`, under its path. Read-only.
   *
   * Shape: null where a reference leads to no row; one statement. Errors: `unsupported` into another database.
   */
  withImported<const Path extends string, To extends Followed = Following<M, Path>>(
    this: Can<'correlate'>,
    path: Path & To['fits'],
  ): Table<DS, WithColumns<M, To['columns']>>
  /** A property computed here once a row is loaded: no condition can name it, and rows of chosen columns lack it. */
  withLazy<const Name extends string, T>(
    name: Name,
    compute: (row: NoInfer<M['prototype']>) => T,
  ): Table<DS, WithLazy<M, AddedProperty<Name, T>['properties']>>
  /** Several at once, each over the set as it is: `{ total: t => t.$.price.mul(t.$.count), … }`. */
  withExpressions<const Builds extends Readonly<Record<string, (table: NoInfer<this>) => Typed<unknown, DS>>>>(
    builds: Builds,
  ): Table<DS, WithColumns<M, AddedColumns<Builds>['columns']>>

  /**
   * Groups by columns of the set, calculated ones included: `groupBy('clientId').aggregate({ n: count() })`.
   *
   * Errors: `invalid` for a column that `select` left out.
   */
  groupBy<const Name extends keyof M['prototype'] & keyof M['~columns'] & string>(
    this: Can<'group' | 'aggregate'>,
    ...names: readonly Name[]
  ): Grouped<DS, M, Name>
  /**
   * The set as a table of its own, with its conditions, order and limit inside; read-only. The alias is its name in messages and
   * previews; statements name their tables by themselves.
   */
  asSource(this: Can<'select'>, alias?: string): this

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
  sum<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
    options?: CallOptions,
  ): Answer<NonNullable<E['~t']>>
  sumExpr<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Expr<NonNullable<E['~t']>, DS>
  sumQuery<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Query<'single', NonNullable<E['~t']>, this>

  min<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
    options?: CallOptions,
  ): Answer<NonNullable<E['~t']> | undefined>
  minExpr<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Expr<NonNullable<E['~t']> | null, DS>
  minQuery<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Query<'single', NonNullable<E['~t']> | null, this>

  max<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
    options?: CallOptions,
  ): Answer<NonNullable<E['~t']> | undefined>
  maxExpr<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Expr<NonNullable<E['~t']> | null, DS>
  maxQuery<E extends Typed<Ordered, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Query<'single', NonNullable<E['~t']> | null, this>

  /** Float for numbers; decimals to 16 digits after the point, half-even. */
  avg<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
    options?: CallOptions,
  ): Answer<Average<NonNullable<E['~t']>> | undefined>
  avgExpr<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Expr<Average<NonNullable<E['~t']>> | null, DS>
  avgQuery<E extends Typed<Summable, DS>>(
    this: Can<'aggregate'>,
    column: ExprOf<E, this>,
  ): Query<'single', Average<NonNullable<E['~t']>> | null, this>

  /** The values of a column, in the set's order and within its limit. */
  fieldValues<T>(this: Can<'read'>, column: ExprOf<Typed<T, DS>, this>, options?: CallOptions): Answer<T[]>
  /** The column as an operand of `in`: a sub-query in the same database, a bound list in another. */
  fieldExpr<E extends Typed<unknown, DS>>(this: Can<'read'>, column: ExprOf<E, this>): Expr<readonly E['~t'][], DS>
  fieldQuery<E extends Typed<unknown, DS>>(
    this: Can<'read'>,
    column: ExprOf<E, this>,
  ): Query<'column', readonly E['~t'][], this>

  // Reading.
  /** The rows one by one, as `stream()` gives them. */
  [Symbol.asyncIterator](): AsyncIterator<M['prototype']>
  /** All rows of the set, in its order. */
  list(this: Can<'read'>, options?: ReadCallOptions): Pending<M['prototype'][]>
  /** All rows as plain records. */
  listValues(this: Can<'read'>, options?: ReadCallOptions): Pending<UntypedRecord[]>
  /** The row with an id, if it is in the set. Errors: `invalid` for `undefined` and `null`. */
  get(
    this: Can<'read' | 'where'>,
    id: M['~records']['id'],
    options?: ReadCallOptions,
  ): Pending<M['prototype'] | undefined>
  /** The first row of the set's order. */
  first(this: Can<'read' | 'window'>, options?: ReadCallOptions): Pending<M['prototype'] | undefined>
  /**
   * Builds a set once for many runs with other values: `users.prepare({ id: uuid }, (t, p) => t.where(u => u.id.eq(p.id)))`.
   *
   * Shape: the result's `list` and `first` take the values by name.
   */
  prepare<const Types extends ParameterTypes, N extends Model>(
    this: Can<'read'>,
    types: Types,
    build: (set: NoInfer<Table<DS, M>>, parameters: Parameters<Types>) => Table<DS, N>,
  ): Prepared<ParameterValues<Types>, N['prototype']>
  /** One page in the set's order, and where the next begins. */
  page(this: Can<'where' | 'order' | 'window'>, options: PageOptions): Pending<Page<M['prototype']>>
  /** Rows one by one, fetched in batches; leaving the loop releases what the database holds. */
  stream(this: Can<'read'>, options?: StreamOptions): AsyncIterable<M['prototype']>

  // Writing: every call is idempotent by id unless it says otherwise.
  /** Creates the row, or leaves the stored one untouched. Gives the stored row. */
  insert(this: Takes, id: M['~records']['id'], record: Insert<M>, options?: CallOptions): Pending<M['prototype']>
  /**
   * Creates a row together with the rows that its references lead to: `{ name: 'Doc', orders: [{ id: 'o1', lines: […] }] }`.
   *
   * Shape: keys are filled from the records they refer to, which are inserted in that order; the id may come from the record.
   * Gives the stored row. Atomic where the source has transactions.
   * Errors: what is wrong is refused before anything is written, by its place; `unsupported` across databases.
   */
  insertNested(
    this: Takes,
    id: M['~records']['id'] | undefined,
    record: NestedRecord<M>,
    options?: CallOptions,
  ): Pending<M['prototype']>
  /** Creates a row whose id may come from the record, a generator or the database. Repeating it creates another. */
  insertReturningId(
    this: Can<'insert'>,
    record: Insert<M> & Partial<M['~records']['idFields'] & object>,
    options?: CallOptions,
  ): Pending<M['~records']['id']>
  /** Inserts with insert's meaning for each row; gives the number created. Atomic per chunk where the source has transactions. */
  insertMany(
    this: Takes,
    records: readonly (Insert<M> & Partial<M['~records']['idFields'] & object>)[],
    options?: CallOptions,
  ): Pending<number>
  /** Overwrites the declared columns (absent ones become null or their default), or creates the row. */
  replace(
    this: Can<'replace'>,
    id: M['~records']['id'],
    record: Insert<M>,
    options?: ReplaceOptions,
  ): Pending<M['prototype']>
  /** Merges fields into a row. Errors: `not-found` when the set has no such row. */
  patch(this: Can<'patch'>, id: M['~records']['id'], part: Patch<M>, options?: CallOptions): Pending<M['prototype']>
  /** Removes a row of the set; gives whether one went. Removing what is not there succeeds. */
  delete(this: Can<'delete'>, id: M['~records']['id'], options?: CallOptions): Pending<boolean>
  /** Removes every row of the set in one statement. A set that nothing narrows needs `{ everything: true }`. */
  deleteAll(this: Can<'delete'>, options?: DeleteAllOptions): Pending<number>
  /** Streams the rows of any readable set into this one; rows whose id is there already are left as they are. */
  import(this: Takes, rows: Readable<object> | AsyncIterable<object>, options?: ImportOptions): Pending<ImportProgress>

  /** An insert of records with insert's meaning for each: rows whose id is there already are left as they are. */
  insertQuery(this: Takes, records: NewRecord<M> | readonly NewRecord<M>[]): ChangeQuery<DS, M>
  /**
   * An insert of the rows of another set, columns by name: in the same database one statement, else read and written in batches.
   *
   * Errors: `invalid` at once for columns that this table does not have, and for required ones that get no value.
   */
  insertFrom(this: Takes, other: SetOf<NewRecord<M>>): ChangeQuery<DS, M>
  /** The same with each column named: `archive.insertFrom(orders, o => ({ id: o.id, total: o.price.mul(2) }))`. */
  insertFrom<O extends Source, N extends Model>(
    this: Takes,
    other: Table<O, N>,
    mapping: (columns: ColumnsOf<O, N>) => NewRow<NewRecord<M>>,
  ): ChangeQuery<DS, M>
  /** An update of every row of the set. A set that nothing narrows needs `{ everything: true }`. */
  updateQuery(this: Can<'patch'>, options?: EverythingOptions): UpdateQuery<DS, M>
  /** A removal of every row of the set. A set that nothing narrows needs `{ everything: true }`. */
  deleteQuery(this: Can<'delete'>, options?: EverythingOptions): ChangeQuery<DS, M>

  /** The same set in untyped form: records in, records out, checked at run time. */
  records(): RecordTable<DS>

  // Records, which know their set and are saved.
  /** The record with an id. Errors: `not-found` when the set has none. */
  load(this: Can<'read' | 'where'>, id: M['~records']['id'], options?: ReadCallOptions): Pending<ActiveEntity<DS, M>>
  /** The record with an id, if it is in the set. */
  getEntity(
    this: Can<'read' | 'where'>,
    id: M['~records']['id'],
    options?: ReadCallOptions,
  ): Pending<ActiveEntity<DS, M> | undefined>
  /** The first record of the set's order. */
  loadSome(this: Can<'read' | 'window'>, options?: ReadCallOptions): Pending<ActiveEntity<DS, M> | undefined>
  /** All records of the set, in its order. */
  activeList(this: Can<'read'>, options?: ReadCallOptions): Pending<ActiveEntity<DS, M>[]>
  /** Creates a row and gives its record. Errors: `conflict` for an id that is taken; `validation`. */
  create(this: Takes, values: NewRecord<M>, options?: CallOptions): Pending<ActiveEntity<DS, M>>
  /** A record to be created: hooks can be added to it first, and it cannot be saved. */
  newEntity(this: Takes, values?: Draft<M>): NewActiveEntity<DS, M>
  /**
   * Loads each record of the set, changes it and saves what changed: `updateEach(a => { a.age += 1 })`.
   *
   * Shape: pages by the id, so that each row is seen once; a batch is one transaction, where the source has them. Without hooks
   * rows are not read back there: what triggers change in one is seen after `reload()`.
   * Errors: `partial` with the ids of what is saved, once a batch is; inside a transaction of yours the error as it is. A set
   * that nothing narrows needs `{ everything: true }`.
   */
  updateEach(
    this: Can<'read' | 'where' | 'patch'>,
    change: (record: ActiveEntity<DS, M>) => unknown,
    options?: UpdateEachOptions,
  ): Pending<UpdateEachProgress>
  /** The same set with one more hook around its writes. */
  withHook<const E extends HookEvent>(event: E, run: NoInfer<HookRun<E, M, DS>>, options?: HookOptions): Table<DS, M>
  withHook(hook: Hook | readonly Hook[]): Table<DS, M>
}

/** Tables that no entity declares. */
export const Table: { readonly fromQuery: typeof fromQuery } = Object.freeze({ fromQuery })
