import { Decimal } from '@vantage-ts/core'
import { type Storage, type Type, TypeProblem } from '@vantage-ts/core/adapter'
import { Decimal as SurrealDecimal } from 'surrealdb'

/** A decimal of SurrealDB is a whole number of 96 bits divided by a power of ten up to this. */
const maxScale = 28
const largest = 2n ** 96n - 1n

/** The engine rounds a decimal that it cannot hold, without a word; so such a one is never sent. */
export function encodeDecimal(value: Decimal): SurrealDecimal {
  const size = value.abs().coefficient
  if (value.scale > maxScale)
    throw new TypeProblem(`must have at most ${maxScale} digits after the point; use .round(${maxScale})`)
  if (size > largest) throw new TypeProblem('must have at most 28 digits in all; round it, or use a storage as text')
  return new SurrealDecimal(value.toString())
}

/**
 * Reads a decimal, or a calculation that the engine would have rounded: `['plus', a, b]`, whose operands may be such again.
 *
 * Errors: `TypeProblem` for other values, floats included.
 */
export const decimalStorage = (type: Type<unknown>): Storage<Decimal> => ({
  name: 'decimal',
  encode: encodeDecimal,
  decode: raw => {
    const value = Array.isArray(raw) ? calculated(raw) : exact(raw)
    const problem = type.digits === undefined ? undefined : type.problem(value)
    if (problem !== undefined) throw new TypeProblem(problem)
    return value
  },
})

const calculations: { readonly [operator in string]?: (left: Decimal, right: Decimal) => Decimal } = {
  plus: (left, right) => left.plus(right),
  minus: (left, right) => left.minus(right),
  mul: (left, right) => left.times(right),
  div: (left, right) => left.dividedBy(right),
  intDiv: (left, right) => left.dividedBy(right, { scale: 0, rounding: 'down' }),
  mod: (left, right) => left.minus(right.times(left.dividedBy(right, { scale: 0, rounding: 'down' }))),
}

function calculated(raw: readonly unknown[]): Decimal {
  const [operator, left, right] = raw
  if (operator === 'toDecimal' && typeof left === 'number') return Decimal.from(String(left))
  const calculate = typeof operator === 'string' ? calculations[operator] : undefined
  if (calculate === undefined) throw new TypeProblem('must be a decimal')
  const operand = (part: unknown): Decimal => (Array.isArray(part) ? calculated(part) : exact(part))
  return calculate(operand(left), operand(right))
}

function exact(raw: unknown): Decimal {
  if (raw instanceof SurrealDecimal) return Decimal.from(raw.toString())
  if (typeof raw === 'bigint' || (typeof raw === 'number' && Number.isSafeInteger(raw))) return Decimal.from(raw)
  throw new TypeProblem('must be a decimal')
}
