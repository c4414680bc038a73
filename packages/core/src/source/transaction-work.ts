import { VantageError } from '../errors/vantage-error.ts'
import { signalOf, untilAborted } from '../expression/deadline.ts'
import { unchecked } from '../types/cast.ts'
import type { TransactionOptions } from './source.ts'
import type { RunningTransaction } from './transaction.ts'

export interface WorkOptions extends TransactionOptions {
  /** How often work is done again after it met another transaction: a conflict that says it is safe to repeat. Default 0. */
  readonly retries?: number
}

export type TransactionWork<T> = (transaction: never) => Promise<T>

interface Begins {
  begin(options?: TransactionOptions): Promise<RunningTransaction>
}

/**
 * Runs work in a transaction of its own: commits when it is done, rolls back when it throws.
 *
 * Units: `timeoutMs` and `signal` cover the whole, repetitions included.
 * Errors: what the work throws, as it is; with the rollback's error beside it where that failed too; `cancelled` or `timeout`
 * as soon as the signal aborts, whatever the work is waiting for; what broke the transaction off, where the work did not throw it.
 */
export async function runTransaction<T>(
  source: Begins,
  work: (transaction: never) => Promise<T>,
  { retries = 0, timeoutMs, signal: given, ...options }: WorkOptions = {},
): Promise<T> {
  if (!Number.isSafeInteger(retries) || retries < 0)
    throw new VantageError('retries is a whole number, at least 0', { kind: 'invalid' })
  const { signal, done } = signalOf({
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(given === undefined ? {} : { signal: given }),
  })
  const bounded = signal === undefined ? options : { ...options, signal }
  try {
    return await repeated(source, work, bounded, retries)
  } finally {
    done()
  }
}

async function repeated<T>(
  source: Begins,
  work: TransactionWork<T>,
  options: TransactionOptions,
  retries: number,
): Promise<T> {
  for (let left = retries; ; left--) {
    let transaction: RunningTransaction | undefined
    try {
      transaction = await source.begin(options)
      const running = work(unchecked<never>(transaction, 'its type is that of the source it was begun on'))
      const result = await untilAborted(Promise.resolve(running), options.signal, false)
      // The work may have ended it by itself. One that was broken off refuses the commit with the reason.
      if (transaction.state === 'open' || transaction.isBrokenOff) await transaction.commit()
      return result
    } catch (thrown) {
      if (transaction !== undefined) await rolledBack(transaction, thrown)
      if (left === 0 || !mayRepeat(thrown)) throw thrown
    }
  }
}

async function rolledBack(transaction: RunningTransaction, thrown: unknown): Promise<void> {
  if (transaction.state === 'committed') return
  try {
    await transaction.rollback()
  } catch (second) {
    const error = VantageError.from(thrown)
    throw new VantageError(`${error.message}; and the rollback failed`, {
      kind: error.kind,
      retry: error.retry,
      details: { ...error.details, rollback: VantageError.from(second) },
      cause: thrown,
    })
  }
}

/** Another transaction was in the way: the database undid this one, and the same work may succeed now. */
const mayRepeat = (thrown: unknown): boolean =>
  VantageError.is(thrown) && thrown.kind === 'conflict' && thrown.retry === 'safe'
