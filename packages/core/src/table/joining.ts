import type { Model, QueryModel, ReadOnly, RefsOf } from '../column/model.ts'
import type { Condition, OrderTerm, Typed } from '../expression/expr.ts'
import type { JoinKind } from '../expression/statement.ts'
import type { Source } from '../source/source.ts'
import type { Columns } from './columns.ts'
import type { Table } from './table.ts'

export interface JoinOptions<Kind extends JoinKind = JoinKind> {
  /** `inner` unless told; `left` keeps the rows of this side that find none. */
  readonly kind?: Kind
}

/** The columns of a side whose rows may be missing: all of them may be null. */
export interface Missing<M extends Model> extends Model {
  readonly prototype: unknown
  readonly '~columns': { readonly [K in keyof M['~columns']]: M['~columns'][K] | null }
  readonly '~records': M['~records']
  readonly refs: RefsOf<M>
}

/** The other side of a join: `left` and `full` joins make up rows where it has none. */
export type Added<Kind extends JoinKind, M extends Model> = Kind extends 'left' | 'full' ? Missing<M> : M
/** The sides so far: `right` and `full` joins make up rows where they have none. */
export type Kept<Kind extends JoinKind, Sides extends readonly Model[]> = Kind extends 'right' | 'full'
  ? { readonly [K in keyof Sides]: Missing<Sides[K]> }
  : Sides

/** One column object per side: `[typeof User, typeof Session]` -> `[Columns<typeof User>, Columns<typeof Session>]`. */
export type SideColumns<DS, Sides extends readonly Model[]> = {
  -readonly [K in keyof Sides]: NoInfer<Columns<Sides[K], DS>>
}

type OverSides<DS, Sides extends readonly Model[], Result> = (...columns: SideColumns<DS, Sides>) => Result

/**
 * Sets of one database side by side; callbacks get one column object per side.
 *
 * Shape: `select` and `intoEntity` name its columns, which makes it a read-only table: one statement.
 */
export interface Joined<DS extends Source, Sides extends readonly Model[]> {
  readonly source: DS
  /** One more side; its conditions, order and limit are kept. */
  join<M extends Model, const Kind extends JoinKind = 'inner'>(
    other: Table<DS, M>,
    on: (...columns: SideColumns<DS, readonly [...Sides, M]>) => Condition<DS>,
    options?: JoinOptions<Kind>,
  ): Joined<DS, readonly [...Kept<Kind, Sides>, Added<Kind, M>]>
  where(condition: OverSides<DS, Sides, Condition<DS>>): Joined<DS, Sides>
  orderBy(...keys: readonly OverSides<DS, Sides, Typed<unknown, DS> | OrderTerm<DS>>[]): Joined<DS, Sides>
  limit(rows: number): Joined<DS, Sides>
  offset(rows: number): Joined<DS, Sides>
  /** The columns that are wanted, by the name they get. */
  select<const Spec extends Readonly<Record<string, Typed<unknown, DS>>>>(
    columns: OverSides<DS, Sides, Spec>,
  ): Table<DS, QueryModel<{ readonly [K in keyof Spec]: Spec[K]['~t'] }>>
  /** Rows of an entity, whose columns are found by name. Errors: `invalid` for one on no side, on several, or of another type. */
  intoEntity<M extends Model>(entity: M & Fits<Sides[number], M['~columns']>): Table<DS, ReadOnly<M>>
}

/** What an entity needs that a set does not have: `MissingColumns<'email'>`. */
export interface MissingColumns<Names> {
  readonly 'the set has no such columns, or other types of them': Names
}
/** Names of the columns that a model, or one of several, has as they are needed: `{ id: string, age: number }` -> `'id'`. */
type NamesIn<Has, Needs> = Has extends Model
  ? {
      [K in keyof Needs]: K extends keyof Has['~columns'] ? (Has['~columns'][K] extends Needs[K] ? K : never) : never
    }[keyof Needs]
  : never
type NamesNotIn<Has, Needs> = Exclude<keyof Needs, NamesIn<Has, Needs>>
export type Fits<Has extends Model, Needs> = [NamesNotIn<Has, Needs>] extends [never]
  ? unknown
  : MissingColumns<NamesNotIn<Has, Needs>>
