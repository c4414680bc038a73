import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/**
 * Double-precision number (IEEE 754), finite.
 *
 * Shape: −0 is taken as 0: they are equal, and half of the sources drop the sign. Text is JavaScript's shortest exact form.
 * Errors: NaN and infinities are refused; null says "no value" in every source.
 */
export const float: Type<number, 'float'> = /* @__PURE__ */ defineType<number, 'float'>({
  name: 'float',
  arithmetic: 'float',
  problem: value => (Number.isFinite(value) ? undefined : floatProblem(value)),
  canonical: value => value + 0,
  toText: String,
  fromText: text => {
    const value = isDecimalText(text) ? Number(text) + 0 : Number.NaN
    if (!Number.isFinite(value)) throw new TypeProblem('must be a finite number')
    return value
  },
  toJson: value => value + 0,
  fromJson: json => {
    if (typeof json !== 'number' || !Number.isFinite(json)) throw new TypeProblem(floatProblem(json))
    return json + 0
  },
})

/**
 * Whether text that `Number` takes for a finite number is a decimal one: no blanks around it, no hexadecimals, not empty.
 *
 * Looks at both ends only, since a pattern of the whole takes longer than the conversion.
 */
function isDecimalText(text: string): boolean {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  const isStart = isDigit(first) || first === dot || first === plus || first === minus
  const second = text.charCodeAt(1)
  // `0x1f`, `0b1`, `0o7`: a second letter is an exponent or no decimal.
  const isPrefixed = first === zero && second > nine && second !== lowerE && second !== upperE
  return isStart && !isPrefixed && (isDigit(last) || last === dot)
}
const zero = 48
const nine = 57
const dot = 46
const plus = 43
const minus = 45
const lowerE = 101
const upperE = 69
const isDigit = (code: number): boolean => code >= zero && code <= nine

function floatProblem(value: unknown): string {
  if (typeof value === 'number') return 'must be a finite number, not NaN or infinite; use null for "no value"'
  return `must be a number (float), got ${kindOf(value)}; convert it with Number(…)`
}
