import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/**
 * Whole number of any size, as a JavaScript bigint.
 *
 * Shape: JSON form is a string of digits. Sources bound it to what they hold, mostly 64 bits, in their storage.
 */
export const bigint: Type<bigint, 'bigint'> = /* @__PURE__ */ defineType<bigint, 'bigint'>({
  name: 'bigint',
  arithmetic: 'bigint',
  problem: value =>
    typeof value === 'bigint'
      ? undefined
      : `must be a bigint, got ${kindOf(value)}; convert a whole number with BigInt(…)`,
  toText: String,
  fromText: text => {
    if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace('+', ''))
    throw new TypeProblem('must be a whole number in decimal digits')
  },
})
