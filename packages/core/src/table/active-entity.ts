import type { Model, Patch, RefsOf } from '../column/model.ts'
import type { Insert } from '../column/model.ts'
import type { FieldChange } from '../active/seen.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Source } from '../source/source.ts'
import type { AddHook } from './hooking.ts'
import type { RefTable } from './relating.ts'
import type { Table } from './table.ts'
import type { SaveOptions } from './record-place.ts'
import type { ReplaceOptions } from './write.ts'

/**
 * A loaded row that knows its set: a `User` whose fields are changed directly, and saved.
 *
 * Shape: its methods are those of the class and these; the id column is what it is called in the entity.
 */
export type ActiveEntity<DS extends Source, M extends Model> = M['prototype'] & ActiveMembers<DS, M>

/** References that lead to one row: `'country'`. */
type OneNames<Refs> = { [K in keyof Refs & string]: Refs[K] extends { readonly kind: 'one' } ? K : never }[keyof Refs &
  string]

/** The record at the other end of a reference. */
type RelatedRecord<T> = T extends Table<infer DS, infer M> ? ActiveEntity<DS, M> : never

/** What takes records that are saved elsewhere: a table, a queue, a log. */
interface TakesRecords {
  readonly source: Source
  insert(id: never, record: never, options?: CallOptions): Pending<unknown>
}

/** What a record can do besides what its class says. */
export interface ActiveMembers<DS extends Source, M extends Model> {
  /**
   * Writes what changed since it was loaded, in one statement, and nothing where nothing did.
   *
   * Errors: `validation` with every field that is refused; `not-found` when the row left the set; `conflict` for a row that was
   * changed since, where the entity has a version or values are compared: `details.current` is the row as it is.
   */
  save(options?: SaveOptions): Pending<void>
  /** Merges fields and writes them alone; what else was changed is still to be saved. */
  patch(part: Patch<M>, options?: CallOptions): Pending<ActiveEntity<DS, M>>
  /** Overwrites every column; changes that were not saved are lost. */
  replace(record: Insert<M>, options?: ReplaceOptions): Pending<ActiveEntity<DS, M>>
  /**
   * Reads the row again; changes that were not saved are lost. A record that was deleted lives again where its row is back.
   *
   * Errors: `not-found` when it is not in the set any more; `invalid` when the record was deleted and its row is not back.
   */
  reload(options?: CallOptions): Pending<ActiveEntity<DS, M>>
  /** Removes the row; gives whether one went. Errors: `conflict` as for `save`. */
  delete(options?: SaveOptions): Pending<boolean>
  /** Puts the fields as they are into another set, under the same id: an archive, a queue. The record stays where it is. */
  saveTo(other: TakesRecords, options?: CallOptions): Pending<unknown>
  /** Whether a field was changed since it was loaded or saved. */
  readonly isDirty: boolean
  /** The changed fields: `{ age: { before: 17, after: 18 } }`. */
  readonly changes: { readonly [K in keyof M['~columns']]?: FieldChange }
  /** The rows that a reference leads to, as a set: new ones among them get the key, which no write changes. */
  getRef<const Name extends keyof RefsOf<M> & string>(name: Name): RefTable<DS, RefsOf<M>[Name]>
  /** The record that a has-one reference leads to. */
  getRelated<const Name extends OneNames<RefsOf<M>>>(
    name: Name,
    options?: CallOptions,
  ): Pending<RelatedRecord<RefTable<DS, RefsOf<M>[Name]>> | undefined>
  /** One more hook for this record, after those of its entity and its table. */
  readonly addHook: AddHook<DS, M>
}

/** The fields of a record that is being made: any may be missing. */
export type Draft<M extends Model> = {
  -readonly [K in M['~records']['needed' | 'optional'] & string]?: M['~records']['fields'][K]['~in']
} & { -readonly [K in keyof M['~records']['idFields']]?: M['~records']['idFields'][K] }

/** A candidate for a record: its fields are set, hooks are added, and then it is created. It cannot be saved before. */
export type NewActiveEntity<DS extends Source, M extends Model> = Draft<M> & NewMembers<DS, M>

export interface NewMembers<DS extends Source, M extends Model> {
  /** Stores it as a new row. Errors: `conflict` for an id that is taken; `validation`; `invalid` when it was created before. */
  create(options?: CallOptions): Pending<ActiveEntity<DS, M>>
  /** One more hook for this record, also once it is created. */
  readonly addHook: AddHook<DS, M>
}
