import { VantageError } from '../errors/vantage-error.ts'
import type { OperatorName } from '../expression/operator.ts'
import { unchecked } from '../types/cast.ts'
import { Decimal } from '../types/decimal.ts'
import { durationFromMicroseconds, durationToMicroseconds } from '../types/duration.ts'
import type { Type } from '../types/type.ts'
import type { Evaluate } from './frame.ts'

export type BinaryOperator = 'plus' | 'minus' | 'mul' | 'div' | 'intDiv' | 'mod'
export type UnaryOperator = 'negate' | 'abs' | 'toFloat' | 'toDecimal'
type Binary<L, R = L> = (left: L, right: R) => unknown
type BinaryTable<L, R = L> = { readonly [Name in BinaryOperator]?: Binary<L, R> }
type Unary<T> = (value: T) => unknown
type UnaryTable<T> = { readonly [Name in UnaryOperator]?: Unary<T> }

export const beyond = (operator: string, type: string, next: string): VantageError =>
  new VantageError(`${operator}() gives a number beyond what ${type} holds; ${next}`, {
    kind: 'too-large',
    details: { type },
  })

/** −0 becomes 0, since no column holds it. */
const safe = (value: number, operator: string): number => {
  if (Number.isSafeInteger(value)) return value + 0
  throw beyond(operator, 'int', 'convert an operand with toDecimal()')
}
const finite = (value: number, operator: string): number => {
  if (Number.isFinite(value)) return value + 0
  throw beyond(operator, 'float', 'convert an operand with toDecimal()')
}

const ints: BinaryTable<number> = {
  plus: (a, b) => safe(a + b, 'plus'),
  minus: (a, b) => safe(a - b, 'minus'),
  mul: (a, b) => safe(a * b, 'mul'),
  div: (a, b) => (b === 0 ? null : a / b + 0),
  // The remainder of doubles is exact, their quotient is not: it may round up to the next whole number.
  intDiv: (a, b) => (b === 0 ? null : (a - (a % b)) / b + 0),
  mod: (a, b) => (b === 0 ? null : (a % b) + 0),
}
const floats: BinaryTable<number> = {
  plus: (a, b) => finite(a + b, 'plus'),
  minus: (a, b) => finite(a - b, 'minus'),
  mul: (a, b) => finite(a * b, 'mul'),
  div: (a, b) => (b === 0 ? null : finite(a / b, 'div')),
  intDiv: (a, b) => (b === 0 ? null : finite(Math.trunc(a / b), 'intDiv')),
  mod: (a, b) => (b === 0 ? null : (a % b) + 0),
}
const bigints: BinaryTable<bigint> = {
  plus: (a, b) => a + b,
  minus: (a, b) => a - b,
  mul: (a, b) => a * b,
  div: (a, b) => (b === 0n ? null : finite(Number(a) / Number(b), 'div')),
  intDiv: (a, b) => (b === 0n ? null : a / b),
  mod: (a, b) => (b === 0n ? null : a % b),
}
const decimals: BinaryTable<Decimal> = {
  plus: (a, b) => a.plus(b),
  minus: (a, b) => a.minus(b),
  mul: (a, b) => a.times(b),
  div: (a, b) => (b.isZero ? null : a.dividedBy(b)),
  intDiv: (a, b) => (b.isZero ? null : a.dividedBy(b, { scale: 0, rounding: 'down' })),
  mod: (a, b) => (b.isZero ? null : a.minus(b.times(a.dividedBy(b, { scale: 0, rounding: 'down' })))),
}
const durations: BinaryTable<Temporal.Duration> = {
  plus: (a, b) => lengthOf(durationToMicroseconds(a) + durationToMicroseconds(b), 'plus'),
  minus: (a, b) => lengthOf(durationToMicroseconds(a) - durationToMicroseconds(b), 'minus'),
}
const movedInstants: BinaryTable<Temporal.Instant, Temporal.Duration> = {
  plus: (a, b) => inRange('plus', 'instant', () => a.add(b)),
  minus: (a, b) => inRange('minus', 'instant', () => a.subtract(b)),
}
const instants: BinaryTable<Temporal.Instant> = {
  minus: (a, b) => {
    const nanoseconds = a.epochNanoseconds - b.epochNanoseconds
    if (nanoseconds % 1000n === 0n) return lengthOf(nanoseconds / 1000n, 'minus')
    throw new VantageError(
      'minus() of these instants is finer than the microseconds of a duration; use instants of microseconds',
      {
        kind: 'type-mismatch',
        details: { type: 'duration' },
      },
    )
  },
}

/** A duration of so many microseconds. Errors: `too-large` past 2^53 seconds. */
export const lengthOf = (microseconds: bigint, operator: string): Temporal.Duration =>
  inRange(operator, 'duration', () => durationFromMicroseconds(microseconds))

/** Temporal's own refusal of values past its range becomes `too-large`. */
function inRange<T>(operator: string, type: string, work: () => T): T {
  try {
    return work()
  } catch (thrown) {
    if (thrown instanceof RangeError) throw beyond(operator, type, 'narrow the set to values in range')
    throw thrown
  }
}

const isMoment = (type: Type<unknown>): boolean => type.units !== undefined && type.arithmetic === undefined

function binaryTable(left: Type<unknown>, right: Type<unknown>): BinaryTable<never> | undefined {
  if (isMoment(left)) return isMoment(right) ? instants : movedInstants
  switch (left.arithmetic) {
    case 'int':
      return right.arithmetic === 'int' ? ints : floats
    case 'float':
      return floats
    case 'bigint':
      return bigints
    case 'decimal':
      return decimals
    case 'duration':
      return durations
    default:
      return undefined
  }
}

const meaningless = (operator: OperatorName, type: Type<unknown>): VantageError =>
  new VantageError(`${operator}() has no meaning for ${type.name}`, { kind: 'invalid', details: { type: type.name } })

/** An operator on two numbers, durations or moments. Errors: `invalid` while compiling for types it has no meaning for. */
export function arithmeticOf(
  operator: BinaryOperator,
  types: readonly [Type<unknown>, Type<unknown>],
  left: Evaluate,
  right: Evaluate,
): Evaluate {
  const apply = binaryTable(...types)?.[operator]
  if (apply === undefined) throw meaningless(operator, types[0])
  const compute = unchecked<Binary<unknown>>(apply, 'the table was chosen by the types of the operands')
  return frame => {
    const a = left(frame)
    if (a === null) return null
    const b = right(frame)
    return b === null ? null : compute(a, b)
  }
}

const numbers: UnaryTable<number> = {
  negate: value => 0 - value,
  abs: value => Math.abs(value),
  toFloat: value => value,
  toDecimal: value => Decimal.from(String(value)),
}
const bigintUnaries: UnaryTable<bigint> = {
  negate: value => -value,
  abs: value => (value < 0n ? -value : value),
  toFloat: value => finite(Number(value), 'toFloat'),
  toDecimal: value => Decimal.from(value),
}
const decimalUnaries: UnaryTable<Decimal> = {
  negate: value => value.negated(),
  abs: value => value.abs(),
  toFloat: value => finite(value.toNumber(), 'toFloat'),
  toDecimal: value => value,
}
const durationUnaries: UnaryTable<Temporal.Duration> = {
  negate: value => value.negated(),
  abs: value => value.abs(),
}

function unaryTable(type: Type<unknown>): UnaryTable<never> | undefined {
  switch (type.arithmetic) {
    case 'int':
    case 'float':
      return numbers
    case 'bigint':
      return bigintUnaries
    case 'decimal':
      return decimalUnaries
    case 'duration':
      return durationUnaries
    default:
      return undefined
  }
}

export function unaryOf(operator: UnaryOperator, type: Type<unknown>, operand: Evaluate): Evaluate {
  const apply = unaryTable(type)?.[operator]
  if (apply === undefined) throw meaningless(operator, type)
  const compute = unchecked<Unary<unknown>>(apply, 'the table was chosen by the type of the operand')
  return frame => {
    const value = operand(frame)
    return value === null ? null : compute(value)
  }
}
