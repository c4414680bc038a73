import type { Source } from '@vantage-ts/core'
import type {
  Assigned,
  Columns,
  Delete,
  NamesOf,
  PlainSelect,
  Query,
  Rows,
  RowsStatement,
  Selectable,
  SqlExpression,
  Statement,
  Update,
  Write,
  Input,
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
  extends Omit<PlainSelect<DS, Tag, Names>, 'fullJoin' | 'fullJoinUsing' | 'select' | SelfReturning> {
  select<const Given extends readonly Selectable<Tag>[]>(
    ...columns: Given
  ): MysqlSelect<DS, Names | NamesOf<Given[number]>>
  with(...named: readonly Rows[]): this
  distinct(): this
  from(...rows: readonly Rows[]): this
  join(rows: Rows, on: Input<Tag>): this
  leftJoin(rows: Rows, on: Input<Tag>): this
  rightJoin(rows: Rows, on: Input<Tag>): this
  crossJoin(rows: Rows): this
  joinUsing(rows: Rows, ...columns: readonly string[]): this
  leftJoinUsing(rows: Rows, ...columns: readonly string[]): this
  rightJoinUsing(rows: Rows, ...columns: readonly string[]): this
  where(...conditions: readonly Input<Tag>[]): this
  groupBy(...keys: readonly Input<Tag>[]): this
  having(...conditions: readonly Input<Tag>[]): this
  window(name: string, window: Parameters<PlainSelect<DS, Tag>['window']>[1]): this
  orderBy(...keys: Parameters<PlainSelect<DS, Tag>['orderBy']>): this
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
  from(...rows: readonly Rows[]): this
  where(...conditions: readonly Input<Tag>[]): this
  /** Says that all rows are meant. */
  everything(): this
  /** Runs it and gives the number of rows that it found. */
  run(...options: Parameters<Update<DS, Tag>['run']>): ReturnType<Update<DS, Tag>['run']>
}

/** A DELETE of MySQL. `returning` is MariaDB's alone. */
export interface MysqlDelete<DS extends Source> extends Delete<DS, Tag> {
  /** Other rows that the condition looks at. */
  using(...rows: readonly Rows[]): this
}

/** Where statements of MySQL begin. */
export interface MysqlQuery<DS extends Source>
  extends Omit<Query<DS, Tag>, 'with' | 'insertInto' | 'update' | 'deleteFrom'> {
  /** Statements that the next one may read by their names. */
  with(...named: readonly Rows[]): this
  select<const Given extends readonly Selectable<Tag>[]>(...columns: Given): MysqlSelect<DS, NamesOf<Given[number]>>
  /** A set as a select of its columns, with its conditions, order and window, to go on with. */
  fromSet(set: unknown): MysqlSelect<DS>
  insertInto<Name extends string>(rows: Columns<Tag, Name>): MysqlInsert<DS, Name>
  insertInto(rows: Rows): MysqlInsert<DS>
  update(rows: Rows): MysqlUpdate<DS>
  deleteFrom(rows: Rows): MysqlDelete<DS>
}

export type { SqlExpression }
