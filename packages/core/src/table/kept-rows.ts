import { VantageError } from '../errors/vantage-error.ts'
import type { Definition } from '../set/definition.ts'
import type { MaybePromise } from '../source/maybe-promise.ts'

/** What may hold an id, or another value that is there once, where no set of the table shows it. */
export const keptAdvice =
  'a row that is kept as deleted may hold it: restore() brings that back, deleteAll() of deleted(…) removes it for good'

/** Runs an insert into a table that may keep rows as deleted: a conflict with one of them says so. */
export function amongKept<T>({ keepsDeleted }: Definition, work: () => MaybePromise<T>): MaybePromise<T> {
  return keepsDeleted ? telling(work) : work()
}

async function telling<T>(work: () => MaybePromise<T>): Promise<T> {
  try {
    return await work()
  } catch (thrown) {
    const isTaken = VantageError.is(thrown) && thrown.kind === 'conflict' && thrown.details.reason === 'unique'
    throw isTaken ? thrown.withAdvice(keptAdvice, thrown.retry) : thrown
  }
}
