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

/** What `insert(id, …)` of a model takes. */
export type Insert<M extends Model> = M['~insert']
/** What `patch(id, …)` of a model takes. */
export type Patch<M extends Model> = M['~patch']
/** The row type of a model. */
export type Row<M extends Model> = M['prototype']

/** A model narrowed to some columns: rows are plain, conditions may still use all columns, writes are gone. */
export interface Selected<M extends Model, Name extends keyof M['~columns']> extends Model {
  readonly prototype: Pick<M['~columns'], Name | (keyof M['~idFields'] & keyof M['~columns'])>
  readonly '~columns': M['~columns']
  readonly '~insert': never
  readonly '~patch': never
  readonly '~id': M['~id']
  readonly '~idFields': M['~idFields']
  readonly '~types': M['~types']
  readonly refs: M['refs']
}

/** A row nobody typed: what `listValues()` and untyped records hold. */
export interface UntypedRecord {
  readonly [column: string]: unknown
}
