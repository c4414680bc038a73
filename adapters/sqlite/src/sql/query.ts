import type { Source } from '@vantage-ts/core'
import type { Typed } from '@vantage-ts/core/adapter'
import type {
  Assigned,
  Columns,
  Insert,
  OnConflict,
  PlainQuery,
  Rows,
  SqlExpression,
  Update,
  WriteOptions,
} from '@vantage-ts/sql/build'

type Tag = 'sqlite'

/** An INSERT of SQLite. */
export interface SqliteInsert<DS extends Source, Name extends string = string> extends Insert<DS, Tag> {
  /** What happens where a row is there already; for any conflict without columns. Of several the first that fits is taken. */
  onConflict(...columns: readonly (SqlExpression<Tag> | Typed<unknown, unknown>)[]): SqliteOnConflict<this, Name>
}

export interface SqliteOnConflict<Statement, Name extends string = string> extends OnConflict<Tag, Statement> {
  /** Changes the row that is there: `doUpdate(excluded => ({ name: excluded.name }))`. */
  doUpdate(change: (excluded: Columns<Tag, Name>) => Assigned<Tag>): Statement
}

/** Where statements of SQLite begin. */
export interface SqliteQuery<DS extends Source> extends PlainQuery<DS, Tag> {
  /** `{ or: 'ignore' }` leaves out rows that break a constraint, `{ or: 'replace' }` removes those in their way. */
  insertInto<Name extends string>(rows: Columns<Tag, Name>, options?: WriteOptions): SqliteInsert<DS, Name>
  insertInto(rows: Rows, options?: WriteOptions): SqliteInsert<DS>
  /** `{ or: 'ignore' }` leaves rows that would break a constraint as they are. */
  update(rows: Rows, options?: WriteOptions): Update<DS, Tag>
}
