import { Decimal } from './decimal.ts'

/** Puts every exponent into six digits. */
const offset = 500_000

/**
 * Text whose code point (and byte) order is the numeric order of the decimals, for engines that store decimals as text.
 *
 * Shape: ASCII, one key per number: `9.5` and `9.50` have the same. A side digit (0 negative, 1 zero, 2 positive), the
 * place of the first digit, then the digits; both complemented for negatives.
 * Errors: `type-mismatch`, `too-large` as `Decimal.from`.
 */
export function decimalSortKey(text: string): string {
  const value = Decimal.from(text)
  if (value.isZero) return '1'
  const digits = value.abs().coefficient.toString()
  const place = String(digits.length - value.scale + offset)
  const key = `${place}${digits}`
  // The tilde sorts after all digits: of two negatives, the one with more digits is the smaller.
  return value.sign > 0 ? `2${key}` : `0${key.replace(/\d/g, digit => String(9 - Number(digit)))}~`
}
