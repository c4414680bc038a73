import { VantageError } from '../errors/vantage-error.ts'
import type { Type } from '../types/type.ts'
import { bool } from '../types/bool.ts'
import { decimal } from '../types/decimal-type.ts'
import { duration } from '../types/duration.ts'
import { float } from '../types/float.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

/** Every operator a portable expression may hold. What each means is proven by the adapter kit, not by a vendor's manual. */
export type OperatorName = keyof typeof operators

type Result = (left: Type<unknown> | undefined, right: Type<unknown> | undefined) => Type<unknown>
export interface OperatorRule {
  readonly group: 'comparison' | 'logic' | 'arithmetic' | 'text' | 'date' | 'null' | 'conversion'
  readonly result: Result
  /** `any`: null when one operand is (three-valued logic); `never`: never null; `all`: null only when all are. */
  readonly nulls: 'any' | 'never' | 'all'
}

const first: Result = left => left ?? text
const always =
  (type: Type<unknown>): Result =>
  () =>
    type
const rule = (group: OperatorRule['group'], result: Result, nulls: OperatorRule['nulls'] = 'any'): OperatorRule => ({
  group,
  result,
  nulls,
})

/** int with float is float; an instant moved by a duration stays one; two instants differ by a duration. */
const sum: Result = (left, right) => {
  if (left === undefined || right === undefined) return float
  if (left.arithmetic === 'int' && right.arithmetic === 'float') return right
  if (left.name.startsWith('instant') && right.name.startsWith('instant')) return duration
  return left
}
const quotient: Result = left =>
  left?.arithmetic === 'decimal' ? decimal : left?.arithmetic === 'duration' ? duration : float

export const operators = {
  eq: rule('comparison', always(bool)),
  ne: rule('comparison', always(bool)),
  lt: rule('comparison', always(bool)),
  lte: rule('comparison', always(bool)),
  gt: rule('comparison', always(bool)),
  gte: rule('comparison', always(bool)),
  isDistinctFrom: rule('comparison', always(bool), 'never'),
  isNotDistinctFrom: rule('comparison', always(bool), 'never'),
  isNull: rule('comparison', always(bool), 'never'),
  isNotNull: rule('comparison', always(bool), 'never'),
  in: rule('comparison', always(bool)),
  notIn: rule('comparison', always(bool)),
  /** `%` any text, `_` one character, `\` before one of the three means itself; case matters. The pattern is a literal. */
  like: rule('text', always(bool)),
  contains: rule('text', always(bool)),
  startsWith: rule('text', always(bool)),
  endsWith: rule('text', always(bool)),
  /** Substring, ASCII case folded: what `search` uses. */
  containsFolded: rule('text', always(bool)),
  and: rule('logic', always(bool)),
  or: rule('logic', always(bool)),
  not: rule('logic', always(bool)),
  plus: rule('arithmetic', sum),
  minus: rule('arithmetic', sum),
  mul: rule('arithmetic', sum),
  /** Float for ints, decimal (half-even, 16 digits) for decimals; null by zero. */
  div: rule('arithmetic', quotient),
  /** Whole division cut towards zero; null by zero. */
  intDiv: rule('arithmetic', sum),
  /** Remainder with the sign of the dividend; null by zero. */
  mod: rule('arithmetic', sum),
  negate: rule('arithmetic', first),
  abs: rule('arithmetic', first),
  /** ASCII letters only, so that every source agrees. */
  lower: rule('text', always(text)),
  upper: rule('text', always(text)),
  concat: rule('text', always(text)),
  /** Characters (code points). */
  length: rule('text', always(int)),
  /** `substring(text, start from 0, count)` in characters. */
  substring: rule('text', always(text)),
  year: rule('date', always(int)),
  month: rule('date', always(int)),
  day: rule('date', always(int)),
  hour: rule('date', always(int)),
  minute: rule('date', always(int)),
  /** Whole seconds. */
  second: rule('date', always(int)),
  /** The moment of the statement, cut to microseconds. */
  now: rule('date', always(instant), 'never'),
  coalesce: rule('null', first, 'all'),
  nullIf: rule('null', first, 'all'),
  toFloat: rule('conversion', always(float)),
  toDecimal: rule('conversion', always(decimal)),
} satisfies Record<string, OperatorRule>

/** All names, for adapters that say which they lower. */
export const operatorNames: readonly OperatorName[] = Object.freeze(Object.keys(operators)) as readonly OperatorName[]

export const operatorRule = (name: OperatorName): OperatorRule => operators[name]

/** The type of the result, which the first two operands decide; checked for operators that need numbers. */
export function resultType(
  name: OperatorName,
  { group, result }: OperatorRule,
  left: Type<unknown> | undefined,
  right: Type<unknown> | undefined,
): Type<unknown> {
  if (group === 'arithmetic' && left !== undefined && left.arithmetic === undefined && !isMoment(left))
    throw new VantageError(`${name}() needs a number, duration or moment, not ${left.name}`, { kind: 'invalid' })
  return result(left, right)
}

const isMoment = (type: Type<unknown>): boolean => type.name.startsWith('instant')
