import type { Units } from '../file/encoding.ts'

/** Results of reading that are no position. */
export const incomplete = -1
export const malformed = -2

/** How deep values may be nested, as JSON of a column may be. */
export const maxDepth = 1000

export const code = {
  tab: 9,
  lineFeed: 10,
  carriageReturn: 13,
  space: 32,
  quote: 34,
  comma: 44,
  minus: 45,
  point: 46,
  zero: 48,
  nine: 57,
  colon: 58,
  openArray: 91,
  backslash: 92,
  closeArray: 93,
  f: 102,
  n: 110,
  t: 116,
  u: 117,
  openObject: 123,
  closeObject: 125,
} as const

/**
 * Reads tokens of JSON out of a stretch of units and passes over values, which it checks on the way.
 *
 * Shape: methods take the position where a token starts and give the one behind it, `incomplete` when it goes on behind the
 * units, or `malformed` with `problem` and `problemAt` set.
 * Source: RFC 8259, https://www.rfc-editor.org/rfc/rfc8259
 */
export class TokenReader {
  problem = ''
  problemAt = 0
  /** Whether the problem is that the file ends too early. */
  isCut = false
  /** Line ends passed since `begin` or since it was set. */
  lineBreaks = 0
  /** Of the number read last: its value, or NaN where only its text tells it exactly. */
  number = 0
  /** Whether the text read last holds escapes. */
  hasEscape = false
  codes: Uint8Array | Uint16Array = new Uint8Array(0)
  length = 0
  #units: Units = { codes: new Uint8Array(0), length: 0, text: () => '', bytes: () => 0 }
  #isLast = false
  readonly #isLines: boolean
  /** The kinds of the objects and arrays around a value. */
  readonly #around = new Uint8Array(maxDepth)

  /** With `isLines`, a value may not go on in the next line. */
  constructor(isLines: boolean) {
    this.#isLines = isLines
  }

  begin(units: Units, isLast: boolean): void {
    this.#units = units
    this.codes = units.codes
    this.length = units.length
    this.#isLast = isLast
  }

  text(start: number, end: number): string {
    return this.#units.text(start, end)
  }

  /** The text between two quotes. */
  quoted(start: number, end: number, hasEscape = this.hasEscape): string {
    const text = this.#units.text(start, end)
    return hasEscape ? String(JSON.parse(`"${text}"`)) : text
  }

  refuse(at: number, problem: string): number {
    this.problemAt = at
    this.problem = problem
    this.isCut = false
    return malformed
  }

  /** Where more has to come. */
  cut(): number {
    if (!this.#isLast) return incomplete
    this.refuse(this.length, cutOff)
    this.isCut = true
    return malformed
  }

  /** The position of what follows white space. */
  space(from: number): number {
    const { codes, length } = this
    let at = from
    for (; at < length; at++) {
      const unit = codes[at]
      if (unit === code.space || unit === code.tab || unit === code.carriageReturn) continue
      if (unit !== code.lineFeed) return at
      if (this.#isLines) return this.refuse(at, lineEndInside)
      this.lineBreaks++
    }
    return this.cut()
  }

  /** A text, from behind its opening quote; gives the position of the closing one. */
  string(from: number): number {
    const { codes, length } = this
    this.hasEscape = false
    for (let at = from; at < length; at++) {
      const unit = codes[at] ?? 0
      if (unit === code.quote) return at
      if (unit === code.backslash) {
        this.hasEscape = true
        at = this.#escape(at + 1)
        if (at < 0) return at
      } else if (unit < code.space) return this.refuse(at, unit === code.lineFeed ? lineEndInText : controlInText)
    }
    return this.cut()
  }

  /** The position of the last character of an escape. */
  #escape(at: number): number {
    const { codes, length } = this
    if (at >= length) return this.cut()
    if (codes[at] !== code.u) return escapes.has(codes[at] ?? 0) ? at : this.refuse(at, wrongEscape)
    for (let digit = at + 1; digit <= at + 4; digit++) {
      if (digit >= length) return this.cut()
      if (!isHex(codes[digit] ?? 0)) return this.refuse(digit, wrongEscape)
    }
    return at + 4
  }

  /** A number, its value in `number`. */
  numeral(from: number): number {
    const { codes, length } = this
    const isNegative = codes[from] === code.minus
    const start = isNegative ? from + 1 : from
    let at = start
    let value = 0
    for (; at < length; at++) {
      const digit = (codes[at] ?? 0) - code.zero
      if (digit < 0 || digit > 9) break
      value = value * 10 + digit
    }
    let digits = at - start
    if (digits === 0) return at >= length ? this.cut() : this.refuse(at, noValue)
    if (digits > 1 && codes[start] === code.zero) return this.refuse(start, leadingZero)
    let decimals = 0
    if (at < length && codes[at] === code.point) {
      const point = at
      for (at++; at < length; at++) {
        const digit = (codes[at] ?? 0) - code.zero
        if (digit < 0 || digit > 9) break
        value = value * 10 + digit
      }
      decimals = at - point - 1
      if (decimals === 0) return at >= length ? this.cut() : this.refuse(at, noDigits)
      digits += decimals
    }
    if (at < length && ((codes[at] ?? 0) | 32) === 101) {
      at = this.#exponent(at + 1)
      if (at < 0) return at
      digits = Number.POSITIVE_INFINITY
    }
    if (at >= length && !this.#isLast) return incomplete
    // Digits and power of ten are both exact, so one division rounds as the conversion of the text does.
    const size = digits > maxDigits ? Number.NaN : decimals === 0 ? value : value / (powers[decimals] ?? 1)
    this.number = isNegative ? 0 - size : size
    return at
  }

  #exponent(from: number): number {
    const { codes, length } = this
    const sign = codes[from]
    const start = sign === 43 || sign === code.minus ? from + 1 : from
    let at = start
    while (at < length && isDigit(codes[at] ?? 0)) at++
    if (at > start) return at
    return at >= length ? this.cut() : this.refuse(at, noDigits)
  }

  /** One of `true`, `false` and `null`. */
  word(from: number): number {
    const { codes, length } = this
    const word = codes[from] === code.t ? trueCodes : codes[from] === code.f ? falseCodes : nullCodes
    for (let at = 0; at < word.length; at++) {
      if (from + at >= length) return this.cut()
      if (codes[from + at] !== word[at]) return this.refuse(from, noValue)
    }
    return from + word.length
  }

  /** Passes over any value, and gives the place behind it. With `isKept`, names that come twice in an object of it are refused. */
  skip(from: number, isKept: boolean): number {
    const unit = this.codes[from]
    if (unit === code.openObject || unit === code.openArray) return this.#tree(from, isKept)
    return this.#scalar(from)
  }

  #scalar(at: number): number {
    const unit = this.codes[at] ?? 0
    if (unit === code.quote) {
      const end = this.string(at + 1)
      return end < 0 ? end : end + 1
    }
    return unit === code.minus || isDigit(unit) ? this.numeral(at) : this.word(at)
  }

  #tree(from: number, isKept: boolean): number {
    const around = this.#around
    const names: Set<string>[] = []
    let depth = 0
    let at = from
    for (;;) {
      const unit = this.codes[at] ?? 0
      if (unit === code.openObject || unit === code.openArray) {
        if (depth === maxDepth) return this.refuse(at, tooDeep)
        around[depth++] = unit
        if (isKept && unit === code.openObject) names[depth] = new Set()
        at = this.space(at + 1)
        if (at < 0) return at
        if (this.codes[at] !== unit + 2) {
          if (unit === code.openObject) at = this.#name(at, isKept ? names[depth] : undefined)
          if (at < 0) return at
          continue
        }
        depth--
        at++
      } else {
        at = this.#scalar(at)
        if (at < 0) return at
      }
      // Behind a value: what is around it ends, or goes on.
      for (;;) {
        if (depth === 0) return at
        at = this.space(at)
        if (at < 0) return at
        const open = around[depth - 1] ?? 0
        const next = this.codes[at]
        if (next === code.comma) {
          at = this.space(at + 1)
          if (at >= 0 && open === code.openObject) at = this.#name(at, isKept ? names[depth] : undefined)
          if (at < 0) return at
          break
        }
        if (next !== open + 2) return this.refuse(at, noComma)
        depth--
        at++
      }
    }
  }

  /** A name and its colon; gives the position of the value. */
  #name(from: number, names: Set<string> | undefined): number {
    if (this.codes[from] !== code.quote) return this.refuse(from, noName)
    const end = this.string(from + 1)
    if (end < 0) return end
    if (names !== undefined) {
      const name = this.quoted(from + 1, end)
      if (names.has(name)) return this.refuse(from, sameName)
      names.add(name)
    }
    return this.colon(end + 1)
  }

  /** The colon behind a name; gives the position of the value. */
  colon(from: number): number {
    const at = this.space(from)
    if (at < 0) return at
    return this.codes[at] === code.colon ? this.space(at + 1) : this.refuse(at, noColon)
  }
}

export const cutOff =
  'the file ends in the middle of the row; a writer may have crashed. Remove what is left of the row'

const isDigit = (unit: number): boolean => unit >= code.zero && unit <= code.nine
const isHex = (unit: number): boolean => isDigit(unit) || ((unit | 32) >= 97 && (unit | 32) <= 102)

const codesOf = (word: string): readonly number[] => Array.from(word, letter => letter.charCodeAt(0))
const trueCodes = codesOf('true')
const falseCodes = codesOf('false')
const nullCodes = codesOf('null')
const escapes: ReadonlySet<number> = new Set(codesOf('"\\/bfnrt'))
/** Any whole number of so many digits is a safe one. */
const maxDigits = 15
const powers: readonly number[] = Array.from({ length: maxDigits + 1 }, (_, exponent) => 10 ** exponent)

const lineEndInside =
  'the line ends inside the object; NDJSON has one object per line, an array of objects is read by json()'
const lineEndInText = 'a line ends inside a text; write it as \\n, and look for a quote that is not closed'
const controlInText = 'a control character stands inside a text; write it as an escape such as \\t'
const wrongEscape = 'a backslash stands before what is no escape; double one that belongs to the text'
const leadingZero = 'a number begins with 0; JSON has no leading zeros'
const noDigits = 'digits are missing in a number'
export const noValue =
  'a value was expected; JSON has objects, arrays, texts in double quotes, numbers, true, false and null'
export const noComma = 'a comma or the end of the object or array was expected'
export const noName = 'a name in double quotes was expected'
const noColon = 'a colon was expected behind the name'
export const sameName = 'the name is there twice in one object; leave one of them'
const tooDeep = `values are nested deeper than ${maxDepth.toLocaleString('en')} levels`
