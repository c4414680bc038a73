import type { Pending, Source } from '@vantage-ts/core'
import type { CallOptions } from '@vantage-ts/core/adapter'
import type {
  Assigned,
  Columns,
  Delete,
  Input,
  NamesOf,
  Order,
  PlainSelect,
  Query,
  Rows,
  RowsStatement,
  Selectable,
  Statement,
  Window,
  Write,
} from '@vantage-ts/sql/build'

type Tag = 'mysql'

/** How a select waits for rows that another transaction holds. */
export interface MysqlLockOptions {
  /** Rows that another transaction holds are left out. */
  readonly skipLocked?: boolean
  /** Fails at once where another transaction holds one. */
  readonly noWait?: boolean
}

/** A SELECT of MySQL. */
export interface MysqlSelect<DS extends Source, Names extends string = string>
  extends Omit<
    PlainSelect<DS, Tag, Names>,
    'fullJoin' | 'fullJoinUsing' | 'naturalFullJoin' | 'select' | SelfReturning
  > {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): MysqlSelect<DS, Names | NamesOf<Given[number]>>
  with(...named: readonly Rows<Tag>[]): this
  distinct(): this
  from(...rows: readonly Rows<Tag>[]): this
  join(rows: Rows<Tag>, on: Input<Tag>): this
  leftJoin(rows: Rows<Tag>, on: Input<Tag>): this
  rightJoin(rows: Rows<Tag>, on: Input<Tag>): this
  crossJoin(rows: Rows<Tag>): this
  joinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  leftJoinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  rightJoinUsing(rows: Rows<Tag>, ...columns: readonly string[]): this
  /** Joins by all columns that both sides call the same. */
  naturalJoin(rows: Rows<Tag>): this
  naturalLeftJoin(rows: Rows<Tag>): this
  naturalRightJoin(rows: Rows<Tag>): this
  where(...conditions: readonly Input<Tag>[]): this
  groupBy(...keys: readonly Input<Tag>[]): this
  having(...conditions: readonly Input<Tag>[]): this
  window(name: string, window: Window<Tag>): this
  orderBy(...keys: readonly Order<Tag>[]): this
  limit(rows: Input<Tag>): this
  offset(rows: Input<Tag>): this
  /** Holds the rows until the transaction ends. */
  forUpdate(options?: MysqlLockOptions): this
  /** Keeps others from changing the rows until the transaction ends. */
  forShare(options?: MysqlLockOptions): this
}
type SelfReturning =
  | 'with'
  | 'distinct'
  | 'from'
  | 'join'
  | 'leftJoin'
  | 'rightJoin'
  | 'crossJoin'
  | 'joinUsing'
  | 'leftJoinUsing'
  | 'naturalJoin'
  | 'naturalLeftJoin'
  | 'naturalRightJoin'
  | 'rightJoinUsing'
  | 'where'
  | 'groupBy'
  | 'having'
  | 'window'
  | 'orderBy'
  | 'limit'
  | 'offset'

/** An INSERT of MySQL. `returning` is MariaDB's alone. */
export interface MysqlInsert<DS extends Source, Name extends string = string> extends Write<DS, Tag> {
  /** Rows by column; all have the columns of the first. */
  values(...records: readonly { readonly [column: string]: Input<Tag> }[]): this
  /** The rows of a statement, whose columns go to these, in this order. */
  from(statement: RowsStatement<DS, Tag>, ...columns: readonly string[]): this
  /** One row of what its columns have by themselves. */
  defaultValues(): this
  /** What becomes of a row that has one of the keys: `onDuplicateKeyUpdate(inserted => ({ n: t.n.plus(inserted.n) }))`. */
  onDuplicateKeyUpdate(change: (inserted: Columns<Tag, Name>) => Assigned<Tag>): this
}

/** An UPDATE of MySQL, which gives no rows back. `from(rows)` lists other tables beside the one that is changed. */
export interface MysqlUpdate<DS extends Source> extends Statement<DS, Tag> {
  set(values: Assigned<Tag>): this
  from(...rows: readonly Rows<Tag>[]): this
  where(...conditions: readonly Input<Tag>[]): this
  /** Says that all rows are meant. */
  everything(): this
  /** Runs it and gives the number of rows that it found. */
  run(options?: CallOptions): Pending<number>
}

/** A DELETE of MySQL. `returning` is MariaDB's alone. */
export interface MysqlDelete<DS extends Source> extends Delete<DS, Tag> {
  /** Other rows that the condition looks at. */
  using(...rows: readonly Rows<Tag>[]): this
}

/** Where statements of MySQL begin. */
export interface MysqlQuery<DS extends Source>
  extends Omit<Query<DS, Tag>, 'with' | 'insertInto' | 'update' | 'deleteFrom'> {
  /** Statements that the next one may read by their names. */
  with(...named: readonly Rows<Tag>[]): this
  select<const Given extends readonly Selectable<Tag>[]>(...columns: Given): MysqlSelect<DS, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): MysqlSelect<DS>
  insertInto<Name extends string>(rows: Columns<Tag, Name>): MysqlInsert<DS, Name>
  insertInto(rows: Rows<Tag>): MysqlInsert<DS>
  update(rows: Rows<Tag>): MysqlUpdate<DS>
  deleteFrom(rows: Rows<Tag>): MysqlDelete<DS>
}
