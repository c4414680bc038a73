import { Decimal, type Json } from '@vantage-ts/core'
import {
  asItIs,
  asText,
  bigintAsInt64,
  boolAsInteger,
  bytesAsBytes,
  durationAsMicroseconds,
  instantAsText,
  jsonAsText,
  plainDateAsText,
  plainDateTimeAsText,
  plainTimeAsText,
  type StorageTable,
  type Type,
  TypeProblem,
  uuidAsText,
  VantageError,
} from '@vantage-ts/core/adapter'
import type { SqlStorage } from '@vantage-ts/sql'

// Both drivers bind every JavaScript number as REAL, so integers are cast where they are bound: `5 / 2` stays whole, a column
// without a declared type holds 5 and not 5.0, and LIMIT keeps its plan (a bare `LIMIT ?` is planned anew on every call).

const int: SqlStorage<number> = {
  name: 'integer',
  cast: 'INTEGER',
  // better-sqlite3 rounds what a double cannot hold without a word; what it gives then is not safe.
  guard: raw => Number.isSafeInteger(raw),
  usual: 'whole',
  calculated: sql => `vantage_int(${sql})`,
  stored: sql => `vantage_int(${sql})`,
}

const float: SqlStorage<number> = {
  name: 'real',
  decode: raw => {
    // Adding zero makes 0 of −0, which arithmetic may give.
    if (typeof raw === 'number' && Number.isFinite(raw)) return raw + 0
    throw new TypeProblem('must be a finite number')
  },
  usual: 'finite',
  calculated: sql => `vantage_float(${sql})`,
  stored: sql => `vantage_float(${sql})`,
}

const text: SqlStorage<string> = { name: 'text', guard: raw => typeof raw === 'string', usual: 'text' }

const bool: SqlStorage<boolean> = { ...boolAsInteger, cast: 'INTEGER' }

const readAsText = (sql: string): string => `CAST(${sql} AS TEXT)`

const bigint: SqlStorage<bigint> = { ...bigintAsInt64, name: 'integer', project: readAsText }

const duration: SqlStorage<Temporal.Duration> = { ...durationAsMicroseconds, name: 'integer', project: readAsText }

const decimal = (type: Type<unknown>): SqlStorage => ({
  ...asText()(type),
  sortKey: sql => `vantage_decimal_key(${sql})`,
  stored: (sql, { digits }) =>
    digits === undefined ? sql : `vantage_decimal_within(${sql}, ${digits.precision}, ${digits.scale})`,
})

/** Values whose texts may be written in several ways compare by their canonical text. */
const jsonKey = (sql: string): string => `vantage_json_key(${sql})`
const json: SqlStorage<Json> = { ...jsonAsText, sortKey: jsonKey }
const structured = (type: Type<unknown>): SqlStorage => ({ ...asText()(type), sortKey: jsonKey })

/** How SQLite holds the glue types unless a table says otherwise. */
export const storages: StorageTable = {
  text,
  enum: asItIs('text'),
  int,
  bigint,
  float,
  bool,
  decimal,
  uuid: uuidAsText,
  instant: instantAsText,
  instantMs: instantAsText,
  instantNs: instantAsText,
  plainDate: plainDateAsText,
  plainTime: plainTimeAsText,
  plainDateTime: plainDateTimeAsText,
  duration,
  period: asText(),
  bytes: bytesAsBytes,
  json,
  geometry: structured,
  array: structured,
}

const scaled = new Map<string, SqlStorage<Decimal>>()

/**
 * Decimal as a whole number of its smallest unit: `scaledDecimal(12, 2)` holds 19.99 as 1999 in an INTEGER column. Ordered,
 * compared and indexed by SQLite itself; calculations convert it to exact decimal text first.
 *
 * Units: `precision` counts all digits, 1 to 18; `scale` those after the point.
 * Errors: `invalid` for other bounds; a value with more digits is `type-mismatch`.
 */
export function scaledDecimal(precision: number, scale: number): SqlStorage<Decimal> {
  const name = `integer(${precision},${scale})`
  const known = scaled.get(name)
  if (known !== undefined) return known
  if (![precision, scale].every(Number.isInteger) || precision < 1 || precision > 18 || scale < 0 || scale > precision)
    throw new VantageError('scaledDecimal(precision, scale) takes whole numbers with 0 ≤ scale ≤ precision ≤ 18', {
      kind: 'invalid',
    })
  const made = scaledStorage(name, precision, scale)
  scaled.set(name, made)
  return made
}

function scaledStorage(name: string, precision: number, scale: number): SqlStorage<Decimal> {
  const bound = 10n ** BigInt(precision)
  return {
    name,
    encode: value => {
      if (value.scale > scale)
        throw new TypeProblem(`must have at most ${scale} digits after the point; use .round(${scale})`)
      const whole = value.coefficient * 10n ** BigInt(scale - value.scale)
      if (whole >= bound || whole <= -bound) throw new TypeProblem(`must have at most ${precision} digits`)
      return whole
    },
    decode: raw => {
      if (typeof raw === 'string' && /^-?\d+$/.test(raw)) return Decimal.ofScaled(BigInt(raw), scale)
      throw new TypeProblem(`must be a whole number, of units of 10^-${scale}`)
    },
    project: readAsText,
    toDefault: sql => `vantage_decimal_of_units(${sql}, ${scale})`,
    fromDefault: sql => `vantage_decimal_to_units(${sql}, ${scale})`,
  }
}
