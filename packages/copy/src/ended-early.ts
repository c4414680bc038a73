import { VantageError } from '@vantage-ts/core'
import type { Tally } from './checkpoint.ts'
import type { CopyWork } from './run-copy.ts'

/**
 * The error of a copy that did not come to its end: says what is written, and how to go on.
 *
 * Shape: `partial` once something is written, but for deadlines and signals, which stay what they are; inside a transaction of the caller's,
 * which undoes it all, the error as it is. `details` holds the numbers of rows in each case.
 */
export function endedEarly({ plan, resume }: CopyWork, error: VantageError, tally: Tally, begun: Tally): VantageError {
  const { to } = plan
  const attempt = `copying ${plan.from.entity} into ${to.entity}`
  const isWritten = tally.inserted > begun.inserted || tally.replaced > begun.replaced
  if (to.isInTransaction || tally.read === begun.read) return error.withContext(attempt)
  const next = howToGoOn(
    resume !== undefined,
    to.columns.some(({ isId }) => isId),
  )
  const isStopped = error.kind === 'cancelled' || error.kind === 'timeout'
  const details = { ...tally, ...(isWritten ? { written: true } : {}) }
  if (isStopped || !isWritten) return error.withDetails(details).withContext(attempt)
  const done = `${tally.read} rows are copied (${tally.inserted} inserted, ${tally.replaced} replaced, ${tally.alreadyThere} there before), then it failed: ${error.message}; ${next}`
  return new VantageError(done, {
    kind: 'partial',
    retry: error.retry,
    details: { ...error.details, entity: to.entity, ...details },
    context: [attempt],
    cause: error,
  })
}

function howToGoOn(hasCheckpoint: boolean, hasId: boolean): string {
  if (hasCheckpoint) return 'run the same copy again: it goes on behind the last batch that is written'
  if (hasId) return 'run the same copy again: rows that are there already are left'
  return 'the target has no id, so running the same copy again adds its rows twice: remove them first'
}
