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
 * Reads a decimal, or a quotient of two that the engine would have rounded: `[sum, count]`.
 *
 * Errors: `TypeProblem` for other values, floats included.
 */
export const decimalStorage = (type: Type<unknown>): Storage<Decimal> => ({
  name: 'decimal',
  encode: encodeDecimal,
  decode: raw => {
    if (Array.isArray(raw) && raw.length === 2) return exact(raw[0]).dividedBy(exact(raw[1]))
    const value = exact(raw)
    const problem = type.digits === undefined ? undefined : type.problem(value)
    if (problem !== undefined) throw new TypeProblem(problem)
    return value
  },
})

function exact(raw: unknown): Decimal {
  if (raw instanceof SurrealDecimal) return Decimal.from(raw.toString())
  if (typeof raw === 'bigint' || (typeof raw === 'number' && Number.isSafeInteger(raw))) return Decimal.from(raw)
  throw new TypeProblem('must be a decimal')
}
