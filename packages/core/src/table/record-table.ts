import type { Model, UntypedRecord } from '../column/model.ts'
import type { Source } from '../source/source.ts'
import type { Reading } from './reading.ts'
import type { Writing } from './writing.ts'

/** The model of untyped records: every name and value is checked when the call is made. */
export interface UntypedModel extends Model {
  readonly prototype: UntypedRecord
  readonly '~columns': UntypedRecord
  readonly '~insert': UntypedRecord
  readonly '~patch': UntypedRecord
  readonly '~id': unknown
  readonly '~idFields': UntypedRecord
  readonly '~types': never
  readonly refs: object
}

/** A set in its record form: plain rows in and out. A record may name its id, which must then be the one of the call. */
export interface RecordTable<DS extends Source> extends Reading<DS, UntypedModel>, Writing<DS, UntypedModel> {
  readonly source: DS
  readonly can: DS['can']
}
