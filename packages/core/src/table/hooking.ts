import { hookOf, type HookOptions } from '../active/hook.ts'
import type { HookColumn } from '../active/hook-call.ts'
import type { Model } from '../column/model.ts'
import type { Condition } from '../expression/expr.ts'
import type { AbilityName } from '../source/abilities.ts'
import type { Hook, HookEvent, RuleEvent } from '../set/hook-shape.ts'
import type { Has, OpenTransaction, Source } from '../source/source.ts'
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
  /** Before a write: what will be written, which the hook may change. After it: the row as it is stored, which does not change. */
  readonly after: AfterOf<E, M>
  readonly entity: string
  /** The columns whose values differ; of a row that is created or removed those that have one. */
  readonly changed: readonly string[]
  /** The set that is written to; inside the transaction, where there is one. */
  readonly set: Table<DS, M>
  /** The row as a record. Errors: `invalid` before an insert. */
  readonly record: ActiveEntity<DS, M>
  readonly transaction: OpenTransaction<DS> | undefined
  /**
   * Aborts when the write is given up: its call is cancelled or past its deadline, or a transaction around it. Hand it on to whatever the
   * hook waits for, `rates.get(id, { signal })`, so that nothing of it goes on alone.
   */
  readonly signal: AbortSignal
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
    : Readonly<M['prototype']>

/**
 * A rule that is an expression: `{ rule: u => u.getLink('sessions').countExpr().eq(0), message: 'there are sessions' }`.
 *
 * Shape: before an update or a delete a part of its statement, over the row as it is; after a write looked at in its transaction, which is begun
 * for it where there is none. Only true passes. A source that lacks an operator refuses it when it is used.
 */
export interface Rule<M extends Model, DS extends Source> {
  readonly rule: (set: Table<Ruled<DS>, M>) => Condition<Ruled<DS>>
  readonly message: string
  /** The field it is told of; absent: the record as a whole. */
  readonly field?: keyof M['~columns'] & string
}
/** An entity does not know its source, whose guard says what it cannot do. */
type Ruled<DS extends Source> = Source extends DS ? AnySource : DS
interface AnySource extends Source {
  readonly can: Has<AbilityName>
}
/** What a hook does: a function, or a rule. */
export type HookRun<E extends HookEvent, M extends Model, DS extends Source> =
  | ((call: HookCall<E, M, DS>) => unknown)
  | (E extends RuleEvent ? Rule<M, DS> : never)

/** Adds a hook: `record.addHook('beforeDelete', async ({ record }) => …)`. */
export interface AddHook<DS extends Source, M extends Model> {
  <const E extends HookEvent>(event: E, run: HookRun<E, M, DS>, options?: HookOptions): void
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
  run: HookRun<E, M, Source>,
  options?: HookOptions,
): Hook {
  return hookOf(event, run, options)
}
