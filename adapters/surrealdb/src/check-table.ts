import { type StoredTable, VantageError } from '@vantage-ts/core/adapter'
import { keyTypes } from './record-key.ts'
import { linkIn } from './record-link.ts'

/**
 * Checks that the ids of a table can be keys of records, and that the table is one of this database.
 *
 * Errors: `unsupported` for another id type and for a table in another namespace.
 */
export function checkTable(table: StoredTable): void {
  const { entity, path, ids } = table
  if (path.length > 0)
    throw new VantageError(
      `${entity}: a table of SurrealDB is in the namespace and database of its source; open a source of its own for ${path.join('.')}`,
      { kind: 'unsupported', details: { entity } },
    )
  const [only, second] = ids
  if (only !== undefined && second === undefined && linkIn(only.storage) !== undefined)
    throw new VantageError(
      `${entity}.${only.property}: the id of a record is no link; give recordLink() to a column, or to the parts of an id`,
      { kind: 'invalid', details: { entity, field: only.property } },
    )
  if (only === undefined || second !== undefined || keyTypes.has(only.type.name)) return
  throw new VantageError(
    `${entity}.${only.property}: a record id of SurrealDB is int, bigint, text, enum, uuid, date or time of day, not ${only.type.name}`,
    { kind: 'unsupported', details: { entity, field: only.property } },
  )
}
