import { VantageError } from '../src/index.ts'

/** The error of work that has to fail, thrown at once or by rejection. */
export async function failed(work: () => unknown): Promise<VantageError> {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  throw new Error('it did not fail')
}
