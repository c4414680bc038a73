import { unchecked } from '../types/cast.ts'
import { bytes } from '../types/bytes.ts'
import { checked } from '../types/define-type.ts'
import type { Json } from '../types/json-value.ts'
import { json } from '../types/json.ts'
import { type Storage, storageOf, type StorageTable } from '../types/storage.ts'
import { asItIs, uuidAsText } from '../types/storages.ts'
import type { Type } from '../types/type.ts'

/** Values are held as they are; those that could be changed from outside are copied on the way in and out. */
const asValue = asItIs('value')

/** Bytes can be changed by whoever holds them. */
const copiedBytes: Storage<Uint8Array> = {
  name: 'value',
  encode: value => value.slice(),
  decode: raw => checked(bytes, unchecked<Uint8Array>(raw, 'checked in the same breath')).slice(),
}

/** What is stored is a frozen copy, which need not be copied again. */
const frozenJson: Storage<Json> = {
  name: 'value',
  encode: value => (json.canonical === undefined ? value : json.canonical(value)),
  guard: raw => json.problem(raw) === undefined,
}

/** A type of immutable values that are made of arrays and objects. */
function frozenValue(type: Type<unknown>): Storage {
  const { canonical } = type
  if (canonical === undefined) return asValue(type)
  return { ...asValue(type), encode: value => canonical(value) }
}

/** An array of items that can be changed from outside is copied with them; others are frozen copies. */
function copiedArray(type: Type<unknown>): Storage {
  const frozen = frozenValue(type)
  if (!holdsBytes(type)) return frozen
  const copy = (value: unknown): unknown => type.fromJson(type.toJson(value))
  return { name: 'value', encode: copy, decode: raw => copy(checked(type, raw)) }
}
const holdsBytes = ({ item, name }: Type<unknown>): boolean =>
  name === 'bytes' || (item !== undefined && holdsBytes(item))

/** The names of all glue types, all of which memory holds. */
export const memoryStorages = {
  text: asValue,
  enum: asValue,
  int: asValue,
  bigint: asValue,
  float: asValue,
  bool: asValue,
  decimal: asValue,
  uuid: { ...uuidAsText, name: 'value' },
  instant: frozenValue,
  instantMs: frozenValue,
  instantNs: frozenValue,
  plainDate: frozenValue,
  plainTime: frozenValue,
  plainDateTime: frozenValue,
  duration: frozenValue,
  period: frozenValue,
  bytes: copiedBytes,
  json: frozenJson,
  geometry: frozenValue,
  array: copiedArray,
} satisfies StorageTable

export type MemoryTypeName = keyof typeof memoryStorages

/**
 * What memory knows about every cell that was written through a column: equal tokens mean cells of one type as they stand.
 *
 * Shape: undefined for a column whose storage was overridden, whose cells must be decoded.
 */
export function trustToken(type: Type<unknown>, storage: Storage): string | undefined {
  if (!Object.hasOwn(memoryStorages, type.name) || storageOf(memoryStorages, type, 'memory') !== storage)
    return undefined
  return typeToken(type)
}
const typeToken = ({ name, item }: Type<unknown>): string =>
  item === undefined ? name : `${name} of ${typeToken(item)}`
