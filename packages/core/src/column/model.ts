import type { ColumnDef, Fields } from './column.ts'

/**
 * What an entity is to the compiler. A class is one: `typeof User` has `prototype: User`, so rows keep their name.
 *
 * `~columns` lists what can be named in `where`, `select` and paths; methods of the class are not among it.
 */
export interface Model {
  readonly prototype: unknown
  readonly '~columns': object
  readonly '~records': Records
}

/**
 * The references of a model, which it need not have: `typeof User` -> `{ sessions: Ref<'many', typeof Session>, … }`.
 *
 * They are no part of `Model`: then the compiler would look at them wherever it looks whether a class is a model, and two
 * entities whose references open tables of each other would be circular.
 */
export type RefsOf<M> = (M & Referring)['refs']
interface Referring {
  readonly refs: unknown
}

/** What the writes of a model take, and what its columns need of a source. */
export interface Records {
  readonly fields: Fields
  /** Names of the columns that a new record must give, and of those that it may. */
  readonly needed: unknown
  readonly optional: unknown
  /** Their values: `{ name: string }` and `{ email?: string | null }`. */
  readonly required: unknown
  readonly permitted: unknown
  /** Those of the needed ones where each may be left out. */
  readonly changeable: unknown
  readonly id: unknown
  readonly idFields: unknown
  readonly types: string
}

/** What `insert(id, …)` of a model takes. */
export type Insert<M extends Model> = M['~records']['required'] & M['~records']['permitted']
/** What `patch(id, …)` of a model takes. */
export type Patch<M extends Model> = M['~records']['changeable'] & M['~records']['permitted']
/** The row type of a model. */
export type Row<M extends Model> = M['prototype']

/** What no record is: writes of rows that miss columns do not compile, and the message says why. */
interface ReadOnlyRows extends Fields {
  readonly 'a set of chosen columns is read-only': ColumnDef<never, never>
}

interface ReadOnlyRow {
  readonly 'a set of chosen columns is read-only': never
}

interface ReadOnlyRecords<R extends Records> extends Records {
  readonly fields: ReadOnlyRows
  readonly needed: 'a set of chosen columns is read-only'
  readonly optional: never
  readonly required: ReadOnlyRow
  readonly permitted: object
  readonly changeable: Partial<ReadOnlyRow>
  readonly id: R['id']
  readonly idFields: R['idFields']
  readonly types: R['types']
}

/** A model narrowed to some columns: rows are plain, conditions may still use all columns, writes are gone. */
export interface Selected<M extends Model, Name extends keyof M['~columns']> extends Model {
  readonly prototype: Pick<M['~columns'], Name | (keyof M['~records']['idFields'] & keyof M['~columns'])>
  readonly '~columns': M['~columns']
  readonly '~records': ReadOnlyRecords<M['~records']>
  readonly refs: RefsOf<M>
}

/** A model whose loaded rows have more properties, which no condition can name. */
export interface WithLazy<M extends Model, Added extends object> extends Model {
  readonly prototype: M['prototype'] & Added
  readonly '~columns': M['~columns']
  readonly '~records': M['~records']
  readonly refs: RefsOf<M>
}

/** A model with more columns, which are computed: they can be read and named like others, and are never written. */
export interface WithColumns<M extends Model, Added extends object> extends Model {
  readonly prototype: M['prototype'] & Added
  readonly '~columns': M['~columns'] & Added
  readonly '~records': M['~records']
  readonly refs: RefsOf<M>
}

/** The rows of an entity that a query made: they can be read, and nothing of them is written. */
export interface ReadOnly<M extends Model> extends Model {
  readonly prototype: M['prototype']
  readonly '~columns': M['~columns']
  readonly '~records': ReadOnlyRecords<M['~records']>
  readonly refs: RefsOf<M>
}

/** The rows of a query: plain, read-only, of these columns. */
export interface QueryModel<Columns extends object> extends Model {
  readonly prototype: Columns
  readonly '~columns': Columns
  readonly '~records': QueryRecords
  readonly refs: object
}
interface QueryRecords extends Records {
  readonly fields: ReadOnlyRows
  readonly needed: 'a set of chosen columns is read-only'
  readonly optional: never
  readonly required: ReadOnlyRow
  readonly permitted: object
  readonly changeable: Partial<ReadOnlyRow>
  readonly id: unknown
  readonly idFields: object
  readonly types: never
}

/** A row nobody typed: what `listValues()` and untyped records hold. */
export interface UntypedRecord {
  readonly [column: string]: unknown
}
