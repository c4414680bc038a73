import { type Storage, TypeProblem, VantageError } from '@vantage-ts/core/adapter'
import { Decimal as SurrealDecimal } from 'surrealdb'
import { FloatValue } from './float-value.ts'

/** Whole number; the sum of many comes as a decimal, since integers of the engine wrap around. */
export const intStorage: Storage<number> = {
  name: 'int',
  decode: raw => {
    if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw
    if (raw instanceof SurrealDecimal) return safe(wholeOf(raw))
    throw new TypeProblem(
      typeof raw === 'bigint' || Number.isInteger(raw)
        ? 'must be a whole number within ±(2^53 − 1); use a column of type bigint'
        : 'must be a whole number (int)',
    )
  },
  usual: 'whole',
}

const int64 = 2n ** 63n

/** Whole number of 64 bits with a sign. */
export const bigintStorage: Storage<bigint> = {
  name: 'int',
  encode: value => {
    if (value < int64 && value >= -int64) return value
    throw new TypeProblem('must fit into 64 bits with a sign; use a column of type decimal, or a storage as text')
  },
  decode: raw => {
    if (typeof raw === 'bigint') return raw
    if (typeof raw === 'number' && Number.isInteger(raw)) return BigInt(raw)
    if (raw instanceof SurrealDecimal) return wholeOf(raw)
    throw new TypeProblem('must be a whole number')
  },
}

/** Double; the engine stores NaN and infinities, which are no numbers of any type. */
const decodeFloat = (raw: unknown): number => {
  if (typeof raw === 'number' && Number.isFinite(raw)) return raw + 0
  if (typeof raw === 'bigint') return Number(raw)
  throw new TypeProblem(typeof raw === 'number' ? 'must be a finite number, not NaN or infinite' : 'must be a number')
}

/** Sent as what it is over a connection of our own. */
export const floatStorage: Storage<number> = {
  name: 'float',
  encode: value => new FloatValue(value),
  decode: decodeFloat,
  usual: 'finite',
}

/** Sent over a connection of somebody else, whose codec makes integers of whole floats: the statement casts it. */
export const castFloatStorage: Storage<number> = {
  name: 'float',
  encode: value => (Number.isInteger(value) && !Number.isSafeInteger(value) ? String(value) : value),
  decode: decodeFloat,
  usual: 'finite',
}

const wholeOf = (raw: SurrealDecimal): bigint => {
  const text = raw.toString()
  if (/^-?\d+$/.test(text)) return BigInt(text)
  throw new TypeProblem('must be a whole number')
}

function safe(value: bigint): number {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new VantageError('the sum is beyond what int holds; sum it with toDecimal()', {
    kind: 'too-large',
    details: { type: 'int' },
  })
}
