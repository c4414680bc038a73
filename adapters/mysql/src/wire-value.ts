import { VantageError } from '@vantage-ts/core/adapter'
import type { ExecuteValues } from 'mysql2'
import mysql from 'mysql2'

/** A value as the driver binds it. */
export type WireValue = ExecuteValues

const { LONGLONG } = mysql.TypedParameter

/**
 * What the driver binds for an encoded value; whole numbers as such, since it would make doubles of them, which compare otherwise.
 *
 * Errors: `type-mismatch` for what a storage of somebody's own leaves neither text nor bytes nor a number.
 */
export function wireValue(value: unknown, isFloat: boolean): WireValue {
  switch (typeof value) {
    case 'string':
      return value
    case 'number':
      return isFloat || !Number.isSafeInteger(value) ? value : LONGLONG(value)
    case 'bigint':
      return LONGLONG(value)
    case 'boolean':
      return LONGLONG(value ? 1 : 0)
    default:
      if (value === null || value === undefined) return null
      if (value instanceof Uint8Array)
        return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength)
      throw new VantageError('a storage must encode to text, bytes or a number; give it an encode()', {
        kind: 'type-mismatch',
      })
  }
}

/** A cell of a new row: its column says its type, so numbers go as they are, which is cheaper. */
export function cellValue(value: unknown): WireValue {
  if (typeof value === 'string' || typeof value === 'number' || value === null) return value
  if (typeof value === 'bigint') return value.toString()
  return wireValue(value, true)
}
