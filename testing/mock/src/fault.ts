import { type ErrorDetails, type ErrorKind, type Retry, suggest, VantageError } from '@vantage-ts/core/adapter'

/** A failure as a test says it: the kind of error, with what is not usual for it. */
export interface FaultOptions {
  readonly message?: string
  /** Default: `safe` for what passes by itself, such as a lost connection or another transaction in the way; else `never`. */
  readonly retry?: Retry
  /** Of a `conflict` or `constraint`: `serialization`, `deadlock`, `unique` … */
  readonly reason?: string
  readonly details?: ErrorDetails
  readonly cause?: unknown
}

/** Makes the error anew for each call. */
export type Fault = () => VantageError

/** Every kind of error. */
export const errorKinds: readonly string[] = Object.keys({
  unsupported: true,
  invalid: true,
  'not-found': true,
  conflict: true,
  constraint: true,
  validation: true,
  'type-mismatch': true,
  connection: true,
  timeout: true,
  cancelled: true,
  permission: true,
  cardinality: true,
  'too-large': true,
  partial: true,
  'unexpected-query': true,
  internal: true,
} satisfies { readonly [Kind in ErrorKind]: true })

const passing: ReadonlySet<unknown> = new Set(['connection', 'timeout', 'serialization', 'deadlock'])

/** Errors: `invalid` for what is neither an error nor a kind of one. */
export function faultOf(source: string, given: ErrorKind | Error, options: FaultOptions = {}): Fault {
  // By its shape: test runners give tests a realm of their own, whose errors are not those of this module.
  if (typeof given === 'object' && given !== null && 'message' in given) return () => VantageError.from(given)
  if (typeof given !== 'string')
    throw new VantageError("a failure is a kind of error, such as 'timeout', or an error", { kind: 'invalid' })
  if (!errorKinds.includes(given))
    throw new VantageError(`there is no kind of error "${String(given)}".${suggest(given, errorKinds)}`, {
      kind: 'invalid',
    })
  const { message = `${source} fails here with ${given}, as the test says`, reason, details, cause } = options
  const retry = options.retry ?? (passing.has(given) || passing.has(reason) ? 'safe' : 'never')
  const more = reason === undefined ? {} : { reason }
  return () => new VantageError(message, { kind: given, retry, details: { ...details, ...more }, cause })
}

/** A connection that goes while a statement is under way. */
export const droppedConnection = (source: string): VantageError =>
  new VantageError(`${source} lost its connection; the next call opens another`, {
    kind: 'connection',
    retry: 'safe',
    details: { source },
  })

/** What a transaction says whose connection went before. */
export const brokenTransaction = (source: string): VantageError =>
  new VantageError(`${source} lost the connection of this transaction, which is rolled back; begin another`, {
    kind: 'connection',
    retry: 'safe',
    details: { source, outcome: 'rolled back' },
  })
