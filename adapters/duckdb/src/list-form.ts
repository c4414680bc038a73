import { VARCHAR } from '@duckdb/node-api'
import { unchecked } from '@vantage-ts/core/adapter'
import type { ListForm, ListItem } from '@vantage-ts/sql'
import { TypedList } from './bind.ts'
import type { DuckdbStorage } from './storage.ts'

const members = (list: string, item: ListItem): string => {
  const { cast, name }: DuckdbStorage = item.storage
  const typed = `unnest(CAST(${list} AS ${cast ?? name}[]))`
  return item.storage.sortKey === undefined
    ? `(SELECT ${typed})`
    : `(SELECT ${item.key('v')} FROM (SELECT ${typed} AS v) AS items)`
}

/** Lists of any length as one parameter, which DuckDB makes a hash of. */
export const lists: ListForm = {
  in: (left, list, item) => `${left} IN ${members(list, item)}`,
  notIn: (left, list, item) => `${left} NOT IN ${members(list, item)}`,
  encode: (items, { storage }) => {
    const { wire }: DuckdbStorage = storage
    return new TypedList(unchecked<TypedList['items']>(items, 'encoded by the storage'), wire ?? VARCHAR)
  },
}
