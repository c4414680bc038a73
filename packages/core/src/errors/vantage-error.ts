import type { ErrorDetails, ErrorKind, Retry } from './kind.ts'
import { redact } from './redact.ts'
import { thrownReason } from './thrown-reason.ts'

export interface ErrorOptions {
  readonly kind: ErrorKind
  readonly retry?: Retry
  readonly details?: ErrorDetails
  readonly cause?: unknown
  readonly context?: readonly string[]
}

const brand = Symbol.for('@vantage-ts/error')

/**
 * The one error of Vantage: what failed, where, and what to do next.
 *
 * Shape: branch on `kind`; `context` tells what was being tried, outermost first; `cause` is the error below.
 * Errors: recognised by a brand, so two copies of the package understand each other: use `VantageError.is`.
 */
export class VantageError extends Error {
  readonly kind: ErrorKind
  readonly retry: Retry
  readonly details: ErrorDetails
  readonly context: readonly string[]
  readonly #reason: string

  constructor(reason: string, options: ErrorOptions) {
    const context = options.context ?? []
    const clean = redact(reason)
    super([...context, clean].join(': '), options.cause === undefined ? undefined : { cause: options.cause })
    this.kind = options.kind
    this.retry = options.retry ?? 'never'
    this.details = options.details ?? {}
    this.context = context
    this.#reason = clean
  }

  static {
    Object.defineProperty(VantageError.prototype, 'name', { value: 'VantageError' })
    Object.defineProperty(VantageError.prototype, brand, { value: true })
  }

  /** Tells whether a value is a Vantage error, whichever copy of the package made it. */
  static is(value: unknown): value is VantageError {
    return typeof value === 'object' && value !== null && brand in value
  }

  /** Turns anything thrown into a Vantage error; what is not one already becomes `kind` (default `internal`) with it as cause. */
  static from(thrown: unknown, kind: ErrorKind = 'internal'): VantageError {
    if (VantageError.is(thrown)) return thrown
    return new VantageError(thrownReason(thrown), { kind, cause: thrown })
  }

  /** The same failure with one more line of what was being tried; keeps kind, details, cause and the first stack. */
  withContext(attempt: string): VantageError {
    return this.#copy({ context: [attempt, ...this.context] })
  }

  /** The same failure with more details; those already known win. */
  withDetails(details: ErrorDetails): VantageError {
    const merged = { ...details }
    // What does not show in logs stays so.
    Object.defineProperties(merged, Object.getOwnPropertyDescriptors(this.details))
    return this.#copy({ details: merged })
  }

  /** The same failure with one more next step, and what that means for repeating it. */
  withAdvice(advice: string, retry: Retry): VantageError {
    return this.#copy({ retry }, `${this.#reason}; ${advice}`)
  }

  #copy(changes: Partial<ErrorOptions>, reason = this.#reason): VantageError {
    const { kind, retry, details, context, cause } = this
    const copy = new VantageError(reason ?? this.message, { kind, retry, details, context, cause, ...changes })
    if (this.stack !== undefined) copy.stack = `${copy.name}: ${copy.message}${framesOf(this.stack)}`
    return copy
  }

  /** A plain object without causes and stacks, fit for logs. */
  toJSON(): Readonly<Record<string, unknown>> {
    const { kind, message, retry, context, details } = this
    return { kind, message, retry, context, details }
  }
}

const framesOf = (stack: string): string => {
  const start = stack.indexOf('\n    at ')
  return start < 0 ? '' : stack.slice(start)
}
