import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/**
 * Whole number that a double holds exactly: −(2^53 − 1) to 2^53 − 1. Larger ones are `bigint`.
 *
 * Shape: −0 is taken as 0, since no integer column of any source knows it.
 */
export const int: Type<number, 'int'> = /* @__PURE__ */ defineType<number, 'int'>({
  name: 'int',
  arithmetic: 'int',
  problem: value => (Number.isSafeInteger(value) ? undefined : intProblem(value)),
  canonical: value => value + 0,
  toText: String,
  fromText: text => {
    const digits = fewDigits(text)
    if (digits >= 0) return digits
    const value = /^[+-]?\d+$/.test(text) ? Number(text) + 0 : Number.NaN
    if (!Number.isSafeInteger(value)) throw new TypeProblem('must be a whole number within ±(2^53 − 1); larger: bigint')
    return value
  },
  toJson: value => value + 0,
  fromJson: json => {
    if (typeof json !== 'number' || !Number.isSafeInteger(json)) throw new TypeProblem(intProblem(json))
    return json + 0
  },
})

/** Nearly every whole number is a few digits, which this reads twice as fast as a pattern; −1 for other text. */
function fewDigits(text: string): number {
  const { length } = text
  if (length === 0 || length > 15) return -1
  let value = 0
  for (let at = 0; at < length; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

function intProblem(value: unknown): string {
  if (typeof value !== 'number') return `must be a whole number (int), got ${kindOf(value)}; convert it with Number(…)`
  if (!Number.isInteger(value))
    return 'must be a whole number (int); use Math.round(…), or a column of type float or decimal'
  return 'must be a whole number within ±(2^53 − 1); use a column of type bigint'
}
