import { type Node, type Operation, type OperatorName, type Type, VantageError } from '@vantage-ts/core/adapter'
import { between, durationOperators, movedMoment } from './durations.ts'
import type { Inside, Lower } from './inside.ts'
import { strict, type Value } from './value.ts'

type Make = (a: string, b: string) => string
interface NumberRule {
  readonly make: Make
  /** The result is null where the right side is zero. */
  readonly byZero?: true
  /** Computed after reading where it is the result, since the engine would round. */
  readonly isExact?: true
}
type NumberRules = { readonly [Name in OperatorName]?: NumberRule }

const infix =
  (symbol: string): Make =>
  (a, b) =>
    `(${a} ${symbol} ${b})`

/** Calls a function written on the spot: its operands are named once. */
const call =
  (body: string): Make =>
  (a, b) =>
    `(|$_a, $_b| ${body})(${a}, ${b})`

const tooLarge = '{ THROW "vantage:too-large" }'
const asFloat: Make = (a, b) => `(<float>${a} / <float>${b})`
const common: NumberRules = {
  negate: { make: a => `(0 - ${a})` },
  abs: { make: a => `math::abs(${a})` },
  toFloat: { make: a => `<float>${a}` },
}

const ints: NumberRules = {
  ...common,
  plus: { make: infix('+') },
  minus: { make: infix('-') },
  mul: { make: infix('*') },
  div: { make: asFloat, byZero: true },
  // The smallest integer has no counterpart above zero: by −1 the engine gives NaN, or fails.
  intDiv: { make: call('IF $_b = -1 { 0 - $_a } ELSE { $_a / $_b }'), byZero: true },
  mod: { make: call('IF $_b = -1 { 0 } ELSE { $_a % $_b }'), byZero: true },
  toDecimal: { make: a => `<decimal>${a}` },
}

/** A cast of the number itself keeps 15 digits; its text has all, of which a decimal may have too few. */
const exactDecimal =
  '{ LET $_t = string::replace(<string>$_a, "f", ""); LET $_n = <decimal>$_t; ' +
  `IF <string>$_n = $_t { $_n } ELSE ${tooLarge} }`

const floats: NumberRules = {
  ...common,
  plus: { make: infix('+') },
  minus: { make: infix('-') },
  mul: { make: infix('*') },
  div: { make: asFloat, byZero: true },
  intDiv: {
    make: call('{ LET $_q = <float>$_a / <float>$_b; IF $_q < 0 { math::ceil($_q) } ELSE { math::floor($_q) } }'),
    byZero: true,
  },
  mod: { make: (a, b) => `(<float>${a} % <float>${b})`, byZero: true },
  toDecimal: { isExact: true, make: a => `(|$_a| ${exactDecimal})(${a})` },
}

/** The digits of a decimal that count, and those after its point. */
const digitsOf = (name: string): string =>
  `string::len(<string><decimal>string::replace(<string>math::abs(${name}), ".", ""))`
const placesOf = (name: string): string => `string::len(string::split(<string>${name}, ".")[1] ?? "")`
const fits = [digitsOf, placesOf].map(of => `${of('$_a')} + ${of('$_b')} <= 28`).join(' AND ')
/** A product of whole numbers is exact, or an overflow. */
const areWhole = '($_a % 1 = 0 AND $_b % 1 = 0)'

/** What the engine divides past its range is no decimal any more. */
const isDecimal = 'type::is_decimal($_q)'
const wholeQuotient = `{ LET $_q = ($_a - $_a % $_b) / $_b; IF ${isDecimal} { math::round($_q) } ELSE ${tooLarge} }`

/** Below 10^12 the engine's 28 digits are enough to round to 16 after the point. */
const quotient =
  `{ LET $_q = $_a / $_b; IF ${isDecimal} AND (math::abs($_q) < 1000000000000dec OR $_q * $_b = $_a) ` +
  '{ math::fixed($_q, 16) } ' +
  `ELSE ${tooLarge} }`

/** The engine rounds to 28 digits without a word: a result that may have more is refused. */
const decimals: NumberRules = {
  ...common,
  plus: {
    isExact: true,
    make: call(`{ LET $_n = $_a + $_b; IF $_n - $_b = $_a AND $_n - $_a = $_b { $_n } ELSE ${tooLarge} }`),
  },
  minus: {
    isExact: true,
    make: call(`{ LET $_n = $_a - $_b; IF $_n + $_b = $_a AND $_a - $_n = $_b { $_n } ELSE ${tooLarge} }`),
  },
  mul: { isExact: true, make: call(`IF (${fits}) OR ${areWhole} { $_a * $_b } ELSE ${tooLarge}`) },
  div: { isExact: true, make: call(quotient), byZero: true },
  intDiv: { isExact: true, make: call(wholeQuotient), byZero: true },
  mod: { isExact: true, make: infix('%'), byZero: true },
  // A cast of the number itself may miss the nearest double; its text does not.
  toFloat: { make: a => `<float><string>${a}` },
  toDecimal: { make: a => a },
}

/** `0 - x` loses a digit of a decimal nowhere, and keeps −0 away. */
function rulesOf(left: Type<unknown>, right: Type<unknown> | undefined): NumberRules | undefined {
  switch (left.arithmetic) {
    case 'int':
      return right?.arithmetic === 'float' ? floats : ints
    case 'bigint':
      return ints
    case 'float':
      return floats
    case 'decimal':
      return decimals
    default:
      return undefined
  }
}

const isMoment = ({ type }: Node): boolean => type.units !== undefined

/** An operator on numbers, durations or moments. Errors: `invalid` for types it has no meaning for. */
function arithmetic(operation: Operation, inside: Inside): Value {
  const { operator, args } = operation
  const [left, right] = args
  if (left === undefined) throw meaningless(operation)
  if (isMoment(left)) {
    if (right === undefined || (operator !== 'plus' && operator !== 'minus')) throw meaningless(operation)
    if (!isMoment(right)) return movedMoment(operation, inside, operator === 'plus' ? '+' : '-')
    if (operator === 'plus') throw meaningless(operation)
    return between(operation, inside)
  }
  if (left.type.arithmetic === 'duration') return durationOperator(operation, inside)
  const rule = rulesOf(left.type, right?.type)?.[operator]
  if (rule === undefined) throw meaningless(operation)
  return numbers(
    operator,
    rule,
    args.map(arg => inside.value(arg)),
  )
}

function durationOperator(operation: Operation, inside: Inside): Value {
  switch (operation.operator) {
    case 'plus':
    case 'minus':
    case 'negate':
    case 'abs':
      return durationOperators[operation.operator](operation, inside)
    default:
      throw meaningless(operation)
  }
}

function numbers(name: OperatorName, { make, byZero, isExact }: NumberRule, operands: readonly Value[]): Value {
  const [a, b] = operands
  const [left, right] = [a?.text ?? '', b?.text ?? '']
  const made = strict(operands, make(left, right), byZero === undefined ? [] : [`${right} != 0`])
  if (isExact === undefined) return made
  const parts = operands.map(({ exact, text }) => exact ?? text)
  return { ...made, exact: `["${name}", ${parts.join(', ')}]` }
}

const meaningless = ({ operator, args }: Operation): VantageError =>
  new VantageError(`${operator}() has no meaning for ${args.map(({ type }) => type.name).join(' and ')}`, {
    kind: 'invalid',
    details: { reason: operator },
  })

export const arithmeticOperators = {
  plus: arithmetic,
  minus: arithmetic,
  mul: arithmetic,
  div: arithmetic,
  intDiv: arithmetic,
  mod: arithmetic,
  negate: arithmetic,
  abs: arithmetic,
  toFloat: arithmetic,
  toDecimal: arithmetic,
} satisfies { readonly [Name in OperatorName]?: Lower }
