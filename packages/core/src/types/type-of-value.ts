import { bigint } from './bigint.ts'
import { bool } from './bool.ts'
import { bytes } from './bytes.ts'
import { objectOf } from './cast.ts'
import { Decimal } from './decimal.ts'
import { decimal } from './decimal-type.ts'
import { duration } from './duration.ts'
import { float } from './float.ts'
import { instant } from './instant.ts'
import { int } from './int.ts'
import { json } from './json.ts'
import { period } from './period.ts'
import { plainDate } from './plain-date.ts'
import { plainDateTime } from './plain-date-time.ts'
import { plainTime } from './plain-time.ts'
import { text } from './text.ts'
import type { Type } from './type.ts'

/**
 * The type of a bare value in a template: safe integer -> int, other number -> float, string -> text, array and plain
 * object -> json, Temporal, Decimal, bigint, boolean, bytes -> theirs.
 *
 * Shape: `undefined` for null, undefined and anything that no type holds (a `Date`, a function). A type is a guess by kind:
 * `accept` still decides whether it holds the value (NaN is taken for a float, and refused by it).
 */
export function typeOfValue(value: unknown): Type<unknown> | undefined {
  switch (typeof value) {
    case 'number':
      return Number.isSafeInteger(value) ? int : float
    case 'string':
      return text
    case 'boolean':
      return bool
    case 'bigint':
      return bigint
    case 'object':
      return value === null ? undefined : typeOfObject(value)
    default:
      return undefined
  }
}

function typeOfObject(value: object): Type<unknown> | undefined {
  if (value instanceof Decimal) return decimal
  switch (objectOf(value)?.[Symbol.toStringTag]) {
    case 'Temporal.Instant':
      return instant
    case 'Temporal.PlainDate':
      return plainDate
    case 'Temporal.PlainTime':
      return plainTime
    case 'Temporal.PlainDateTime':
      return plainDateTime
    case 'Temporal.Duration':
      return duration.problem(value) === undefined || period.problem(value) !== undefined ? duration : period
    case 'Uint8Array':
      return bytes
    case undefined:
      return Array.isArray(value) || isLiteral(value) ? json : undefined
    default:
      return undefined
  }
}

/** Whether an object is written as `{ … }`, or has no prototype. */
const isLiteral = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
