import { storageOf, type Type, unchecked } from '@vantage-ts/core/adapter'
import {
  bigint,
  bool,
  bytes,
  decimal,
  float,
  instant,
  int,
  json,
  plainDate,
  plainDateTime,
  plainTime,
} from '@vantage-ts/core'
import { periodAsInterval, postgresTypes } from './types.ts'
import { type VendorType, vendorTypeName } from './vendor-types.ts'
import type { Fields, RawRow } from './wire-query.ts'

/** What vendor text without a declared type gives, by the type of the column; other types stay text. */
const glueTypes: { readonly [Name in VendorType]?: Type<unknown> } = {
  bool,
  bytea: bytes,
  int2: int,
  int4: int,
  int8: bigint,
  float4: float,
  float8: float,
  numeric: decimal,
  json,
  jsonb: json,
  date: plainDate,
  time: plainTime,
  timestamp: plainDateTime,
  timestamptz: instant,
}

type Decode = (cell: string) => unknown
const asItIs: Decode = cell => cell

function decoderOf(typeOid: number): Decode {
  const name = unchecked<VendorType>(vendorTypeName(typeOid), 'a name that is none of them finds nothing')
  if (name === 'interval') return cell => periodAsInterval.decode?.(cell) ?? cell
  const type = glueTypes[name]
  if (type === undefined) return asItIs
  const { decode } = storageOf(postgresTypes, type, 'PostgreSQL')
  return cell => decode?.(cell) ?? cell
}

/** Rows of vendor text as objects by the names of its columns. */
export function rawObjects(rows: readonly RawRow[], { names, oids }: Fields): readonly unknown[] {
  const decoders = oids.map(decoderOf)
  return rows.map(row => {
    const object: Record<string, unknown> = {}
    for (let index = 0; index < names.length; index++) {
      const cell = row[index] ?? null
      // A column called __proto__ is one of its own.
      Object.defineProperty(object, names[index] ?? '', {
        value: cell === null ? null : decoders[index]?.(cell),
        enumerable: true,
        configurable: true,
        writable: true,
      })
    }
    return object
  })
}
