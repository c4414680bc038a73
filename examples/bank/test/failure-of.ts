/** What the work failed with. Errors: it did not fail. */
export async function failureOf(work: () => PromiseLike<unknown>): Promise<unknown> {
  let result: unknown
  try {
    result = await work()
  } catch (thrown) {
    return thrown
  }
  throw new Error(`nothing was thrown, but ${String(result)} given`)
}
