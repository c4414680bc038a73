import type { Model, RefsOf, WithColumns, WithLazy } from '../column/model.ts'
import type { Typed } from '../expression/expr.ts'
import type { Can } from '../source/abilities.ts'
import type { Contained, ContainedRef } from '../relation/contained-types.ts'
import type { Source } from '../source/source.ts'
import type { CalculatedOptions } from './calculated.ts'
import type { Imported, LeadsSomewhere } from './import-path.ts'
import type { Table } from './table.ts'

/** A table that a reference leads to by itself, on a source of its own. */
interface Placed {
  readonly source: Source
  readonly $: object
}

/** Where a reference leads: `() => Session` to a table of the same source, `() => Invoice.table(billing)` to that table. */
export type RefTable<DS extends Source, R> = R extends { readonly target: () => infer X }
  ? X extends Placed
    ? X
    : X extends Model
      ? Table<R extends ContainedRef<unknown> ? Contained : DS, X>
      : never
  : never

/** No row of another database can be looked at for each row of this one; the message of the compiler says of which, and what to do. */
export interface NoLinkAcrossDatabases<out Target, out Advice = 'use getRef() or a TableJoin'> {
  readonly '~target': Target
  readonly '~advice': Advice
}

/** As `RefTable`, within one database. */
export type LinkTable<DS extends Source, R> = R extends { readonly target: () => infer X }
  ? X extends Placed
    ? DS extends X['source']
      ? X
      : NoLinkAcrossDatabases<X>
    : X extends Model
      ? Table<DS, X>
      : never
  : never

/** What leads from a set to related sets, and adds columns that are queries. Nothing runs. */
export interface Relating<DS extends Source, M extends Model> {
  /**
   * The rows that a reference leads to from any row of this set.
   *
   * Shape: a set of its own: one statement with a sub-query in the same database; from another one the keys are fetched first.
   * Errors: `invalid` for an unknown reference, `too-large` for more keys than bind.
   */
  getRef<const Name extends keyof RefsOf<M> & string>(this: Can<'where'>, name: Name): RefTable<DS, RefsOf<M>[Name]>
  /** The related rows of each row: for calculated columns and conditions. Errors: `unsupported` into another database. */
  getLink<const Name extends keyof RefsOf<M> & string>(
    this: Can<'correlate'>,
    name: Name,
  ): LinkTable<DS, RefsOf<M>[Name]>
  /** One more column, computed where the data is: usable like any other, never written. */
  withExpression<const Name extends string, T>(
    name: Name,
    build: (table: NoInfer<Table<DS, M>>) => Typed<T, DS>,
    options?: CalculatedOptions,
  ): Table<DS, WithColumns<M, { readonly [K in Name]: T }>>
  /**
   * A column of the row that has-one references lead to: `withImported('client.bakery.name')`, under its path. Read-only.
   *
   * Shape: null where a reference leads to no row; one statement. Errors: `unsupported` into another database.
   */
  withImported<const Path extends string>(
    this: Can<'correlate'>,
    path: Path & NoInfer<LeadsSomewhere<M, Path>>,
  ): Table<DS, WithColumns<M, { readonly [K in Path]: Imported<M, K> }>>
  /** A property computed here once a row is loaded: no condition can name it, and rows of chosen columns lack it. */
  withLazy<const Name extends string, T>(
    name: Name,
    compute: (row: NoInfer<M['prototype']>) => T,
  ): Table<DS, WithLazy<M, { readonly [K in Name]: T }>>
  /** Several at once, each over the set as it is: `{ total: t => t.$.price.mul(t.$.count), … }`. */
  withExpressions<const Builds extends Readonly<Record<string, (table: NoInfer<Table<DS, M>>) => Typed<unknown, DS>>>>(
    builds: Builds,
  ): Table<DS, WithColumns<M, { readonly [K in keyof Builds]: ReturnType<Builds[K]>['~t'] }>>
}
