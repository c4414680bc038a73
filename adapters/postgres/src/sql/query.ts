import type { Source } from '@vantage-ts/core'
import type { Input, LockOptions, NamesOf, Query, Rows, Select, Selectable } from '@vantage-ts/sql/build'

/** A SELECT of PostgreSQL. */
export interface PostgresSelect<DS extends Source, Names extends string = string>
  extends Select<DS, 'postgres', Names> {
  select<const Given extends readonly Selectable<'postgres'>[]>(
    ...columns: Given
  ): PostgresSelect<DS, Names | NamesOf<Given[number]>>
  /** The first row of each group of rows that are equal in these; `orderBy` begins with the same keys. */
  distinctOn(...keys: readonly Input<'postgres'>[]): this
  /** Joins a statement with `as('t')` that sees the rows before it. */
  joinLateral(rows: Rows, on?: Input<'postgres'>): this
  leftJoinLateral(rows: Rows, on?: Input<'postgres'>): this
  crossJoinLateral(rows: Rows): this
  /** Keeps the rows for this transaction until it ends. */
  forUpdate(options?: LockOptions): this
  forNoKeyUpdate(options?: LockOptions): this
  forShare(options?: LockOptions): this
  forKeyShare(options?: LockOptions): this
}

/** Where statements of PostgreSQL begin. */
export interface PostgresQuery<DS extends Source> extends Query<DS, 'postgres'> {
  select<const Given extends readonly Selectable<'postgres'>[]>(
    ...columns: Given
  ): PostgresSelect<DS, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): PostgresSelect<DS>
}
