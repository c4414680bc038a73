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
    const value = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) + 0 : Number.NaN
    if (!Number.isFinite(value)) throw new TypeProblem('must be a finite number')
    return value
  },
  toJson: value => value + 0,
  fromJson: json => {
    if (typeof json !== 'number' || !Number.isFinite(json)) throw new TypeProblem(floatProblem(json))
    return json + 0
  },
})

function floatProblem(value: unknown): string {
  if (typeof value === 'number') return 'must be a finite number, not NaN or infinite; use null for "no value"'
  return `must be a number (float), got ${kindOf(value)}; convert it with Number(…)`
}
