import type { Source } from '@vantage-ts/core'
import type { Typed } from '@vantage-ts/core/adapter'
import type {
  Assigned,
  Columns,
  Compound,
  Delete,
  GroupingKey,
  Input,
  Insert,
  NamesOf,
  OnConflict,
  Query,
  Rows,
  RowsOf,
  RowsStatement,
  Select,
  Selectable,
  SqlExpression,
  Values,
  Write,
  WriteOptions,
} from '@vantage-ts/sql/build'

type Tag = 'duckdb'

/** Rows of several statements as one. */
export interface DuckdbCompound<DS extends Source, Names extends string = string> extends Compound<DS, Tag, Names> {
  union(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  unionAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows of both, whose columns go together by their names; one that a side has not is null there. */
  unionByName<Others extends string>(other: RowsStatement<DS, Tag, Others>): DuckdbCompound<DS, Names | Others>
  unionAllByName<Others extends string>(other: RowsStatement<DS, Tag, Others>): DuckdbCompound<DS, Names | Others>
  intersect(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows that both give, as often as both have them. */
  intersectAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  except(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows of this, less one for each of the other. */
  exceptAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
}

/** Rows that are written down. */
export interface DuckdbValues<DS extends Source> extends Values<DS, Tag> {
  union(other: RowsStatement<DS, Tag>): DuckdbCompound<DS>
  unionAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS>
}

/** How large a sample is: so many rows, or so many of a hundred. */
export type SampleSize = (
  | { readonly rows: number; readonly method?: 'reservoir' }
  | { readonly percent: number; readonly method?: 'bernoulli' | 'reservoir' | 'system' }
) & {
  /** The same number draws the same rows, of the same table. */
  readonly seed?: number
}

/** A SELECT of DuckDB. */
export interface DuckdbSelect<DS extends Source, Names extends string = string> extends Select<DS, Tag, Names> {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): DuckdbSelect<DS, Names | NamesOf<Given[number]>>
  /** The first row of each group of rows that are equal in these; `orderBy` says which is the first. */
  distinctOn(...keys: readonly Input<Tag>[]): this
  /** By expressions, by `rollup(…)`, `cube(…)`, `groupingSets(…)`, and by `allColumns()`: all that is no aggregate. */
  groupBy(...keys: readonly (Input<Tag> | GroupingKey)[]): this
  /** Conditions on what windows give: `qualify(rowNumber().over(w).eq(1))`. */
  qualify(...conditions: readonly Input<Tag>[]): this
  /** So many of a hundred rows: `limitPercent(10)`. */
  limitPercent(percent: Input<Tag>): this
  /** Some rows, by chance: `usingSample({ percent: 10 })`. */
  usingSample(size: SampleSize): this
  /** Joins the nearest row: `asofJoin(p, and(p.symbol.eq(t.symbol), p.at.lte(t.at)))`. */
  asofJoin(rows: Rows, on: Input<Tag>): this
  asofLeftJoin(rows: Rows, on: Input<Tag>): this
  /** Rows for which there is one on the other side, each once. */
  semiJoin(rows: Rows, on: Input<Tag>): this
  /** Rows for which there is none. */
  antiJoin(rows: Rows, on: Input<Tag>): this
  /** The same by columns that both sides call the same; of ASOF the last one is at or before. */
  asofJoinUsing(rows: Rows, ...columns: readonly string[]): this
  asofLeftJoinUsing(rows: Rows, ...columns: readonly string[]): this
  semiJoinUsing(rows: Rows, ...columns: readonly string[]): this
  antiJoinUsing(rows: Rows, ...columns: readonly string[]): this
  /** Joins the rows at the same places of both sides; the longer one has nulls beside it at the end. */
  positionalJoin(rows: Rows): this
  /** Joins a statement with `as('t')` that sees the rows before it. */
  joinLateral(rows: Rows, on?: Input<Tag>): this
  leftJoinLateral(rows: Rows, on?: Input<Tag>): this
  crossJoinLateral(rows: Rows): this
  union(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  unionAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows of both, whose columns go together by their names; one that a side has not is null there. */
  unionByName<Others extends string>(other: RowsStatement<DS, Tag, Others>): DuckdbCompound<DS, Names | Others>
  unionAllByName<Others extends string>(other: RowsStatement<DS, Tag, Others>): DuckdbCompound<DS, Names | Others>
  intersect(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows that both give, as often as both have them. */
  intersectAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  except(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
  /** Rows of this, less one for each of the other. */
  exceptAll(other: RowsStatement<DS, Tag>): DuckdbCompound<DS, Names>
}

/** An INSERT of DuckDB. */
export interface DuckdbInsert<DS extends Source, Name extends string = string> extends Insert<DS, Tag> {
  /** The rows of a statement, whose columns go to those of the same names. */
  fromByName(statement: RowsStatement<DS, Tag>): this
  /** What happens where a row is there already; for any conflict without columns. */
  onConflict(...columns: readonly (SqlExpression<Tag> | Typed<unknown, unknown>)[]): DuckdbOnConflict<this, Name>
}

export interface DuckdbOnConflict<Statement, Name extends string = string> extends OnConflict<Tag, Statement> {
  /** Changes the row that is there: `doUpdate(excluded => ({ name: excluded.name }))`. */
  doUpdate(change: (excluded: Columns<Tag, Name>) => Assigned<Tag>): Statement
}

/** A DELETE of DuckDB. */
export interface DuckdbDelete<DS extends Source> extends Delete<DS, Tag> {
  /** Other rows that the condition looks at. */
  using(...rows: readonly Rows[]): this
}

/** A MERGE of DuckDB. Errors: `invalid` when it runs without `using` or without a clause. */
export interface DuckdbMerge<DS extends Source, Name extends string = string> extends Write<DS, Tag> {
  /** The rows that come, and which row of the table each belongs to: `using(n, n.id.eq(c.id))`. */
  using(rows: Rows<Tag>, on: Input<Tag>): this
  /** The same by columns that both sides call the same: `usingColumns(n, 'id')`. */
  usingColumns(rows: Rows<Tag>, ...columns: readonly string[]): this
  /** Rows that are there and come. Of several clauses the first whose conditions hold is taken. */
  whenMatched(...conditions: readonly Input<Tag>[]): DuckdbMatched<this, Name>
  /** Rows that come and are not there. */
  whenNotMatched(...conditions: readonly Input<Tag>[]): DuckdbNotMatched<this, Name>
  /** Rows that are there and do not come. */
  whenNotMatchedBySource(...conditions: readonly Input<Tag>[]): DuckdbMatched<this, Name>
}

/** What a merge does with some of the rows, those that are there or not. */
interface DuckdbWhen<Statement> {
  doNothing(): Statement
  /** Ends the statement as a `constraint`, with nothing changed. */
  fail(message: Input<Tag>): Statement
}
export interface DuckdbMatched<Statement, Name extends string = string> extends DuckdbWhen<Statement> {
  /** What columns become. */
  update(values: Assigned<Tag, Name>): Statement
  delete(): Statement
}
export interface DuckdbNotMatched<Statement, Name extends string = string> extends DuckdbWhen<Statement> {
  /** A new row, by column. */
  insert(values: Assigned<Tag, Name>): Statement
}

/** Where statements of DuckDB begin. */
export interface DuckdbQuery<DS extends Source> extends Query<DS, Tag> {
  select<const Given extends readonly Selectable<Tag>[]>(...columns: Given): DuckdbSelect<DS, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): DuckdbSelect<DS>
  values(...rows: readonly (readonly Input<Tag>[])[]): DuckdbValues<DS>
  /** `{ or: 'ignore' }` leaves out rows whose key is there, `{ or: 'replace' }` puts them in their place. */
  insertInto<Name extends string>(rows: Columns<Tag, Name>, options?: WriteOptions): DuckdbInsert<DS, Name>
  insertInto(rows: Rows, options?: WriteOptions): DuckdbInsert<DS>
  deleteFrom(rows: Rows): DuckdbDelete<DS>
  /** Rows that come beside those that are there: what happens to each. */
  mergeInto<Name extends string>(rows: RowsOf<Tag, Name>): DuckdbMerge<DS, Name>
  mergeInto(rows: Rows<Tag>): DuckdbMerge<DS>
}
