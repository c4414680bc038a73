import { geometry, type Geometry as GeoJson, type Uuid as UuidText } from '@vantage-ts/core'
import {
  asText,
  plainDateAsText,
  plainDateTimeAsText,
  plainTimeAsText,
  type Storage,
  storageOf,
  type StorageTable,
  type Type,
  TypeProblem,
  unchecked,
} from '@vantage-ts/core/adapter'
import { Geometry, Uuid } from 'surrealdb'
import { decimalStorage } from './decimal-storage.ts'
import { geometryOf } from './geometry-value.ts'
import { jsonStorage } from './json-storage.ts'
import { bigintStorage, castFloatStorage, floatStorage, intStorage } from './number-storage.ts'
import { durationStorage, instantStorage } from './time-storage.ts'

const textStorage: Storage<string> = { name: 'string', guard: raw => typeof raw === 'string', usual: 'text' }

const enumStorage = (type: Type<unknown>): Storage => ({
  name: 'string',
  guard: raw => type.problem(raw) === undefined,
})

const boolStorage: Storage<boolean> = { name: 'bool', guard: raw => typeof raw === 'boolean', usual: 'truth' }

const uuidStorage: Storage<UuidText> = {
  name: 'uuid',
  encode: value => new Uuid(value),
  decode: raw => {
    if (raw instanceof Uuid) return unchecked<UuidText>(raw.toString(), 'the driver gives lower-case text')
    throw new TypeProblem('must be a uuid')
  },
}

/** The driver gives an `ArrayBuffer`. */
const bytesStorage: Storage<Uint8Array> = {
  name: 'bytes',
  decode: raw => {
    if (raw instanceof ArrayBuffer) return new Uint8Array(raw)
    if (raw instanceof Uint8Array) return raw
    throw new TypeProblem('must be bytes')
  },
}

const geometryStorage: Storage<GeoJson> = {
  name: 'geometry',
  encode: geometryOf,
  decode: raw => geometry.fromJson(raw instanceof Geometry ? raw.toJSON() : raw),
}

/** Items in the storage of their type. */
const arrayStorage =
  (table: () => StorageTable) =>
  (type: Type<unknown>): Storage<readonly unknown[]> => {
    const { item } = type
    if (item === undefined) throw new TypeProblem('an array has a type for its items')
    const { encode, decode, guard, name } = storageOf(table(), item, 'surrealdb')
    const read =
      decode ??
      ((raw: unknown): unknown => {
        if (guard === undefined || guard(raw)) return raw
        throw new TypeProblem(`has an item that is no ${item.name}`)
      })
    return {
      name: `array<${name}>`,
      ...(encode === undefined ? {} : { encode: (items: readonly unknown[]) => items.map(one => encode(one)) }),
      decode: raw => {
        if (Array.isArray(raw)) return Object.freeze(raw.map(one => read(one)))
        throw new TypeProblem('must be an array')
      },
    }
  }

function storagesWith(float: Storage<number>): StorageTable {
  const table: StorageTable = {
    text: textStorage,
    enum: enumStorage,
    int: intStorage,
    bigint: bigintStorage,
    float,
    bool: boolStorage,
    uuid: uuidStorage,
    decimal: decimalStorage,
    instant: instantStorage,
    instantMs: instantStorage,
    instantNs: instantStorage,
    duration: durationStorage,
    plainDate: plainDateAsText,
    plainTime: plainTimeAsText,
    plainDateTime: plainDateTimeAsText,
    period: asText('string'),
    bytes: bytesStorage,
    json: jsonStorage(float === floatStorage),
    geometry: geometryStorage,
    array: arrayStorage(() => table),
  }
  return table
}

/** How SurrealDB holds the glue types, over a connection of our own. */
export const storages: StorageTable = storagesWith(floatStorage)

/** The same over a client that somebody else made, whose codec loses the difference between 1 and 1.0. */
export const clientStorages: StorageTable = storagesWith(castFloatStorage)
