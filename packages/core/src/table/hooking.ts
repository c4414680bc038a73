import { hookOf, type HookOptions } from '../active/hook.ts'
import type { HookColumn } from '../active/hook-call.ts'
import type { Model } from '../column/model.ts'
import type { Hook, HookEvent } from '../set/hook-shape.ts'
import type { OpenTransaction, Source } from '../source/source.ts'
import type { ActiveEntity, Draft } from './active-entity.ts'
import type { Table } from './table.ts'

/** What a hook before or after a write is told. */
export interface HookCall<E extends HookEvent, M extends Model, DS extends Source = Source> {
  readonly event: E extends `${string}Save`
    ? 'insert' | 'update'
    : E extends `${string}Insert`
      ? 'insert'
      : E extends `${string}Update`
        ? 'update'
        : 'delete'
  /** The row as it was; there is none before an insert. */
  readonly before: BeforeOf<E, M>
  /** Before a write: what will be written, which the hook may change. After it: the row as it is stored. */
  readonly after: AfterOf<E, M>
  /** The set that is written to; inside the transaction, where there is one. */
  readonly set: Table<DS, M>
  /** The row as a record. Errors: `invalid` before an insert. */
  readonly record: ActiveEntity<DS, M>
  readonly transaction: OpenTransaction<DS> | undefined
  readonly columns: readonly HookColumn[]
  /** Refuses a field; all that are refused are told in one `validation` error. */
  readonly refuse: (field: keyof M['~columns'] & string, message: string) => void
  /** In a hook before a delete: the row was dealt with, and stays. */
  readonly takeOver: () => void
}

type BeforeOf<E extends HookEvent, M extends Model> = E extends `${string}Insert`
  ? undefined
  : E extends `${string}Save`
    ? M['prototype'] | undefined
    : M['prototype']
type AfterOf<E extends HookEvent, M extends Model> = E extends `${string}Delete`
  ? undefined
  : E extends `before${string}`
    ? Draft<M>
    : M['prototype']

/** Adds a hook: `record.addHook('beforeDelete', async ({ record }) => …)`. */
export interface AddHook<DS extends Source, M extends Model> {
  <const E extends HookEvent>(event: E, run: (call: HookCall<E, M, DS>) => unknown, options?: HookOptions): void
  (hook: Hook): void
}

/**
 * A hook for an entity: `static override hooks = [hook<'beforeSave', typeof User>('beforeSave', ({ after }) => { … })]`.
 *
 * Shape: async or not; what it throws ends the write before anything is written, or undoes it after.
 * Errors: `invalid` for an unknown event or phase.
 */
export function hook<const E extends HookEvent, M extends Model>(
  event: E,
  run: (call: HookCall<E, M>) => unknown,
  options?: HookOptions,
): Hook {
  return hookOf(event, run, options)
}
