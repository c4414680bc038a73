import { HookCall } from '../active/hook-call.ts'
import { copyOf } from '../active/seen.ts'
import { eventsOf, runAfter, runBefore } from '../active/run-hooks.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { joinedSignal } from '../expression/deadline.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Hook } from '../set/hook-shape.ts'
import type { SetState } from '../set/state.ts'
import type { RunningTransaction } from '../source/transaction.ts'
import { allExpected, type Expected } from './expected.ts'
import { notValid } from './record.ts'
import { checkRule, expectedByRules } from './rules.ts'

/** How a row that takes part in a write becomes a record; `table/` hands it in, since records are tables in their turn. */
export interface HookViews {
  set(state: SetState): unknown
  record(state: SetState, row: object): unknown
}

/** A record that writes itself. */
export interface HeldRecord {
  /** The row as it is known, so that it need not be read: a copy, made when it is asked for. */
  readonly row: object
  readonly hooks: readonly Hook[]
  readonly record: object
}

/** Why a row that was deleted may still be there. */
export type Keeping = 'marked' | 'taken over'

/** A write of one row with everything that runs around it. */
export interface PipelineOptions {
  readonly options?: CallOptions | undefined
  readonly isPlain?: boolean | undefined
  readonly records: HookViews
  readonly held?: HeldRecord | undefined
  /** What has to be true of the row that is written. */
  readonly expected?: Expected | undefined
  /** Told where a delete left the row: a hook marked it, or dealt with it in a way of its own. */
  readonly keeping?: ((how: Keeping) => void) | undefined
  /** Hooks of a record that does not exist yet. */
  readonly hooks?: readonly Hook[] | undefined
}

/** What is done to a row; `save` creates it or changes it, which is not known yet. */
export type Event = 'insert' | 'update' | 'delete' | 'save'

/** The hooks around one kind of write. */
export function hooksFor(
  { definition }: SetState,
  event: Event,
  { held, hooks }: Pick<PipelineOptions, 'held' | 'hooks'>,
): readonly Hook[] {
  const own = held?.hooks ?? hooks
  const all = own === undefined || own.length === 0 ? definition.hooks : [...definition.hooks, ...own]
  return all.length === 0 ? all : all.filter(hook => isAround(hook, event))
}

function isAround(hook: Hook, event: Event): boolean {
  if (event === 'save') return isAround(hook, 'insert') || isAround(hook, 'update')
  return eventsOf('before', event).includes(hook.event) || eventsOf('after', event).includes(hook.event)
}

/** Whether something runs around one kind of write of a set. */
export const isHooked = ({ definition }: SetState, event: Event): boolean =>
  definition.hooks.some(hook => isAround(hook, event))

/** Whether a statement can say all that hooks do: they are rules before the write. */
export const areRulesBefore = (hooks: readonly Hook[]): boolean =>
  hooks.every(({ rule, event }) => rule !== undefined && event.startsWith('before'))

interface Happening {
  readonly event: 'insert' | 'update' | 'delete'
  readonly before?: object | undefined
  readonly after?: object | undefined
}

/** The hooks around one write of a row. */
export class Around {
  readonly call: HookCall
  readonly #state: SetState
  readonly #hooks: readonly Hook[]
  readonly #how: PipelineOptions
  /** The one that the write is in: of several inside each other the innermost. */
  readonly #transaction: RunningTransaction | undefined
  readonly #signal: AbortSignal | undefined
  #row: object | undefined

  constructor(state: SetState, { event, before, after }: Happening, how: PipelineOptions) {
    const { definition, source } = state
    this.#state = state
    // What hooks write through what they are handed is nested in them.
    const inside = { ...state, hookDepth: state.hookDepth + 1 }
    this.#hooks = hooksFor(state, event, how)
    this.#how = how
    this.#row = before
    this.#transaction = source.inTransaction?.innermost
    const { records, held, options } = how
    this.#signal = joinedSignal(options?.signal, this.#transaction?.signal)
    const happening = {
      event,
      entity: definition.entity.name,
      columns: definition.entity.columns,
      transaction: this.#transaction,
      signal: this.#signal,
      set: () => records.set(inside),
      record: () => {
        if (held !== undefined) return held.record
        if (this.#row === undefined)
          throw new VantageError(`${definition.entity.name}: before an insert there is no record; look at after`, {
            kind: 'invalid',
            details: { entity: definition.entity.name },
          })
        // Hooks may change their row; the record keeps its own.
        return records.record(inside, copyOf(this.#row))
      },
    }
    this.call = new HookCall(happening, before, after)
  }

  async before(): Promise<void> {
    await runBefore(this.call, this.#around())
  }

  #around(): Parameters<typeof runBefore>[1] {
    const { options, records } = this.#how
    return {
      hooks: this.#hooks,
      entity: this.#state.definition.entity.name,
      signal: this.#signal,
      depth: this.#state.hookDepth,
      check: rule => checkRule(this.#state, this.#row ?? {}, rule, { set: state => records.set(state), options }),
    }
  }

  /** What has to be true of the row, by its rules too. */
  expected(event: 'update' | 'delete'): Expected | undefined {
    return expectedOf(this.#state, this.#hooks, event, this.#how)
  }

  /** Errors of a delete, which has no fields of its own to tell them with. */
  refuseProblems(): void {
    const { problems } = this.call
    if (problems.length > 0) throw notValid(this.#state.definition, problems)
  }

  async after(row: object | undefined): Promise<void> {
    this.#row = row ?? this.#row
    this.call.isWritten(row)
    await runAfter(this.call, this.#around(), this.#transaction)
  }
}

/** What has to be true of a row that is written: what its writer knows of it, and what rules say. */
export function expectedOf(
  state: SetState,
  hooks: readonly Hook[],
  event: 'update' | 'delete',
  { expected, options, records }: PipelineOptions,
): Expected | undefined {
  return allExpected(expected, expectedByRules(state, hooks, event, { set: inside => records.set(inside), options }))
}
