import type { Model, QueryModel } from '../column/model.ts'
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
