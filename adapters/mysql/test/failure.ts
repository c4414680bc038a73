import { VantageError } from '@vantage-ts/core'
import { expect } from 'vitest'

/** The error of work that has to fail, whether it throws at once or rejects. */
export async function failure(work: () => unknown): Promise<VantageError> {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  return expect.fail('it has to fail')
}
