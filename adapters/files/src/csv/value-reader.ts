/**
 * Reads plain numbers and truth values where they stand, without making a text of them first.
 *
 * Shape: what is spelled in another way (a plus, an exponent, more than 15 digits, `.5`) is left to whoever reads texts, so
 * each method says "none" rather than refusing. Whether the field ends at `end` is the caller's to see.
 */
export class ValueReader {
  /** Position behind the value that was read last. */
  end = 0

  /** A whole number of at most 15 digits, all of which a double holds; NaN for anything else. */
  whole(codes: Uint8Array | Uint16Array, from: number, length: number): number {
    const isNegative = from < length && codes[from] === minus
    const start = isNegative ? from + 1 : from
    let at = start
    let value = 0
    for (; at < length; at++) {
      const digit = (codes[at] ?? 0) - zero
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    this.end = at
    if (at === start || at - start > maxDigits) return Number.NaN
    return isNegative ? 0 - value : value
  }

  /**
   * A number of at most 15 digits with or without a point; NaN for anything else.
   *
   * Its digits and the power of ten are both exact, so one division rounds as the conversion of the text does.
   */
  finite(codes: Uint8Array | Uint16Array, from: number, length: number): number {
    const isNegative = from < length && codes[from] === minus
    const start = isNegative ? from + 1 : from
    let at = start
    let value = 0
    let pointAt = -1
    for (; at < length; at++) {
      const code = codes[at] ?? 0
      const digit = code - zero
      if (digit >= 0 && digit <= 9) value = value * 10 + digit
      else if (code === point && pointAt < 0 && at > start) pointAt = at
      else break
    }
    this.end = at
    const decimals = pointAt < 0 ? 0 : at - pointAt - 1
    const digits = pointAt < 0 ? at - start : at - start - 1
    if (digits === 0 || digits > maxDigits || (pointAt >= 0 && decimals === 0)) return Number.NaN
    const size = decimals === 0 ? value : value / (powers[decimals] ?? 1)
    return isNegative ? 0 - size : size
  }

  /** `true` or `false`; undefined for anything else. */
  truth(codes: Uint8Array | Uint16Array, from: number, length: number): boolean | undefined {
    const word = from < length && codes[from] === trueCodes[0] ? trueCodes : falseCodes
    this.end = from + word.length
    if (this.end > length) return undefined
    for (let at = 0; at < word.length; at++) if (codes[from + at] !== word[at]) return undefined
    return word === trueCodes
  }
}

const zero = 48
const minus = 45
const point = 46
/** Any whole number of so many digits is a safe one. */
const maxDigits = 15
const powers: readonly number[] = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent)
const codesOf = (word: string): readonly number[] => Array.from(word, letter => letter.charCodeAt(0))
const trueCodes = codesOf('true')
const falseCodes = codesOf('false')
