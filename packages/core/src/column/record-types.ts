import type { StandardProps, StandardTypes } from '../types/standard-schema.ts'
import type { ColumnDef, Fields } from './column.ts'
import type { Records } from './model.ts'

/** Row: `{ id: ColumnDef<Uuid, …> }` -> `{ id: Uuid }`. */
export type RowOf<F extends Fields> = F extends Seen<infer R extends object> ? R : never
/** `FieldsOf` while R is looked for, and anything once it is found: the compiler need not compare the fields once more. */
type Seen<R> = unknown extends R ? FieldsOf<R> : unknown
type FieldsOf<R> = { readonly [K in keyof R]: ColumnDef<R[K], string> }

interface RoleNames {
  readonly [role: string]: PropertyKey
}

/** Names of columns by their role, in one pass over them: `{ id: 'id', needed: 'name' | 'age', optional: 'email' }`. */
type Roles<F extends Fields> = { readonly [K in keyof F as F[K]['~role']]: K }
/** The names of one role; `never` where no column has it. A default as an intersection would take the compiler a second pass. */
type Named<F extends Fields, Role extends string> = OrNone<At<Roles<F>, Role>> & keyof F
type At<R extends RoleNames, Role extends string> = R[Role]
type OrNone<T> = unknown extends T ? never : T

type IsUnion<U, All = U> = U extends unknown ? ([All] extends [U] ? false : true) : never

/** The id: its value, or an object for a composite key; `never` for a table without id. */
type IdOf<F extends Fields, Key extends keyof F> =
  IsUnion<Key> extends false ? F[Key]['~in'] : { readonly [K in Key]: F[K]['~in'] }

/** Names of the column types a source must hold: `'uuid' | 'text'`. */
type TypesOf<F extends Fields> = F[keyof F]['~name']

/** What the writes of an entity take. An interface, because the compiler looks into its members only where they are used. */
export interface RecordsOf<F extends Fields>
  extends RecordsBy<F, Named<F, 'needed'>, Named<F, 'optional'>, Named<F, 'id'>> {}

/** The same with the names of the columns by role: as parameters they are worked out once for all members. */
interface RecordsBy<F extends Fields, Needed extends keyof F, Optional extends keyof F, Id extends keyof F>
  extends Records {
  readonly fields: F
  readonly needed: Needed
  readonly optional: Optional
  readonly required: { readonly [K in Needed]: F[K]['~in'] }
  readonly permitted: { readonly [K in Optional]?: F[K]['~in'] | undefined }
  readonly changeable: { readonly [K in Needed]?: F[K]['~in'] | undefined }
  readonly id: IdOf<F, Id>
  readonly idFields: { readonly [K in Id]: F[K]['~in'] }
  readonly types: TypesOf<F>
}

/** A record that may be checked: its id may be left out. */
type WholeOf<R extends Records> = R['required'] & R['permitted'] & Partial<R['idFields'] & object>

/** The Standard Schema of an entity: a new record in, its row out. */
export interface SchemaOf<F extends Fields> extends StandardProps<unknown, RowOf<F>> {
  readonly types?: StandardTypes<WholeOf<RecordsOf<F>>, RowOf<F>> | undefined
}
