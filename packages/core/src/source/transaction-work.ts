import { VantageError } from '../errors/vantage-error.ts'
import { signalOf, untilAborted } from '../expression/deadline.ts'
import { unchecked } from '../types/cast.ts'
import type { Receipt } from './receipt.ts'
import type { TransactionOptions } from './source.ts'
import type { RunningTransaction } from './transaction.ts'

export interface WorkOptions extends TransactionOptions {
  /** How often work is done again after it met another transaction: a conflict that says it is safe to repeat. Default 0. */
  readonly retries?: number
}

export type TransactionWork<T> = (transaction: never) => Promise<T>

/** What of it is for Vantage alone. */
interface ToldOptions extends WorkOptions {
  readonly committed?: (receipt: Receipt) => void
}

interface Begins {
  begin(options?: TransactionOptions): Promise<RunningTransaction>
}

/**
 * Runs work in a transaction of its own: commits when it is done, rolls back when it throws.
 *
 * Units: `timeoutMs` and `signal` cover the whole: repetitions, and what follows the commit.
 * Errors: what the work throws, as it is; with the rollback's error beside it where that failed too; `cancelled` or `timeout`
 * as soon as the signal aborts, whatever the work is waiting for; what broke the transaction off, where the work did not throw it;
 * `partial` once it is committed.
 */
export async function runTransaction<T>(
  source: Begins,
  work: (transaction: never) => Promise<T>,
  { retries = 0, timeoutMs, signal: given, committed, ...options }: ToldOptions = {},
): Promise<T> {
  if (!Number.isSafeInteger(retries) || retries < 0)
    throw new VantageError('retries is a whole number, at least 0', { kind: 'invalid' })
  const { signal, done } = signalOf({
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(given === undefined ? {} : { signal: given }),
  })
  const bounded = signal === undefined ? options : { ...options, signal }
  try {
    return await repeated(source, work, bounded, { retries, committed })
  } finally {
    done()
  }
}

async function repeated<T>(
  source: Begins,
  work: TransactionWork<T>,
  options: TransactionOptions,
  { retries, committed }: { readonly retries: number; readonly committed: ToldOptions['committed'] },
): Promise<T> {
  for (let left = retries; ; left--) {
    let transaction: RunningTransaction | undefined
    try {
      transaction = await source.begin(options)
      const running = work(unchecked<never>(transaction, 'its type is that of the source it was begun on'))
      const result = await untilAborted(Promise.resolve(running), options.signal, false)
      // The work may have ended it by itself. One that was broken off refuses the commit with the reason.
      if (transaction.state === 'open' || transaction.isBrokenOff) {
        const receipt = await transaction.commit()
        committed?.(receipt)
      }
      return result
    } catch (thrown) {
      if (transaction?.state === 'committed') await afterCommit(transaction, thrown, options.signal)
      else if (transaction !== undefined) await rolledBack(transaction, thrown)
      if (left === 0 || !mayRepeat(thrown)) throw thrown
    }
  }
}

/** The work ended its transaction by itself: where its call is given up then, what is written is not to be repeated. */
async function afterCommit(
  transaction: RunningTransaction,
  thrown: unknown,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted !== true || transaction.inTransaction !== transaction) return
  const receipt = await transaction.committing
  throw new VantageError(
    `the transaction on ${transaction.name} is committed, but the work that went on did not end: ${VantageError.from(thrown).message}`,
    { kind: 'partial', details: { source: transaction.name, written: true, receipt }, cause: thrown },
  )
}

async function rolledBack(transaction: RunningTransaction, thrown: unknown): Promise<void> {
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
