import type { Model, Records, UntypedRecord } from '../column/model.ts'
import type { OpenTransaction, Source } from '../source/source.ts'
import type { ReadCallOptions } from '../dataset/abilities.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { ActiveMembers } from './active-entity.ts'
import type { AddHook } from './hooking.ts'
import type { Table } from './table.ts'
import type { UpdateEachOptions, UpdateEachProgress } from './update-each.ts'

interface UntypedRecords extends Records {
  readonly needed: never
  readonly required: object
  readonly permitted: UntypedRecord
  readonly changeable: UntypedRecord
  readonly idFields: UntypedRecord
  readonly types: never
}

/** The model of untyped records: every name and value is checked when the call is made. */
export interface UntypedModel extends Model {
  readonly prototype: UntypedRecord
  readonly '~columns': UntypedRecord
  readonly '~records': UntypedRecords
  readonly refs: object
}

/** A loaded record of a set in its record form: the untyped twin of an active entity. Its fields are changed by name, and saved. */
export interface ActiveRecord<DS extends Source> extends ActiveMembers<DS, UntypedModel> {
  [column: string]: unknown
}

/** A candidate for a record; see `NewActiveEntity`. */
export interface NewActiveRecord<DS extends Source> {
  create(options?: CallOptions): Pending<ActiveRecord<DS>>
  readonly addHook: AddHook<DS, UntypedModel>
  [column: string]: unknown
}

/** What gives records of a set in its record form. */
export interface RecordLoading<DS extends Source> {
  load(id: unknown, options?: ReadCallOptions): Pending<ActiveRecord<DS>>
  getEntity(id: unknown, options?: ReadCallOptions): Pending<ActiveRecord<DS> | undefined>
  loadSome(options?: ReadCallOptions): Pending<ActiveRecord<DS> | undefined>
  activeList(options?: ReadCallOptions): Pending<ActiveRecord<DS>[]>
  create(values: UntypedRecord, options?: CallOptions): Pending<ActiveRecord<DS>>
  newEntity(values?: UntypedRecord): NewActiveRecord<DS>
  updateEach(change: (record: ActiveRecord<DS>) => unknown, options?: UpdateEachOptions): Pending<UpdateEachProgress>
}

/** What reads the rows of a set in its record form, as a table does. */
export interface RecordReading<DS extends Source>
  extends Pick<
    Table<DS, UntypedModel>,
    typeof Symbol.asyncIterator | 'list' | 'listValues' | 'get' | 'first' | 'prepare' | 'page' | 'stream'
  > {}

/** What changes its rows. */
export interface RecordWriting<DS extends Source>
  extends Pick<
    Table<DS, UntypedModel>,
    | 'insert'
    | 'insertNested'
    | 'insertReturningId'
    | 'insertMany'
    | 'replace'
    | 'patch'
    | 'delete'
    | 'deleteAll'
    | 'import'
    | 'insertQuery'
    | 'insertFrom'
    | 'updateQuery'
    | 'deleteQuery'
    | 'records'
  > {}

/** A set in its record form: plain rows in and out. A record may name its id, which must then be the one of the call. */
export interface RecordTable<DS extends Source> extends RecordReading<DS>, RecordWriting<DS>, RecordLoading<DS> {
  readonly source: DS
  readonly can: DS['can']
  /** The same set inside a transaction of its database. */
  withTransaction(transaction: OpenTransaction<DS>): RecordTable<DS>
}
