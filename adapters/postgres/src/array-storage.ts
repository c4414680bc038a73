import type { Type } from '@vantage-ts/core'
import { type Storage, TypeProblem } from '@vantage-ts/core/adapter'
import { type ArrayItem, arrayItems, bareArrayText, quotedArrayText } from './array-text.ts'
import { type PostgresStorage, reading } from './storage.ts'
import { readsArraysOf } from './vendor-types.ts'

/**
 * Arrays as PostgreSQL has them: `int8[]`, whatever the depth.
 *
 * Errors: arrays of arrays that PostgreSQL would change (inner arrays of different lengths, or empty ones) are refused.
 */
export function arrayStorage(type: Type<unknown>, storageOf: (item: Type<unknown>) => Storage): PostgresStorage {
  const inner = innermost(type)
  const item: PostgresStorage = storageOf(inner)
  const vendorType = `${item.cast ?? item.name}[]`
  return {
    name: vendorType,
    cast: vendorType,
    encode: value => arrayText(listOf(value), type, item),
    decode: reading(text => decoded(arrayItems(text), type, item)),
    // int4[] and int8[] have no operators in common, and enums are none of text[].
    sortKey: sql => `${sql}::${vendorType}`,
    ...(item.reads === undefined ? {} : { reads: readsArraysOf(item.reads) }),
  }
}

const itemOf = (type: Type<unknown>): Type<unknown> => {
  if (type.item === undefined) throw new TypeProblem('must be an array type')
  return type.item
}

function innermost(type: Type<unknown>): Type<unknown> {
  const item = itemOf(type)
  return item.name === 'array' ? innermost(item) : item
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function arrayText(items: readonly unknown[], type: Type<unknown>, storage: PostgresStorage): string {
  const { encode } = storage
  if (itemOf(type).name !== 'array') {
    const encoded = encode === undefined ? items : items.map(item => encode(item))
    return storage.isBare === true ? bareArrayText(encoded) : quotedArrayText(encoded)
  }
  const lengths = new Set(items.map(item => listOf(item).length))
  if (lengths.size > 1 || lengths.has(0))
    throw new TypeProblem(
      'must have inner arrays of one length that are not empty; use a column of type json otherwise',
    )
  return bareArrayText(items.map(item => arrayText(listOf(item), itemOf(type), storage)))
}

function decoded(items: readonly ArrayItem[], type: Type<unknown>, storage: PostgresStorage): readonly unknown[] {
  const item = itemOf(type)
  const values = items.map((raw, at) => {
    if (raw === null) throw new TypeProblem(`item ${at} must not be null`)
    if (item.name === 'array') {
      if (typeof raw === 'string') throw new TypeProblem(`item ${at} must be an array`)
      return decoded(raw, item, storage)
    }
    return storage.decode === undefined ? raw : storage.decode(raw)
  })
  return Object.freeze(values)
}
