import type { Model, RefsOf } from '../column/model.ts'
import type { Contained, Inside } from '../relation/contained-types.ts'
import type { Source } from '../source/source.ts'
import type { Table } from './table.ts'

/** A table that a reference leads to by itself, on a source of its own. */
interface Placed {
  readonly source: Source
  readonly $: object
}

/** Where a reference leads: `() => Session` to a table of the same source, `() => Invoice.table(billing)` to that table. */
export type RefTable<DS extends Source, R> = Opened<DS, R['~target' & keyof R]>
type Opened<DS extends Source, X> = X extends Model
  ? Table<DS, X>
  : X extends Placed
    ? X
    : X extends Inside<infer Y extends Model>
      ? Table<Contained, Held<Y, DS>>
      : never

/**
 * A model whose rows are held in rows of a source: what they refer to is there, but for their own entity, which is where they are.
 *
 * It is the model that knows, and not the type of their source: a set that is asked for a reference would have to ask its source then,
 * and functions that are generic over a source would leave that open.
 */
export interface Held<M extends Model, Hosts extends Source> extends Model {
  readonly prototype: M['prototype']
  readonly '~columns': M['~columns']
  readonly '~records': M['~records']
  readonly refs: { readonly [Name in keyof RefsOf<M>]: HeldRef<M, Hosts, RefsOf<M>[Name]> }
}
interface HeldRef<M extends Model, Hosts extends Source, R> {
  readonly kind: R['kind' & keyof R]
  readonly target: R['target' & keyof R]
  readonly '~one': R['~one' & keyof R]
  readonly '~target': LedTo<M, Hosts, R['~target' & keyof R]>
}
type LedTo<M extends Model, Hosts extends Source, X> = X extends M
  ? Table<Contained, Held<M, Hosts>>
  : X extends Inside<infer Y extends Model>
    ? Table<Contained, Held<Y, Hosts>>
    : Opened<Hosts, X>

/** No row of another database can be looked at for each row of this one; the message of the compiler says of which, and what to do. */
export interface NoLinkAcrossDatabases<out Target, out Advice = 'use getRef() or a TableJoin'> {
  readonly '~target': Target
  readonly '~advice': Advice
}

/** As `RefTable`, within one database. */
export type LinkTable<DS extends Source, R> = Linked<DS, R['~target' & keyof R]>
type Linked<DS extends Source, X> = X extends Model
  ? Table<DS, X>
  : X extends Placed
    ? DS extends X['source']
      ? X
      : NoLinkAcrossDatabases<X>
    : X extends Inside<infer Y extends Model>
      ? Table<DS, Y>
      : never
