import type { ChangeQuery, NewRecord, NewRow, SetOf, UpdateQuery } from './changing.ts'
import type { ColumnsOf } from './columns.ts'
import type { NestedRecord } from './nested-types.ts'
import type { Table } from './table.ts'
import type { EverythingOptions } from './writable-set.ts'
import type { Insert, Model, Patch } from '../column/model.ts'
import type { ImportOptions, ImportProgress, Readable } from '../dataset/abilities.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { RecordTable } from './record-table.ts'
import type { DeleteAllOptions, ReplaceOptions } from './write.ts'

/** Sources that take new rows: tables, and logs that append. */
export interface Takes {
  readonly can: { readonly insert: true } | { readonly append: true }
}

/** What changes rows. Every call is idempotent by id unless it says otherwise. */
export interface Writing<DS extends Source, M extends Model> {
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
}
