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
    const value = isWrittenDecimal(text) ? Number(text) + 0 : Number.NaN
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
 * Whether text has nothing but digits, signs, dots and exponents: of such text `Number` takes decimal numbers only, and no
 * blanks, hexadecimals or `Infinity`. Twice as fast as a pattern of the whole number.
 */
function isWrittenDecimal(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isDigit = code >= 48 && code <= 57
    if (!isDigit && code !== 46 && code !== 43 && code !== 45 && code !== 101 && code !== 69) return false
  }
  return text.length > 0
}

function floatProblem(value: unknown): string {
  if (typeof value === 'number') return 'must be a finite number, not NaN or infinite; use null for "no value"'
  return `must be a number (float), got ${kindOf(value)}; convert it with Number(…)`
}
