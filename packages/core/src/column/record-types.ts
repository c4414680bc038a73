import type { Input } from '../expression/expr.ts'
import type { ColumnDef } from './column.ts'

/** The column literal of an entity. */
export interface Fields {
  readonly [property: string]: ColumnDef<unknown, string>
}

/** Row: `{ id: ColumnDef<Uuid, …> }` -> `{ id: Uuid }`. */
export type RowOf<F extends Fields> = { -readonly [K in keyof F]: F[K]['~t'] }

/** Names of the id columns: `'id'`, or several. */
export type IdKey<F extends Fields> = { [K in keyof F]: 'id' extends F[K]['~traits'] ? K : never }[keyof F]

/** Names of columns that an insert may leave out. */
type OptionalKey<F extends Fields> = {
  [K in keyof F]: F[K]['~traits'] & ('optional' | 'default' | 'generated') extends never ? never : K
}[keyof F]

/** What `insert(id, …)` takes: columns without defaults are needed, the id is given apart. */
export type InsertOf<F extends Fields> = {
  readonly [K in Exclude<keyof F, OptionalKey<F> | IdKey<F>>]: Input<F[K]['~t']>
} & { readonly [K in Exclude<OptionalKey<F>, IdKey<F>>]?: Input<F[K]['~t']> | undefined }

/** What `patch` takes: any columns but the ids. */
export type PatchOf<F extends Fields> = { readonly [K in Exclude<keyof F, IdKey<F>>]?: Input<F[K]['~t']> | undefined }

/** The id columns with their values: `{ id: string }` for a uuid. */
export type IdFieldsOf<F extends Fields> = { readonly [K in IdKey<F>]: Input<F[K]['~t']> }

type IsUnion<U, All = U> = U extends unknown ? ([All] extends [U] ? false : true) : never

/** The id: its value, or an object for a composite key; `never` for a table without id. */
export type IdOf<F extends Fields> = [IdKey<F>] extends [never]
  ? never
  : IsUnion<IdKey<F>> extends true
    ? IdFieldsOf<F>
    : Input<F[IdKey<F>]['~t']>

/** Names of the column types a source must hold: `'uuid' | 'text'`. */
export type TypesOf<F extends Fields> = Exclude<F[keyof F]['~traits'], 'id' | 'optional' | 'default' | 'generated'>
