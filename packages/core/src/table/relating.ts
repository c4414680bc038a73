import type { Model } from '../column/model.ts'
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
      ? Table<Contained, Y>
      : never

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
