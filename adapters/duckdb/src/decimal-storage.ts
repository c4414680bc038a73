import { DECIMAL, DuckDBDecimalValue } from '@duckdb/node-api'
import { Decimal } from '@vantage-ts/core'
import { type Type, TypeProblem, VantageError } from '@vantage-ts/core/adapter'
import { refusedUnless } from './refused-unless.ts'
import { type DuckdbStorage, foreign } from './storage.ts'

/** Digits of a decimal before and after the point. */
export interface Digits {
  readonly whole: number
  readonly scale: number
}

/** All digits that a DECIMAL of DuckDB has. */
export const maxDigits = 38

/** What a column of type `decimal` without bounds holds, and what calculations with it give. */
export const ordinaryDigits: Digits = { whole: 20, scale: 18 }

export const decimalName = ({ whole, scale }: Digits): string => `DECIMAL(${whole + scale},${scale})`

/** Digits of the values of a type. */
export const digitsOf = ({ digits }: Type<unknown>): Digits =>
  digits === undefined ? ordinaryDigits : { whole: digits.precision - digits.scale, scale: digits.scale }

/** The digits in which values of a type are bound: enough to meet a column of other digits without being rounded. */
function boundDigits({ whole, scale }: Digits): Digits {
  if (whole <= ordinaryDigits.whole && scale <= ordinaryDigits.scale) return ordinaryDigits
  return { whole: maxDigits - scale, scale }
}

const storages = new Map<string, DuckdbStorage<Decimal>>()

/**
 * Decimal as DECIMAL: `decimal(p, s)` as DECIMAL(p, s), `decimal` as DECIMAL(38, 18).
 *
 * Errors: `type-mismatch` for more than 38 digits.
 */
export function decimalStorage(type: Type<unknown>): DuckdbStorage<Decimal> {
  const name = decimalName(digitsOf(type))
  const known = storages.get(name)
  if (known !== undefined) return known
  if (type.digits !== undefined && type.digits.precision > maxDigits)
    throw new VantageError(
      `DuckDB holds decimals of at most ${maxDigits} digits; declare fewer, or give the column a storage as text`,
      { kind: 'type-mismatch', details: { type: type.name } },
    )
  const made = storageOf(name, boundDigits(digitsOf(type)))
  storages.set(name, made)
  return made
}

function storageOf(name: string, bound: Digits): DuckdbStorage<Decimal> {
  const precision = bound.whole + bound.scale
  const limit = 10n ** BigInt(precision)
  return {
    name,
    cast: decimalName(bound),
    wire: DECIMAL(precision, bound.scale),
    encode: value => {
      if (value.scale > bound.scale)
        throw new TypeProblem(`must have at most ${bound.scale} digits after the point; use .round(${bound.scale})`)
      const coefficient = value.coefficient * 10n ** BigInt(bound.scale - value.scale)
      if (coefficient >= limit || coefficient <= -limit)
        throw new TypeProblem(`must have at most ${bound.whole} digits before the point`)
      return new DuckDBDecimalValue(coefficient, precision, bound.scale)
    },
    decode: raw => {
      if (raw instanceof DuckDBDecimalValue) return Decimal.ofScaled(raw.value, raw.scale)
      if (typeof raw === 'bigint' || Number.isSafeInteger(raw)) return Decimal.from(BigInt(Number(raw)))
      throw foreign(raw)
    },
    // A calculated value may have digits that its column would round away.
    stored: (sql, type) => {
      const wanted = decimalName(digitsOf(type))
      return refusedUnless(sql, value => `TRY_CAST(${value} AS ${wanted}) = ${value}`, {
        kind: 'type-mismatch',
        says: 'a calculated decimal has more digits than its column holds; round it, or use a wider column',
      })
    },
  }
}
