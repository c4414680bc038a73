import type { Model, UntypedRecord } from '../column/model.ts'
import type { ReadCallOptions, StreamOptions } from '../dataset/abilities.ts'
import type { Pending } from '../errors/pending.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { Page, PageOptions } from './page.ts'
import type { Parameters, ParameterTypes, ParameterValues, Prepared } from './prepared.ts'
import type { Table } from './table.ts'

/** What reads the rows of a set. */
export interface Reading<DS extends Source, M extends Model> {
  /** The rows one by one, as `stream()` gives them. A member and not inherited: what an interface inherits is made for each table. */
  [Symbol.asyncIterator](): AsyncIterator<M['prototype']>
  /** All rows of the set, in its order. */
  list(this: Can<'read'>, options?: ReadCallOptions): Pending<M['prototype'][]>
  /** All rows as plain records. */
  listValues(this: Can<'read'>, options?: ReadCallOptions): Pending<UntypedRecord[]>
  /** The row with an id, if it is in the set. Errors: `invalid` for `undefined` and `null`. */
  get(
    this: Can<'read' | 'where'>,
    id: M['~records']['id'],
    options?: ReadCallOptions,
  ): Pending<M['prototype'] | undefined>
  /** The first row of the set's order. */
  first(this: Can<'read' | 'window'>, options?: ReadCallOptions): Pending<M['prototype'] | undefined>
  /**
   * Builds a set once for many runs with other values: `users.prepare({ id: uuid }, (t, p) => t.where(u => u.id.eq(p.id)))`.
   *
   * Shape: the result's `list` and `first` take the values by name.
   */
  prepare<const Types extends ParameterTypes, N extends Model>(
    this: Can<'read'>,
    types: Types,
    build: (set: NoInfer<Table<DS, M>>, parameters: Parameters<Types>) => Table<DS, N>,
  ): Prepared<ParameterValues<Types>, N['prototype']>
  /** One page in the set's order, and where the next begins. */
  page(this: Can<'where' | 'order' | 'window'>, options: PageOptions): Pending<Page<M['prototype']>>
  /** Rows one by one, fetched in batches; leaving the loop releases what the database holds. */
  stream(this: Can<'read'>, options?: StreamOptions): AsyncIterable<M['prototype']>
}
