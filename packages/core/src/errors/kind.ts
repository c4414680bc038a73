/** The closed set of failures a caller can branch on. `conflict` and `constraint` carry a `reason` in the details. */
export type ErrorKind =
  | 'unsupported'
  | 'invalid'
  | 'not-found'
  | 'conflict'
  | 'constraint'
  | 'validation'
  | 'type-mismatch'
  | 'connection'
  | 'timeout'
  | 'cancelled'
  | 'permission'
  | 'cardinality'
  | 'too-large'
  | 'partial'
  | 'unexpected-query'
  | 'internal'

/** `safe`: the same call may simply be repeated. `after-reread`: read the row again first. `never`: repeating fails again. */
export type Retry = 'never' | 'safe' | 'after-reread'

/** Where a failure happened. Statement texts hold no values; neither values nor credentials belong here. */
export interface ErrorDetails {
  readonly source?: string
  readonly entity?: string
  readonly id?: string
  readonly field?: string
  readonly reason?: string
  readonly statement?: string
  readonly [more: string]: unknown
}
