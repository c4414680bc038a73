import { VantageError } from '@vantage-ts/core'

/** The error of work that has to fail. */
export async function failureOf(work: () => unknown): Promise<VantageError> {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  throw new Error('this had to fail')
}
