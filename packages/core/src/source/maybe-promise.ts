/** A result that embedded engines give at once and servers promise. */
export type MaybePromise<T> = T | Promise<T>

/** Goes on with a result, at once when it is there: a promise less per call for embedded engines. */
export function andThen<T, U>(result: MaybePromise<T>, next: (value: T) => MaybePromise<U>): MaybePromise<U> {
  return result instanceof Promise ? result.then(next) : next(result)
}
