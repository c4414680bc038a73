import type { Expr, Fields, Pending, Plan, QueryModel, Source, Table, Type, UntypedRecord } from '@vantage-ts/core'
import type { CallOptions, RowOf, Typed } from '@vantage-ts/core/adapter'
import type { Columns, RowsOf } from './columns.ts'
import type { Input, OrderInput, SqlExpression } from './expression.ts'
import type { Rendered } from './statement.ts'
import type { Window } from './window.ts'

// The faces that programs see: one class builds each kind of statement, and a language shows of it what it has.

/** What `select` takes: columns as they are called, and objects that name expressions. */
export type Selectable<Tag extends string> =
  | SqlExpression<Tag>
  | Typed<unknown, unknown>
  | { readonly [name: string]: Input<Tag> }
/** The names that something selected gives the result: `o.total` -> `'total'`, `{ n: count() }` -> `'n'`. */
export type NamesOf<Given> = Given extends { readonly '~names': infer Name extends string }
  ? Name
  : Given extends SqlExpression | Typed<unknown, unknown>
    ? never
    : keyof Given & string
/** Rows to read: a table, a named statement, a statement with `as('t')`, all of the same language; the rows of a set. */
export type Rows<Tag extends string = string> = object & { readonly '~language'?: Tag }
export type Order<Tag extends string> = OrderInput<Tag>

/** A statement that is being built: immutable, and nothing runs before `run()`. */
export interface Statement<DS extends Source, Tag extends string> extends SqlExpression<Tag> {
  /** The source that it runs on. */
  readonly source: DS
  /** The steps that `run()` would take, without taking them. */
  explain(): Plan
  /** Readable text without values. */
  preview(): string
  /** The text and the values that a driver takes. Errors: `invalid` for parts that are known when it runs. */
  render(): Rendered
}

/** A statement that gives rows. */
export interface RowsStatement<DS extends Source, Tag extends string, Names extends string = string>
  extends Statement<DS, Tag> {
  /** Phantom: the names of its columns. */
  readonly '~rows': Names
  /** Its rows under a name, to read from. */
  as(name: string): Columns<Tag, Names>
  /** The value of its only row and column, as an operand of sets. */
  as<T>(type: Type<T>): Expr<T, DS>
  /** A read-only table of its rows: a set again. */
  columns<const F extends Fields>(fields: F): Table<DS, QueryModel<RowOf<F>>>
  /** Its rows, as the driver gives them. */
  run(options?: CallOptions): Pending<readonly UntypedRecord[]>
}

/** A statement whose rows go together with those of others. */
export interface Combining<DS extends Source, Tag extends string, Names extends string = string>
  extends RowsStatement<DS, Tag, Names> {
  /** Rows of this and of another statement, each once. */
  union(other: RowsStatement<DS, Tag>): Compound<DS, Tag, Names>
  unionAll(other: RowsStatement<DS, Tag>): Compound<DS, Tag, Names>
  /** Rows that both give. */
  intersect(other: RowsStatement<DS, Tag>): Compound<DS, Tag, Names>
  /** Rows of this that the other does not give. */
  except(other: RowsStatement<DS, Tag>): Compound<DS, Tag, Names>
}

/** Rows of several statements as one; operators go from left to right. */
export interface Compound<DS extends Source, Tag extends string, Names extends string = string>
  extends Combining<DS, Tag, Names> {
  with(...named: readonly Rows<Tag>[]): this
  /** By columns of the result: `resultColumn('total').desc()`. */
  orderBy(...keys: readonly Order<Tag>[]): this
  limit(rows: Input<Tag>): this
  offset(rows: Input<Tag>): this
}

/** Rows that are written down. */
export interface Values<DS extends Source, Tag extends string> extends Combining<DS, Tag> {
  /** Its rows under a name, with names for its columns: `q.values(['a', 1]).asRows('v', ['code', 'size'])`. */
  asRows<const Name extends string>(name: string, columns: readonly Name[]): Columns<Tag, Name>
}

/** A SELECT. Clauses may come in any order; those given twice are joined. */
export interface Select<DS extends Source, Tag extends string, Names extends string = string>
  extends Combining<DS, Tag, Names> {
  with(...named: readonly Rows<Tag>[]): this
  distinct(): this
  from(...rows: readonly Rows<Tag>[]): this
  join(rows: Rows<Tag>, on: Input<Tag>): this
  leftJoin(rows: Rows<Tag>, on: Input<Tag>): this
  rightJoin(rows: Rows<Tag>, on: Input<Tag>): this
  fullJoin(rows: Rows<Tag>, on: Input<Tag>): this
  crossJoin(rows: Rows<Tag>): this
  /** Joins by columns that both sides call the same. */
  joinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  leftJoinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  rightJoinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  fullJoinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  /** Joins by all columns that both sides call the same, which a new column may change; `joinUsing` names them. */
  naturalJoin(rows: Rows<Tag>): this
  naturalLeftJoin(rows: Rows<Tag>): this
  naturalRightJoin(rows: Rows<Tag>): this
  naturalFullJoin(rows: Rows<Tag>): this
  where(...conditions: readonly Input<Tag>[]): this
  groupBy(...keys: readonly Input<Tag>[]): this
  having(...conditions: readonly Input<Tag>[]): this
  /** Names a window, for `over(name)`. */
  window(name: string, window: Window<Tag>): this
  orderBy(...keys: readonly Order<Tag>[]): this
  limit(rows: Input<Tag>): this
  offset(rows: Input<Tag>): this
}

/** A write that gives back of each row what `returning` said. */
export interface Returning<DS extends Source, Tag extends string, Names extends string = string>
  extends Statement<DS, Tag> {
  /** Phantom: the names of the columns of what it gives back. */
  readonly '~rows': Names
  returning<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): Returning<DS, Tag, Names | NamesOf<Given[number]>>
  /** Runs it and gives what it gives back, as the driver does. */
  run(options?: CallOptions): Pending<readonly UntypedRecord[]>
}

/** A statement that changes rows. */
export interface Write<DS extends Source, Tag extends string> extends Statement<DS, Tag> {
  with(...named: readonly Rows<Tag>[]): this
  returning<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): Returning<DS, Tag, NamesOf<Given[number]>>
  /** Runs it and gives the number of rows that it wrote. */
  run(options?: CallOptions): Pending<number>
}

/** What columns become; those that are undefined stay. */
export type Assigned<Tag extends string, Name extends string = string> = {
  readonly [column in Name]?: Input<Tag> | undefined
}
/** A row by column. */
export type Inserted<Tag extends string, Name extends string = string> = { readonly [column in Name]?: Input<Tag> }

/** An INSERT, which knows its columns: rows come next. */
export interface Insert<DS extends Source, Tag extends string, Name extends string = string> extends Write<DS, Tag> {
  /** Rows by column; all have the columns of the first. */
  values(...records: readonly Inserted<Tag, Name>[]): this
  /** The rows of a statement, whose columns go to these, in this order. */
  from(statement: RowsStatement<DS, Tag>, ...columns: readonly string[]): this
  /** One row of what its columns have by themselves. */
  defaultValues(): this
  /** What happens where a row is there already; for any conflict without columns. */
  onConflict(...columns: readonly (SqlExpression<Tag> | Typed<unknown, unknown>)[]): OnConflict<Tag, this, Name>
}

export interface OnConflict<Tag extends string, Statement, Name extends string = string> {
  /** Of a partial unique index: the condition that it was made with. */
  targetWhere(...conditions: readonly Input<Tag>[]): this
  /** Only rows that meet a condition are updated. */
  where(...conditions: readonly Input<Tag>[]): this
  doNothing(): Statement
  /** Changes the row that is there: `doUpdate(excluded => ({ name: excluded.name }))`. */
  doUpdate(change: (excluded: Columns<Tag, Name>) => Assigned<Tag, Name>): Statement
}

/** An UPDATE. Errors: `invalid` when it runs without `where` and without `everything()`. */
export interface Update<DS extends Source, Tag extends string, Name extends string = string> extends Write<DS, Tag> {
  /** What columns become: values, and expressions of the row as it was. */
  set(values: Assigned<Tag, Name>): this
  /** Other rows that the new values and the condition look at. */
  from(...rows: readonly Rows<Tag>[]): this
  where(...conditions: readonly Input<Tag>[]): this
  /** Says that all rows are meant. */
  everything(): this
}

/** A DELETE. Errors: `invalid` when it runs without `where` and without `everything()`. */
export interface Delete<DS extends Source, Tag extends string> extends Write<DS, Tag> {
  where(...conditions: readonly Input<Tag>[]): this
  /** Says that all rows are meant. */
  everything(): this
}

/** Adds columns to a select. */
interface Selecting<DS extends Source, Tag extends string, Names extends string> extends Select<DS, Tag, Names> {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): Selecting<DS, Tag, Names | NamesOf<Given[number]>>
}
/** A SELECT of a language that has no clauses besides those of all. */
export interface PlainSelect<DS extends Source, Tag extends string, Names extends string = string>
  extends Selecting<DS, Tag, Names> {}

/** Where statements of a database begin, but for those that differ from language to language. */
export interface Query<DS extends Source, Tag extends string> {
  /** Statements that the next one may read by their names. */
  with(...named: readonly Rows<Tag>[]): this
  /** The rows of a set under a name; its columns are the typed ones of the set. */
  rowsOf<T extends { readonly source: Source; readonly $: object }>(set: T, alias: string): T['$']
  values(...rows: readonly (readonly Input<Tag>[])[]): Values<DS, Tag>
  insertInto<Name extends string>(rows: RowsOf<Tag, Name>): Insert<DS, Tag, Name>
  insertInto(rows: Rows<Tag>): Insert<DS, Tag>
  update<Name extends string>(rows: RowsOf<Tag, Name>): Update<DS, Tag, Name>
  update(rows: Rows<Tag>): Update<DS, Tag>
  deleteFrom(rows: Rows<Tag>): Delete<DS, Tag>
  /** A statement of raw text, with values bound and names quoted: the last resort. */
  sql(parts: TemplateStringsArray, ...given: readonly unknown[]): RowsStatement<DS, Tag>
}

/** The same with a SELECT of no further clauses. */
export interface PlainQuery<DS extends Source, Tag extends string> extends Query<DS, Tag> {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): PlainSelect<DS, Tag, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): PlainSelect<DS, Tag>
}
