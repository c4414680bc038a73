import { bigint, bytes, decimal, instant, json, plainDate, plainDateTime, plainTime } from '@vantage-ts/core'
import { storageOf, type Type } from '@vantage-ts/core/adapter'
import type { FieldPacket } from 'mysql2'
import mysql from 'mysql2'
import type { RawRow } from './session.ts'
import { mysqlTypes } from './types.ts'

const { Types } = mysql

/** What vendor text without a declared type gives, by the type of the column; other types stay as the driver gives them. */
const glueTypes: { readonly [columnType: number]: Type<unknown> } = {
  [Types.LONGLONG]: bigint,
  [Types.NEWDECIMAL]: decimal,
  [Types.DECIMAL]: decimal,
  [Types.DATE]: plainDate,
  [Types.DATETIME]: plainDateTime,
  [Types.TIMESTAMP]: instant,
  [Types.TIME]: plainTime,
  [Types.JSON]: json,
}

type Decode = (cell: unknown) => unknown
const asItIs: Decode = cell => (cell instanceof Uint8Array ? decodeBytes?.(cell) : cell)
const { decode: decodeBytes } = storageOf(mysqlTypes, bytes, 'MySQL')

function decoderOf({ columnType }: FieldPacket): Decode {
  const type = columnType === undefined ? undefined : glueTypes[columnType]
  if (type === undefined) return asItIs
  const { decode } = storageOf(mysqlTypes, type, 'MySQL')
  return cell => decode?.(cell) ?? cell
}

/** Rows of vendor text as objects by the names of its columns. */
export function rawObjects(rows: readonly RawRow[], fields: readonly FieldPacket[]): readonly unknown[] {
  const decoders = fields.map(decoderOf)
  return rows.map(row => {
    const object: Record<string, unknown> = {}
    for (const [index, { name }] of fields.entries()) {
      const cell = row[index] ?? null
      // A column called __proto__ is one of its own.
      Object.defineProperty(object, name, {
        value: cell === null ? null : decoders[index]?.(cell),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return object
  })
}
