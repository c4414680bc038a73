import { VantageError } from './vantage-error.ts'

/**
 * A promise that can say what was being tried: `users.count().context('counting sessions')`.
 *
 * Errors: a rejection gets the given line in front of its context; kind, details and cause stay.
 */
export interface Pending<out T> extends Promise<T> {
  context(attempt: string): Pending<T>
}

/** What a call gives, where its type parameters come from its arguments alone: the compiler need not compare two promises for them. */
export type Answer<T> = NoInfer<Pending<T>>

// An own method on a plain promise: a subclass of Promise costs 150 ns more for every call, this costs 20.
function pending<T>(promise: Promise<T>): Pending<T> {
  const known: Promise<T> & { context?: typeof context } = promise
  known.context = context
  // The method was just put there; the compiler does not see that through the optional property.
  return known as Pending<T>
}

function context<T>(this: Promise<T>, attempt: string): Pending<T> {
  return pending(
    this.catch((thrown: unknown): never => {
      throw VantageError.from(thrown).withContext(attempt)
    }),
  )
}

export const Pending = {
  /** Starts work at once. A plain result and a thrown error settle the promise as well as a promised one does. */
  run<T>(work: () => T | PromiseLike<T>): Pending<T> {
    let promise: Promise<T>
    try {
      promise = Promise.resolve(work())
    } catch (thrown) {
      promise = Promise.reject(thrown)
    }
    return pending(promise)
  },
}
