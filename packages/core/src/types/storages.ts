import { unchecked } from './cast.ts'
import { bigint } from './bigint.ts'
import { bytes, bytesFromBase64, bytesToBase64 } from './bytes.ts'
import { checked } from './define-type.ts'
import { durationFromMicroseconds, durationToMicroseconds } from './duration.ts'
import { instant, instantMs, instantNs, instantToSortableText, sortableYears } from './instant.ts'
import { int } from './int.ts'
import { json } from './json.ts'
import type { Json } from './json-value.ts'
import { kindOf } from './kind-of.ts'
import { plainDate } from './plain-date.ts'
import { plainDateTime } from './plain-date-time.ts'
import { plainTime } from './plain-time.ts'
import type { Storage, StorageTable } from './storage.ts'
import type { InstantUnits, Type } from './type.ts'
import { TypeProblem } from './type.ts'
import { uuid, type Uuid } from './uuid.ts'

// Ready-made storages that several sources share. A source whose vendor type has another name spreads one:
// `{ ...boolAsInteger, name: 'tinyint(1)' }`.

/** Holds a type as it stands, text as text, numbers as numbers; a raw value that is none of the type is refused. */
export const asItIs =
  (name: string) =>
  (type: Type<unknown>): Storage => ({ name, guard: raw => type.problem(raw) === undefined })

/** Holds any type as its exact canonical text: decimals as digits, arrays and geometries as JSON, bytes as base64. */
export const asText =
  (name = 'text') =>
  (type: Type<unknown>): Storage => ({ name, encode: type.toText, decode: raw => type.fromText(textOf(raw)) })

/** Whole number; a driver may give it as a number, a bigint or digits. */
export const intAsInteger: Storage<number> = {
  name: 'integer',
  decode: raw => (typeof raw === 'number' && Number.isSafeInteger(raw) ? raw : int.fromText(textOf(raw))),
  usual: 'whole',
}

/** Whole number of 64 bits with a sign; a driver may give it as a number that is safe, a bigint or digits. */
export const bigintAsInt64: Storage<bigint> = {
  name: 'bigint',
  encode: within64Bits,
  decode: integerOf,
}

/** Truth value as 0 or 1. */
export const boolAsInteger: Storage<boolean> = {
  name: 'integer',
  encode: value => (value ? 1 : 0),
  decode: raw => {
    if (raw === 1 || raw === 0) return raw === 1
    if (raw === 1n || raw === 0n) return raw === 1n
    throw new TypeProblem('must be 0 or 1')
  },
  usual: 'bit',
}

/** Uuid as its lower-case text; read in any case. */
export const uuidAsText: Storage<Uuid> = { name: 'text', decode: raw => uuid.fromText(textOf(raw)) }

const instants: { readonly [Units in InstantUnits]: Type<Temporal.Instant> } = {
  ms: instantMs,
  us: instant,
  ns: instantNs,
}

/** Moment as UTC text of fixed width, which sorts as time does: `2001-01-01T00:47:00.000000Z`; years 0000 to 9999. */
export const instantAsText = ({ units = 'us' }: Type<unknown>): Storage<Temporal.Instant> => ({
  name: 'text',
  encode: value => instantToSortableText(value, units),
  decode: raw => instants[units].fromText(textOf(raw)),
})

/** Date as text that sorts: `2026-11-22`; years 0000 to 9999. */
export const plainDateAsText: Storage<Temporal.PlainDate> = {
  name: 'text',
  encode: value => sortableYears(value.toString()),
  decode: raw => plainDate.fromText(textOf(raw)),
}

/** Time of day as text of fixed width: `09:30:00.000000`. */
export const plainTimeAsText: Storage<Temporal.PlainTime> = {
  name: 'text',
  encode: value => value.toString({ fractionalSecondDigits: 6 }),
  decode: raw => plainTime.fromText(textOf(raw)),
}

/** Date and time as text of fixed width: `2026-11-22T09:30:00.000000`; years 0000 to 9999. */
export const plainDateTimeAsText: Storage<Temporal.PlainDateTime> = {
  name: 'text',
  encode: value => sortableYears(value.toString({ fractionalSecondDigits: 6 })),
  decode: raw => plainDateTime.fromText(textOf(raw)),
}

/** Exact duration as a whole number of microseconds within 64 bits (292,000 years), a bigint for the driver. */
export const durationAsMicroseconds: Storage<Temporal.Duration> = {
  name: 'bigint',
  encode: value => within64Bits(durationToMicroseconds(value)),
  decode: raw => durationFromMicroseconds(integerOf(raw)),
}

/** JSON as text, keys in the order given. */
export const jsonAsText: Storage<Json> = {
  name: 'text',
  encode: value => JSON.stringify(value),
  decode: raw => json.fromText(textOf(raw)),
}

/** Bytes as they are. A driver's `Buffer` becomes a plain `Uint8Array` over the same memory. */
export const bytesAsBytes: Storage<Uint8Array> = {
  name: 'blob',
  decode: raw => checked(bytes, unchecked<Uint8Array>(raw, 'checked in the same breath')),
}

/** Bytes as base64 text. */
export const bytesAsBase64: Storage<Uint8Array> = {
  name: 'text',
  encode: bytesToBase64,
  decode: raw => bytesFromBase64(textOf(raw)),
}

const asAnyText = /* @__PURE__ */ asText()

/** Every type as text, for sources that hold nothing else (CSV files, query strings, caches). */
export const textStorages: StorageTable = {
  text: /* @__PURE__ */ asItIs('text'),
  enum: /* @__PURE__ */ asItIs('text'),
  int: asAnyText,
  bigint: asAnyText,
  float: asAnyText,
  bool: asAnyText,
  decimal: asAnyText,
  uuid: uuidAsText,
  instant: instantAsText,
  instantMs: instantAsText,
  instantNs: instantAsText,
  plainDate: plainDateAsText,
  plainTime: plainTimeAsText,
  plainDateTime: plainDateTimeAsText,
  duration: asAnyText,
  period: asAnyText,
  bytes: bytesAsBase64,
  json: jsonAsText,
  geometry: asAnyText,
  array: asAnyText,
}

/** Text of what a driver gives for text; digits of the integers it may give instead. */
function textOf(raw: unknown): string {
  if (typeof raw === 'string') return raw
  if (typeof raw === 'bigint' || Number.isSafeInteger(raw)) return String(raw)
  throw new TypeProblem(`is held as text, but the source gave ${kindOf(raw)}`)
}

function integerOf(raw: unknown): bigint {
  return typeof raw === 'bigint' ? raw : bigint.fromText(textOf(raw))
}

function within64Bits(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value
  throw new TypeProblem('must fit into 64 bits with a sign; use a column of type decimal, or a storage as text')
}
