import { VantageError } from '../errors/vantage-error.ts'
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
 * Errors: what the work throws, as it is; with the rollback's error beside it where that failed too.
 */
export async function runTransaction<T>(
  source: Begins,
  work: (transaction: never) => Promise<T>,
  { retries = 0, ...options }: WorkOptions = {},
): Promise<T> {
  if (!Number.isSafeInteger(retries) || retries < 0)
    throw new VantageError('retries is a whole number, at least 0', { kind: 'invalid' })
  for (let left = retries; ; left--) {
    const transaction = await source.begin(options)
    try {
      const result = await work(unchecked<never>(transaction, 'its type is that of the source it was begun on'))
      // The work may have ended it by itself.
      if (transaction.state === 'open') await transaction.commit()
      return result
    } catch (thrown) {
      await rolledBack(transaction, thrown)
      if (left === 0 || !mayRepeat(thrown)) throw thrown
    }
  }
}

async function rolledBack(transaction: RunningTransaction, thrown: unknown): Promise<void> {
  if (transaction.state !== 'open') return
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
