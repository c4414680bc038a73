import { VantageError } from '../errors/vantage-error.ts'

/**
 * Refuses a promise where something is built: a call such as `count()` runs at once, and `countExpr()` was meant.
 *
 * Shape: the promise is taken care of; nobody else will, and a rejection without a listener ends the process.
 */
export function refusePromise(given: unknown, place: () => string): void {
  if (!(given instanceof Promise)) return
  given.catch(() => undefined)
  throw new VantageError(
    `${place()} was given a promise: a call such as count() runs at once; give its expression, such as countExpr(), or await it before`,
    { kind: 'invalid', details: { place: place() } },
  )
}
