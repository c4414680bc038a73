import { VantageError } from '../errors/vantage-error.ts'
import { kindOf } from './kind-of.ts'

/** How a digit too many is dropped: to the nearest (ties to even, or away from zero), or toward or away from a side. */
export type Rounding = 'half-even' | 'half-up' | 'down' | 'up' | 'floor' | 'ceil'

/** What arithmetic takes beside a `Decimal`: bigints, text, and numbers that are safe integers. */
export type DecimalInput = Decimal | bigint | string | number

/** Digits that a decimal may have in all. */
const maxDigits = 131_072
const smallBound = 10n ** 18n
const powers: bigint[] = []
let bound: bigint | undefined

/**
 * Exact decimal number, immutable.
 *
 * Shape: equal numbers are equal whatever their zeros (`1.0` is `1.00`), and have one text, `toString()`. The operators
 * `<` and `*` throw, since JavaScript would make doubles of it: use the methods.
 * Units: at most 131,072 digits in all.
 * Errors: `type-mismatch` for what is no exact decimal; `too-large` past the bound; `invalid` for division by zero.
 */
export class Decimal {
  /** All digits as a whole number, trailing zeros after the point left out: the value is `coefficient / 10 ** scale`. */
  readonly coefficient: bigint
  /** Digits after the point, trailing zeros left out. */
  readonly scale: number
  /** Never present: a private member keeps objects of the same shape from being taken for a Decimal. */
  declare private readonly '~decimal': never

  /** Numbers are made by `Decimal.from` and `Decimal.ofScaled`. */
  private constructor(coefficient: bigint, scale: number) {
    // Plain fields and not #private ones, so that deep equality of test runners sees them.
    this.coefficient = coefficient
    this.scale = scale
    Object.freeze(this)
  }

  /** Reads a number: text such as `-12.50` or `1e3`, a bigint, a safe integer; a fraction must come as text. */
  static from(value: DecimalInput): Decimal {
    if (value instanceof Decimal) return value
    if (typeof value === 'string') return parse(value)
    if (typeof value === 'bigint') return Decimal.ofScaled(value, 0)
    if (Number.isSafeInteger(value)) return new Decimal(BigInt(value), 0)
    const wrong =
      typeof value === 'number'
        ? "a number that is not a safe integer is not exact; give text, such as Decimal.from('0.1')"
        : `cannot make a Decimal of ${kindOf(value)}; give text, a bigint or a safe integer`
    throw new VantageError(wrong, { kind: 'type-mismatch' })
  }

  /** The number `coefficient / 10 ** scale`, as databases with scaled integers hold it. */
  static ofScaled(coefficient: bigint, scale: number): Decimal {
    let digits = coefficient
    let places = scale
    if (places < 0) {
      if (digits !== 0n) digits *= powerOfTen(-places)
      places = 0
    }
    if (places > 40 && digits % powerOfTen(16) === 0n) {
      if (digits === 0n) places = 0
      for (; places >= 16 && digits % powerOfTen(16) === 0n; places -= 16) digits /= powerOfTen(16)
    }
    for (; places > 0 && digits % 10n === 0n; places--) digits /= 10n
    if (places > maxDigits || isTooLarge(digits)) throw tooLarge()
    return new Decimal(digits, places)
  }

  /** The exact sum. */
  plus(other: DecimalInput): Decimal {
    const right = Decimal.from(other)
    const scale = Math.max(this.scale, right.scale)
    return Decimal.ofScaled(this.#at(scale) + right.#at(scale), scale)
  }

  /** The exact difference. */
  minus(other: DecimalInput): Decimal {
    return this.plus(Decimal.from(other).negated())
  }

  /** The exact product. */
  times(other: DecimalInput): Decimal {
    const right = Decimal.from(other)
    return Decimal.ofScaled(this.coefficient * right.coefficient, this.scale + right.scale)
  }

  /** Divides and rounds to `scale` digits after the point (16, half-even unless told). */
  dividedBy(other: DecimalInput, options: { readonly scale?: number; readonly rounding?: Rounding } = {}): Decimal {
    const right = Decimal.from(other)
    const { scale = 16, rounding = 'half-even' } = options
    checkScale(scale)
    if (right.isZero) throw new VantageError('division by zero', { kind: 'invalid' })
    const shift = scale + right.scale - this.scale
    const dividend = shift > 0 ? this.coefficient * powerOfTen(shift) : this.coefficient
    const divisor = shift < 0 ? right.coefficient * powerOfTen(-shift) : right.coefficient
    return Decimal.ofScaled(divideRounded(dividend, divisor, rounding), scale)
  }

  /** The number with the other sign. */
  negated(): Decimal {
    return new Decimal(-this.coefficient, this.scale)
  }

  /** The number without its sign. */
  abs(): Decimal {
    return this.coefficient < 0n ? this.negated() : this
  }

  /** Rounds to `scale` digits after the point; a negative scale rounds to tens, hundreds, … */
  round(scale = 0, rounding: Rounding = 'half-even'): Decimal {
    checkScale(scale)
    if (scale >= this.scale) return this
    return Decimal.ofScaled(divideRounded(this.coefficient, powerOfTen(this.scale - scale), rounding), scale)
  }

  /** Total order: −1, 0, 1. */
  compare(other: DecimalInput): number {
    const right = Decimal.from(other)
    const scale = Math.max(this.scale, right.scale)
    const [a, b] = [this.#at(scale), right.#at(scale)]
    return a < b ? -1 : a > b ? 1 : 0
  }

  /** Whether both are the same number: `1.0` equals `1.00`. */
  equals(other: DecimalInput): boolean {
    const right = Decimal.from(other)
    return this.coefficient === right.coefficient && this.scale === right.scale
  }

  /** Whether the number is 0. */
  get isZero(): boolean {
    return this.coefficient === 0n
  }

  /** −1, 0 or 1. */
  get sign(): number {
    return this.coefficient < 0n ? -1 : this.isZero ? 0 : 1
  }

  /** Canonical text: no exponent, no needless zero: `-12.5`. */
  toString(): string {
    const digits = this.coefficient.toString()
    if (this.scale === 0) return digits
    const sign = this.coefficient < 0n ? '-' : ''
    const padded = digits.slice(sign.length).padStart(this.scale + 1, '0')
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`
  }

  /** Text with exactly `scale` digits after the point, as people write money: `12.50`; rounds half-even where it must. */
  toFixed(scale: number): string {
    const rounded = this.round(scale)
    const missing = scale - rounded.scale
    return missing > 0 ? `${rounded}${rounded.scale === 0 ? '.' : ''}${'0'.repeat(missing)}` : rounded.toString()
  }

  /** The nearest double: may round. */
  toNumber(): number {
    return Number(this.toString())
  }

  /** The canonical text, so that JSON carries it exactly. */
  toJSON(): string {
    return this.toString()
  }

  /** Throws, so that `<`, `+` and `*` fail loudly instead of rounding. */
  valueOf(): never {
    throw new TypeError('a Decimal has no operators; use .plus(), .times(), .compare(), or .toNumber() which rounds')
  }

  get [Symbol.toStringTag](): string {
    return 'Decimal'
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `Decimal ${this.toString()}`
  }

  /** The coefficient at a scale that is not smaller. */
  #at(scale: number): bigint {
    return scale === this.scale ? this.coefficient : this.coefficient * powerOfTen(scale - this.scale)
  }
}

function powerOfTen(exponent: number): bigint {
  const known = powers[exponent]
  if (known !== undefined) return known
  const power = 10n ** BigInt(exponent)
  if (exponent <= 64) powers[exponent] = power
  return power
}

function divideRounded(dividend: bigint, divisor: bigint, rounding: Rounding): bigint {
  const quotient = dividend / divisor
  const rest = dividend % divisor
  if (rest === 0n) return quotient
  const isNegative = dividend < 0n !== divisor < 0n
  return goesAway(rounding, quotient, isNegative, compareToHalf(rest, divisor))
    ? quotient + (isNegative ? -1n : 1n)
    : quotient
}

/** Whether the rest is below (−1), at (0) or above (1) half of the divisor. */
function compareToHalf(rest: bigint, divisor: bigint): number {
  const twice = (rest < 0n ? -rest : rest) * 2n
  const whole = divisor < 0n ? -divisor : divisor
  return twice < whole ? -1 : twice > whole ? 1 : 0
}

/** Whether a quotient with a rest moves away from zero. */
function goesAway(rounding: Rounding, quotient: bigint, isNegative: boolean, half: number): boolean {
  switch (rounding) {
    case 'half-even':
      return half > 0 || (half === 0 && quotient % 2n !== 0n)
    case 'half-up':
      return half >= 0
    case 'down':
      return false
    case 'up':
      return true
    case 'floor':
      return isNegative
    case 'ceil':
      return !isNegative
  }
}

function parse(text: string): Decimal {
  if (text.length > 3 * maxDigits) throw tooLarge()
  const parts = /^([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d+))?$/i.exec(text)
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts ?? []
  const digits = whole + fraction
  if (digits === '') {
    throw new VantageError("this text is no decimal number; write digits, such as '-12.50'", { kind: 'type-mismatch' })
  }
  const scale = fraction.length - Number(exponent)
  const coefficient = BigInt(digits)
  if (coefficient !== 0n && Math.abs(scale) > 3 * maxDigits) throw tooLarge()
  return Decimal.ofScaled(sign === '-' ? -coefficient : coefficient, coefficient === 0n ? 0 : scale)
}

function checkScale(scale: number): void {
  if (Number.isInteger(scale) && Math.abs(scale) <= maxDigits) return
  throw new VantageError('the scale must be a whole number within ±131,072', { kind: 'invalid' })
}

function isTooLarge(coefficient: bigint): boolean {
  if (coefficient < smallBound && coefficient > -smallBound) return false
  bound ??= 10n ** BigInt(maxDigits)
  return coefficient >= bound || coefficient <= -bound
}

const tooLarge = (): VantageError =>
  new VantageError('a decimal has at most 131,072 digits; round it', { kind: 'too-large' })
