import { type StoredTable, TypeProblem } from '@vantage-ts/core/adapter'
import { BoundIncluded, RecordId, RecordIdRange, type RecordIdValue, Uuid } from 'surrealdb'
import { quoted } from './identifier.ts'

/** Types whose values can be the key of a record. In a composite id, which is an array, any type can be a part. */
export const keyTypes: ReadonlySet<string> = new Set([
  'int',
  'bigint',
  'text',
  'enum',
  'uuid',
  'plainDate',
  'plainTime',
  'plainDateTime',
])

/** The id of a record with this key. Errors: `TypeProblem` for a key that the engine would turn into another. */
export function recordOf(table: string, key: unknown): RecordId {
  if (isKey(key)) return new RecordId(table, key)
  throw new TypeProblem('must be stored as text, a whole number or a uuid to be the id of a record')
}

const isKey = (key: unknown): key is RecordIdValue =>
  typeof key === 'string' ||
  typeof key === 'bigint' ||
  Number.isSafeInteger(key) ||
  key instanceof Uuid ||
  Array.isArray(key)

/**
 * The records with this key, which are one or none, as a range. Read by its id alone, a record that the transaction itself
 * wrote comes without its id, and one that is not there comes as a row of nothing.
 */
export function rangeOf(table: string, key: unknown): RecordIdRange {
  const { id } = recordOf(table, key)
  return new RecordIdRange(table, new BoundIncluded(id), new BoundIncluded(id))
}

/** The text of a table's name. */
export const tableText = (table: StoredTable): string => quoted(table.name)
