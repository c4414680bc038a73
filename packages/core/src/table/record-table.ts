import type { Model, Records, UntypedRecord } from '../column/model.ts'
import type { OpenTransaction, Source } from '../source/source.ts'
import type { Reading } from './reading.ts'
import type { Writing } from './writing.ts'

interface UntypedRecords extends Records {
  readonly needed: never
  readonly required: object
  readonly permitted: UntypedRecord
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

/** A set in its record form: plain rows in and out. A record may name its id, which must then be the one of the call. */
export interface RecordTable<DS extends Source> extends Reading<DS, UntypedModel>, Writing<DS, UntypedModel> {
  readonly source: DS
  readonly can: DS['can']
  /** The same set inside a transaction of its database. */
  withTransaction(transaction: OpenTransaction<DS>): RecordTable<DS>
}
