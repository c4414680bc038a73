import { VantageError } from './vantage-error.ts'

/**
 * A promise that can say what was being tried: `users.count().context('counting sessions')`.
 *
 * Errors: a rejection gets the given line in front of its context; kind, details and cause stay.
 */
export class Pending<out T> extends Promise<T> {
  static override get [Symbol.species](): PromiseConstructor {
    return Promise
  }

  /** Starts work at once. A plain result and a thrown error settle the promise as well as a promised one does. */
  static run<T>(work: () => T | PromiseLike<T>): Pending<T> {
    return new Pending<T>((resolve, reject) => {
      try {
        resolve(work())
      } catch (thrown) {
        reject(thrown)
      }
    })
  }

  context(attempt: string): Pending<T> {
    return Pending.run(() =>
      this.then(
        value => value,
        thrown => {
          throw VantageError.from(thrown).withContext(attempt)
        },
      ),
    )
  }
}

// `await` unwraps a promise directly only when its constructor is Promise; otherwise every call would cost two extra ticks.
Object.defineProperty(Pending.prototype, 'constructor', { value: Promise })
