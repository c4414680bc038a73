import type { Decimal } from '@vantage-ts/core'
import type { Typed } from '@vantage-ts/core/adapter'
import type { QlExpression } from './expression.ts'

/** What stands where a value is wanted: an expression of SurrealQL, one of sets, or a value, which is bound. */
export type Input =
  | QlExpression
  | Typed<unknown, unknown>
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | Uint8Array
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration
  | readonly Input[]
  | { readonly [field: string]: Input | undefined }

/** What closures are written as: a function of expressions. */
export type Lambda = (...values: readonly QlExpression[]) => Input
