import { VantageError } from '../errors/vantage-error.ts'
import { abortError, untilAborted } from '../expression/deadline.ts'
import { unchecked } from '../types/cast.ts'
import type { RunningTransaction } from '../source/transaction.ts'
import { type Hook, type HookEvent, hookPhases, type HookRule } from '../set/hook-shape.ts'
import type { FieldProblem, HookCall } from './hook-call.ts'
import { maxHookDepth, nestedIn, nestedTooDeeply } from './nested.ts'
import { refusalOf } from './refusal.ts'

interface Around {
  readonly hooks: readonly Hook[]
  readonly entity: string
  readonly signal: AbortSignal | undefined
  /** How many hooks the write is nested in. */
  readonly depth: number
  /** Looks at the row that was written. */
  readonly check: (rule: HookRule) => Promise<void>
}

export const eventsOf = (when: 'before' | 'after', event: 'insert' | 'update' | 'delete'): readonly HookEvent[] => {
  if (event === 'delete') return [`${when}Delete`]
  return [`${when}Save`, event === 'insert' ? `${when}Insert` : `${when}Update`]
}

/**
 * Runs the hooks before a write: phase by phase, save before insert and update, in the order they were registered.
 *
 * Rules are no part of it: the statement looks at them.
 *
 * Errors: what a hook throws ends it, and nothing is written; fields that validating hooks refuse are collected in the call.
 */
export async function runBefore(call: HookCall, around: Around): Promise<void> {
  const events = eventsOf('before', call.event)
  for (const phase of hookPhases)
    for (const event of events)
      for (const hook of around.hooks) {
        if (hook.event !== event || hook.phase !== phase || hook.rule !== undefined) continue
        try {
          await runOne(hook, call, around)
        } catch (thrown) {
          const refused = phase === 'validate' ? fieldsOf(thrown) : undefined
          if (refused === undefined) throw thrown
          call.problems.push(...refused)
        }
      }
}

/**
 * Runs the hooks after a write. Errors: what a hook throws, once the transaction around it is rolled back; outside of one the
 * row is written already, which `partial` says.
 */
export async function runAfter(
  call: HookCall,
  around: Around,
  transaction: RunningTransaction | undefined,
): Promise<void> {
  const events = eventsOf('after', call.event)
  try {
    for (const event of events)
      for (const hook of around.hooks) if (hook.event === event) await runOne(hook, call, around)
  } catch (thrown) {
    const error = givenUp(VantageError.from(thrown), around.signal)
    if (transaction !== undefined && transaction.state !== 'committed') throw await undone(error, around, transaction)
    // What became of the row is known, whatever the hook knows of its own work.
    const { outcome: _, ...details } = error.details
    throw new VantageError(
      `the ${call.event} of ${around.entity} is done, but a hook after it failed: ${error.message}; use a transaction to have both or none`,
      { kind: 'partial', details: { ...details, entity: around.entity, written: true }, cause: error },
    )
  }
}

/** The failure of a call that ended while a hook ran: what that was doing says nothing of the write. */
function givenUp(error: VantageError, signal: AbortSignal | undefined): VantageError {
  if (signal?.aborted !== true || (error.kind !== 'timeout' && error.kind !== 'cancelled')) return error
  return error.context.reduceRight((made, attempt) => made.withContext(attempt), abortError(signal))
}

/** Rolls back, and gives the failure as it is then. */
async function undone(
  error: VantageError,
  { entity, signal }: Around,
  transaction: RunningTransaction,
): Promise<VantageError> {
  try {
    await transaction.rollBackBecause(
      new VantageError(`the transaction on ${transaction.name} was rolled back: ${error.message}`, {
        kind: 'invalid',
        details: { source: transaction.name, entity },
        cause: error,
      }),
    )
    // It may be on its way already, since a signal aborted: of this one, or of the one around all.
    const { inTransaction: outermost } = transaction
    for (const one of [transaction, outermost]) if (one.state === 'rolled back') await one.rollback()
  } catch (second) {
    return new VantageError(`${error.message}; and the rollback failed`, {
      kind: error.kind,
      retry: error.retry === 'safe' ? 'after-reread' : error.retry,
      details: { ...error.details, rollback: VantageError.from(second) },
      cause: error,
    })
  }
  if (signal?.aborted !== true || (error.kind !== 'timeout' && error.kind !== 'cancelled')) return error
  return error
    .withAdvice('what its transaction had written is rolled back', 'safe')
    .withDetails({ outcome: 'rolled back' })
}

async function runOne({ event, run, rule }: Hook, call: HookCall, around: Around): Promise<void> {
  const { entity, signal, depth, check } = around
  if (rule !== undefined) return check(rule)
  if (depth >= maxHookDepth) throw nestedTooDeeply(entity, event)
  try {
    const running = run(unchecked<never>(call, 'the parameter of a hook is a phantom'))
    if (isThenable(running)) await untilAborted(Promise.resolve(running), signal, false)
  } catch (thrown) {
    throw nestedIn(thrown) ?? refusalOf(thrown).withContext(`${event} of ${entity}`)
  }
}

export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

/** The fields of a validation error; of another error nothing. */
function fieldsOf(thrown: unknown): readonly FieldProblem[] | undefined {
  if (!VantageError.is(thrown) || thrown.kind !== 'validation') return undefined
  const { fields } = thrown.details
  return Array.isArray(fields) && fields.length > 0 ? fields : undefined
}
