import { DuckDBListValue, LIST, VARCHAR } from '@duckdb/node-api'
import { type Storage, type Type, TypeProblem } from '@vantage-ts/core/adapter'
import { TypedList } from './bind.ts'
import { type DuckdbStorage, foreign } from './storage.ts'

/** Arrays as lists of their items, whatever the depth: `BIGINT[]`. */
export function arrayStorage(type: Type<unknown>, storageOf: (item: Type<unknown>) => Storage): DuckdbStorage {
  const { item } = type
  if (item === undefined) throw new TypeProblem('must be an array type')
  const inner: DuckdbStorage = storageOf(item)
  const wire = inner.wire ?? VARCHAR
  const name = `${inner.cast ?? inner.name}[]`
  const { encode, decode, sortKey } = inner
  return {
    name,
    cast: name,
    wire: LIST(wire),
    encode: value =>
      new TypedList(
        (Array.isArray(value) ? value : []).map(one => (encode === undefined ? one : encode(one))),
        wire,
      ),
    decode: raw => {
      if (!(raw instanceof DuckDBListValue)) throw foreign(raw)
      return Object.freeze(
        raw.items.map((one, at) => {
          if (one === null) throw new TypeProblem(`item ${at} must not be null`)
          return decode === undefined ? one : decode(one)
        }),
      )
    },
    ...(sortKey === undefined ? {} : { sortKey: (sql: string) => `list_transform(${sql}, lambda v: ${sortKey('v')})` }),
  }
}
