import { throwIfAborted } from '@vantage-ts/core/adapter'
import { hasLostRace, hasMetKey } from './errors.ts'

export interface Race {
  readonly timeoutMs: number
  /** An insert that leaves existing ids alone: a key that was committed meanwhile is seen the next time. */
  readonly skipsExisting: boolean
  readonly signal: AbortSignal | undefined
}

/** How often a key may have been committed meanwhile: more often, it is another unique column that clashes. */
const keyAttempts = 4

/**
 * Repeats an autocommitted write that lost against another, with growing pauses: DuckDB does not wait for rows that others
 * change, it fails, and has done nothing then.
 */
export async function untilWon<Result>(
  work: () => Promise<Result>,
  { timeoutMs, skipsExisting, signal }: Race,
): Promise<Result> {
  const deadline = performance.now() + timeoutMs
  let keys = 0
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 20)) {
    throwIfAborted(signal)
    try {
      return await work()
    } catch (thrown) {
      const isLost = hasLostRace(thrown) || (skipsExisting && hasMetKey(thrown) && ++keys < keyAttempts)
      if (!isLost || performance.now() + pauseMs > deadline) throw thrown
    }
    // Those that lost against each other must not meet again.
    await new Promise(resolve => setTimeout(resolve, pauseMs * (0.5 + Math.random())))
  }
}
