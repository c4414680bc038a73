import { type Storage, type StoredPlace, VantageError } from '@vantage-ts/core/adapter'
import { recordLink } from './record-link.ts'

/** Which fields of which tables are links to records of which table; names are those in the database. */
export interface Links {
  readonly [table: string]: { readonly [field: string]: string }
}

/**
 * The storages of the columns that are links, whoever opens their table.
 *
 * Shape: what the source was told comes first, then what the definition of a table says.
 * Errors: `invalid` for what names no table.
 */
export function linkStorages(links: Links = {}): (place: StoredPlace) => Storage | undefined {
  const tables = new Map(Object.entries(links).map(([table, fields]) => [table, fieldsOf(table, fields)]))
  return ({ table, column, type, link }) => {
    const to = tables.get(table)?.get(column) ?? link
    return to === undefined ? undefined : recordLink(to)(type)
  }
}

function fieldsOf(table: string, fields: unknown): ReadonlyMap<string, string> {
  const entries: readonly [string, unknown][] =
    typeof fields === 'object' && fields !== null ? Object.entries(fields) : [['', fields]]
  return new Map(
    entries.map(([field, to]) => {
      if (typeof to === 'string' && to !== '') return [field, to]
      throw new VantageError(
        `surrealdb(): links.${table} gives for each field the table that it links to, as in { clientId: 'client' }`,
        { kind: 'invalid', details: { entity: table, field } },
      )
    }),
  )
}
