import { objectOf, VantageError } from '@vantage-ts/core/adapter'

/** A value as JSON holds it. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue }

/**
 * What a driver gave for vendor text, as JSON: what JSON lacks is an object with one key that says what it is, `{ "$bigint": "12" }`.
 *
 * Errors: `unsupported` for what is no plain value, such as an instance of a driver's class.
 */
export function rawToJson(value: unknown, place: string): JsonValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number')
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : { $number: Object.is(value, -0) ? '-0' : `${value}` }
  if (typeof value === 'bigint') return { $bigint: `${value}` }
  if (value === undefined) return { $undefined: true }
  if (isDate(value)) return { $date: value.toISOString() }
  if (isBytes(value)) return { $bytes: [...value] }
  if (Array.isArray(value)) return value.map((item, index) => rawToJson(item, `${place}[${index}]`))
  const fields = objectOf(value)
  if (fields === undefined || !isPlain(fields))
    throw new VantageError(
      `${place} is no plain value, which a recording could hold; give the text a type with as(…), or read a set`,
      { kind: 'unsupported' },
    )
  const entries = Object.entries(fields).map(([key, field]): [string, JsonValue] => [
    key,
    rawToJson(field, `${place}.${key}`),
  ])
  return entries.some(([key]) => key.startsWith('$')) ? { $object: entries } : Object.fromEntries(entries)
}

// By what they are rather than by class: drivers make values in another realm than that which test runners give to tests.
const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1)
const isDate = (value: unknown): value is Date => tagOf(value) === 'Date'
const isBytes = (value: unknown): value is Uint8Array => ArrayBuffer.isView(value) && tagOf(value) === 'Uint8Array'

function isPlain(value: object): boolean {
  if (typeof value === 'function') return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** The other way round. Errors: `TypeError` for a form that there is not. */
export function rawFromJson(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(rawFromJson)
  const fields = objectOf(json)
  if (fields === undefined) return json
  const [entry, second] = Object.entries(fields)
  if (entry === undefined || second !== undefined || !entry[0].startsWith('$'))
    return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, rawFromJson(field)]))
  const [form, held] = entry
  if (form === '$undefined') return undefined
  if (form === '$number' && typeof held === 'string') return Number(held)
  if (form === '$bigint' && typeof held === 'string') return BigInt(held)
  if (form === '$date' && typeof held === 'string') return new Date(held)
  if (form === '$bytes' && Array.isArray(held)) return Uint8Array.from(held)
  if (form === '$object' && Array.isArray(held))
    return Object.fromEntries(held.map(pair => (Array.isArray(pair) ? [pair[0], rawFromJson(pair[1])] : [])))
  throw new TypeError(`has an unknown form "${form}"`)
}
