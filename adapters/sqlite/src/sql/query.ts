import type { Source } from '@vantage-ts/core'
import type { Typed } from '@vantage-ts/core/adapter'
import type {
  Insert,
  OnConflict,
  PlainQuery,
  Rows,
  RowsOf,
  SqlExpression,
  Update,
  WriteOptions,
} from '@vantage-ts/sql/build'

type Tag = 'sqlite'

/** An INSERT of SQLite. */
export interface SqliteInsert<DS extends Source, Name extends string = string> extends Insert<DS, Tag, Name> {
  /** What happens where a row is there already; for any conflict without columns. Of several the first that fits is taken. */
  onConflict(...columns: readonly (SqlExpression<Tag> | Typed<unknown, unknown>)[]): OnConflict<Tag, this, Name>
}

/** Where statements of SQLite begin. */
export interface SqliteQuery<DS extends Source> extends PlainQuery<DS, Tag> {
  /** `{ or: 'ignore' }` leaves out rows that break a constraint, `{ or: 'replace' }` removes those in their way. */
  insertInto<Name extends string>(rows: RowsOf<Tag, Name>, options?: WriteOptions): SqliteInsert<DS, Name>
  insertInto(rows: Rows<Tag>, options?: WriteOptions): SqliteInsert<DS>
  /** `{ or: 'ignore' }` leaves rows that would break a constraint as they are. */
  update<Name extends string>(rows: RowsOf<Tag, Name>, options?: WriteOptions): Update<DS, Tag, Name>
  update(rows: Rows<Tag>, options?: WriteOptions): Update<DS, Tag>
}
