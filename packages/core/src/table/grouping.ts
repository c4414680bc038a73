import type { Model, QueryModel } from '../column/model.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { Aggregator } from './aggregators.ts'
import type { ColumnsOf } from './columns.ts'
import type { Table } from './table.ts'

/** What is computed for each group, by the name it gets. */
export type Aggregations<DS extends Source, M extends Model> = Readonly<
  Record<string, Aggregator<ColumnsOf<DS, M>, unknown>>
>

/** `{ clientId: string }` and `{ n: Aggregator<…, number> }` -> `{ clientId: string, n: number }`. */
export type GroupColumns<Keys, Spec> = Keys & {
  readonly [K in keyof Spec]: Spec[K] extends { readonly '~t': infer T } ? T : never
}

/** A set in groups: rows with the same values of some columns. */
export interface Grouped<DS extends Source, M extends Model, Name extends keyof M['~columns']> {
  /**
   * One row for each group: its columns and what is computed over it.
   *
   * Shape: a read-only table, which can be narrowed, ordered, counted, joined and grouped again.
   */
  aggregate<const Spec extends Aggregations<DS, M>>(
    spec: Spec,
  ): Table<DS, QueryModel<GroupColumns<Pick<M['~columns'], Name>, Spec>>>
}

export interface Grouping<DS extends Source, M extends Model> {
  /** Groups by columns of the set, calculated ones included: `groupBy('clientId').aggregate({ n: count() })`. */
  groupBy<const Name extends keyof M['~columns'] & string>(
    this: Can<'group' | 'aggregate'>,
    ...names: readonly Name[]
  ): Grouped<DS, M, Name>
  /** The set as a table of its own, with its conditions, order and limit inside; read-only. */
  asSource(this: Can<'select'>): Table<DS, M>
}
