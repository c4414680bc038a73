import type { Source } from '@vantage-ts/core'
import type { Typed } from '@vantage-ts/core/adapter'
import type {
  Compound,
  Delete,
  GroupingKey,
  Input,
  Insert,
  LockOptions,
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
} from '@vantage-ts/sql/build'

type Tag = 'postgres'

/** Rows of several statements as one. */
export interface PostgresCompound<DS extends Source, Names extends string = string> extends Compound<DS, Tag, Names> {
  union(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  unionAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  intersect(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  /** Rows that both give, as often as both have them. */
  intersectAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  except(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  /** Rows of this, less one for each of the other. */
  exceptAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
}

/** Rows that are written down. */
export interface PostgresValues<DS extends Source> extends Values<DS, Tag> {
  union(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
  unionAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
  intersect(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
  /** Rows that both give, as often as both have them. */
  intersectAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
  except(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
  /** Rows of this, less one for each of the other. */
  exceptAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS>
}

/** A SELECT of PostgreSQL. */
export interface PostgresSelect<DS extends Source, Names extends string = string> extends Select<DS, Tag, Names> {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): PostgresSelect<DS, Names | NamesOf<Given[number]>>
  /** The first row of each group of rows that are equal in these; `orderBy` begins with the same keys. */
  distinctOn(...keys: readonly Input<Tag>[]): this
  /** By expressions, and by `rollup(…)`, `cube(…)`, `groupingSets(…)`. */
  groupBy(...keys: readonly (Input<Tag> | GroupingKey)[]): this
  /** Joins a statement with `as('t')` that sees the rows before it. */
  joinLateral(rows: Rows<Tag>, on?: Input<Tag>): this
  leftJoinLateral(rows: Rows<Tag>, on?: Input<Tag>): this
  crossJoinLateral(rows: Rows<Tag>): this
  /** Keeps the rows for this transaction until it ends. */
  forUpdate(options?: LockOptions): this
  forNoKeyUpdate(options?: LockOptions): this
  forShare(options?: LockOptions): this
  forKeyShare(options?: LockOptions): this
  union(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  unionAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  intersect(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  /** Rows that both give, as often as both have them. */
  intersectAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  except(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
  /** Rows of this, less one for each of the other. */
  exceptAll(other: RowsStatement<DS, Tag>): PostgresCompound<DS, Names>
}

/** An INSERT of PostgreSQL. */
export interface PostgresInsert<DS extends Source, Name extends string = string> extends Insert<DS, Tag, Name> {
  /** What happens where a row is there already; for any conflict without columns. */
  onConflict(...keys: readonly (SqlExpression<Tag> | Typed<unknown, unknown>)[]): OnConflict<Tag, this, Name>
  /** The conflict with a constraint of that name. */
  onConflict(target: { readonly constraint: string }): OnConflict<Tag, this, Name>
}

/** A DELETE of PostgreSQL. */
export interface PostgresDelete<DS extends Source> extends Delete<DS, Tag> {
  /** Other rows that the condition looks at. */
  using(...rows: readonly Rows<Tag>[]): this
}

/** Where statements of PostgreSQL begin. */
export interface PostgresQuery<DS extends Source> extends Query<DS, Tag> {
  select<const Given extends readonly Selectable<Tag>[]>(...columns: Given): PostgresSelect<DS, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): PostgresSelect<DS>
  values(...rows: readonly (readonly Input<Tag>[])[]): PostgresValues<DS>
  insertInto<Name extends string>(rows: RowsOf<Tag, Name>): PostgresInsert<DS, Name>
  insertInto(rows: Rows<Tag>): PostgresInsert<DS>
  deleteFrom(rows: Rows<Tag>): PostgresDelete<DS>
}
