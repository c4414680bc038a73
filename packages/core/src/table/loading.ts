import type { HookOptions } from '../active/hook.ts'
import type { Model } from '../column/model.ts'
import type { ReadCallOptions } from '../dataset/abilities.ts'
import type { Pending } from '../errors/pending.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Hook, HookEvent } from '../set/hook-shape.ts'
import type { Can } from '../source/abilities.ts'
import type { Source } from '../source/source.ts'
import type { ActiveEntity, Draft, NewActiveEntity } from './active-entity.ts'
import type { HookRun } from './hooking.ts'
import type { NewRecord } from './changing.ts'
import type { Table } from './table.ts'
import type { UpdateEachOptions, UpdateEachProgress } from './update-each.ts'
import type { Takes } from './writing.ts'

/** What gives records: rows that know their set, and are saved. */
export interface Loading<DS extends Source, M extends Model> {
  /** The record with an id. Errors: `not-found` when the set has none. */
  load(this: Can<'read' | 'where'>, id: M['~records']['id'], options?: ReadCallOptions): Pending<ActiveEntity<DS, M>>
  /** The record with an id, if it is in the set. */
  getEntity(
    this: Can<'read' | 'where'>,
    id: M['~records']['id'],
    options?: ReadCallOptions,
  ): Pending<ActiveEntity<DS, M> | undefined>
  /** The first record of the set's order. */
  loadSome(this: Can<'read' | 'window'>, options?: ReadCallOptions): Pending<ActiveEntity<DS, M> | undefined>
  /** All records of the set, in its order. */
  activeList(this: Can<'read'>, options?: ReadCallOptions): Pending<ActiveEntity<DS, M>[]>
  /** Creates a row and gives its record. Errors: `conflict` for an id that is taken; `validation`. */
  create(this: Takes, values: NewRecord<M>, options?: CallOptions): Pending<ActiveEntity<DS, M>>
  /** A record to be created: hooks can be added to it first, and it cannot be saved. */
  newEntity(this: Takes, values?: Draft<M>): NewActiveEntity<DS, M>
  /**
   * Loads each record of the set, changes it and saves what changed: `updateEach(a => { a.age += 1 })`.
   *
   * Shape: pages by the id, so that each row is seen once; a batch is one transaction, where the source has them.
   * Errors: `partial` with the ids of what is saved, once a batch is; inside a transaction of yours the error as it is. A set
   * that nothing narrows needs `{ everything: true }`.
   */
  updateEach(
    this: Can<'read' | 'where' | 'patch'>,
    change: (record: ActiveEntity<DS, M>) => unknown,
    options?: UpdateEachOptions,
  ): Pending<UpdateEachProgress>
  /** The same set with one more hook around its writes. */
  withHook<const E extends HookEvent>(event: E, run: NoInfer<HookRun<E, M, DS>>, options?: HookOptions): Table<DS, M>
  withHook(hook: Hook | readonly Hook[]): Table<DS, M>
}
