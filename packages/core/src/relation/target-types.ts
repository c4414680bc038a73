import type { Model } from '../column/model.ts'
import type { Column } from '../expression/expr.ts'

/** What tables have, as far as references look at them. */
interface Tabular {
  readonly $: object
}

/** The columns that a reference's target can be narrowed by: those of an entity, or of a table on a source of its own. */
export type TargetColumns<X> = X extends Tabular
  ? X['$']
  : X extends Model
    ? { readonly [K in keyof X['~columns']]: Column<X['~columns'][K], never> }
    : never

/** Names of a target's columns: `typeof Session` -> `'id' | 'userId'`. */
export type ColumnKeys<X> = keyof X[('$' | '~columns') & keyof X]
