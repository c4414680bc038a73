/**
 * What an entity is to the compiler. A class is one: `typeof User` has `prototype: User`, so rows keep their name.
 *
 * `~columns` lists what can be named in `where`, `select` and paths; methods of the class are not among it.
 */
export interface Model {
  readonly prototype: unknown
  readonly '~columns': object
  readonly '~insert': unknown
  readonly '~patch': unknown
  readonly '~id': unknown
  readonly '~idFields': unknown
  readonly '~types': string
  readonly refs: object
}

/** What `insert(id, …)` of a model takes. Mapped again, so that errors say `Insert<typeof User>`. */
export type Insert<M extends Model> = { readonly [K in keyof M['~insert']]: M['~insert'][K] }
/** What `patch(id, …)` of a model takes. */
export type Patch<M extends Model> = { readonly [K in keyof M['~patch']]: M['~patch'][K] }
/** The row type of a model. */
export type Row<M extends Model> = M['prototype']

/** What no record is: writes of rows that miss columns do not compile, and the message says why. */
interface ReadOnlyRows {
  readonly 'a set of chosen columns is read-only': never
}

/** A model narrowed to some columns: rows are plain, conditions may still use all columns, writes are gone. */
export interface Selected<M extends Model, Name extends keyof M['~columns']> extends Model {
  readonly prototype: Pick<M['~columns'], Name | (keyof M['~idFields'] & keyof M['~columns'])>
  readonly '~columns': M['~columns']
  readonly '~insert': ReadOnlyRows
  readonly '~patch': ReadOnlyRows
  readonly '~id': M['~id']
  readonly '~idFields': M['~idFields']
  readonly '~types': M['~types']
  readonly refs: M['refs']
}

/** A row nobody typed: what `listValues()` and untyped records hold. */
export interface UntypedRecord {
  readonly [column: string]: unknown
}
