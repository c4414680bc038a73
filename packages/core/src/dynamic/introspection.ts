import type { Collation } from '../column/column.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import { shown } from './part.ts'
import { type ColumnDefinition, tableDefinition, type TableDefinition } from './table-definition.ts'
import type { TypeDefinition } from './type-definition.ts'

/** What `introspect(source)` found: tables to work with, and what no type of Vantage can hold. */
export interface Introspection {
  readonly tables: readonly TableDefinition[]
  /** Columns that are in the database and in none of the definitions. */
  readonly left: readonly LeftColumn[]
}

/** A column that no definition has. */
export interface LeftColumn {
  readonly table: string
  readonly schema?: string | readonly string[]
  readonly column: string
  /** Its type as the database writes it; empty for none. */
  readonly vendorType: string
  readonly why: string
}

export interface IntrospectOptions {
  /** Only the tables of these schemas. */
  readonly schema?: string | readonly string[]
  /** Only these tables. Errors: `not-found` when one is not there. */
  readonly tables?: readonly string[]
}

/** A table as an adapter found it. */
export interface FoundTable {
  readonly name: string
  readonly schema?: string | readonly string[]
  readonly columns: readonly FoundColumn[]
}

/** A column as an adapter found it. */
export interface FoundColumn {
  readonly name: string
  readonly vendorType: string
  /** Absent when no type of Vantage holds what the column does. */
  readonly type: TypeDefinition | undefined
  readonly isId: boolean
  readonly isOptional: boolean
  readonly isGenerated: boolean
  readonly collation?: Collation
  /** The table that it links to; an adapter that finds links exports `recordLink(table)`, their storage. */
  readonly link?: string
  /** Why it is left, where that is not its type. */
  readonly why?: string
}

/**
 * Finds the columns of one table; one that the database itself cannot read, such as a view of a table that is gone, is left as
 * `*` instead of hiding all others.
 *
 * Errors: those that say nothing of the table: `connection`, `timeout`, `cancelled`.
 */
export async function readableColumns(find: () => Promise<readonly FoundColumn[]>): Promise<readonly FoundColumn[]> {
  try {
    return await find()
  } catch (thrown) {
    const { kind, message } = VantageError.from(thrown)
    if (kind === 'connection' || kind === 'timeout' || kind === 'cancelled') throw thrown
    const facts = { vendorType: '', type: undefined, isId: false, isOptional: true, isGenerated: false }
    return [{ name: '*', ...facts, why: `the database cannot tell its columns: ${message}` }]
  }
}

/**
 * Makes definitions of what an adapter found.
 *
 * Shape: tables by schema and name; a key of which one column is left is no key, since `get` by the rest of it would find
 * any of several rows. A table without a column that can be held is left whole, and so is one whose name cannot be used, as `*`.
 */
export function introspectionOf(found: readonly FoundTable[], options: IntrospectOptions = {}): Introspection {
  const tables: TableDefinition[] = []
  const left: LeftColumn[] = []
  const chosen = [...chosenOf(found, options)].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1))
  for (const { name: table, schema, columns: all } of chosen) {
    const place = { table, ...(schema === undefined ? {} : { schema }) }
    if (![table, ...[schema ?? []].flat()].every(isName)) {
      left.push({ ...place, column: '*', vendorType: '', why: nameless })
      continue
    }
    const columns = all.map(column => (isName(column.name) ? column : { ...column, type: undefined, why: nameless }))
    for (const { name, type, vendorType, why = 'no type of Vantage holds it' } of columns)
      if (type === undefined) left.push({ ...place, column: name, vendorType, why })
    const definition = definitionOf({ name: table, columns, ...(schema === undefined ? {} : { schema }) })
    if (definition !== undefined) tables.push(definition)
  }
  return { tables, left }
}

/** Names that some engines let pass and that no definition takes. */
const nameless = 'a name that is empty or no well-formed text cannot be used; rename it in the database'
const isName = (name: string): boolean => name !== '' && !name.includes('\0') && name.isWellFormed()

/** What tables are ordered by; those without a schema come first. */
const placeOf = ({ name, schema = [] }: FoundTable): string => `${[schema].flat().join('\0')}\0\0${name}`

function chosenOf(found: readonly FoundTable[], { tables }: IntrospectOptions): readonly FoundTable[] {
  if (tables === undefined) return found
  const names = found.map(({ name }) => name)
  for (const wanted of tables)
    if (!names.includes(wanted))
      throw new VantageError(`there is no table ${shown(wanted)}.${suggest(wanted, [...new Set(names)])}`, {
        kind: 'not-found',
        details: { entity: wanted },
      })
  return found.filter(({ name }) => tables.includes(name))
}

function definitionOf({ name: entity, schema, columns }: FoundTable): TableDefinition | undefined {
  const isKeyWhole = columns.every(({ isId, type }) => !isId || type !== undefined)
  const held: ColumnDefinition[] = []
  for (const { type, ...column } of columns) {
    if (type === undefined) continue
    const { name, isGenerated, collation = 'binary', link } = column
    const isId = column.isId && isKeyWhole
    const property = propertyFor(name, columns)
    held.push({
      property,
      ...(property === name ? {} : { name }),
      ...type,
      ...(isId ? { isId } : {}),
      ...(column.isOptional && !isId ? { isOptional: true } : {}),
      ...(isGenerated ? { isGenerated } : {}),
      ...(collation === 'binary' ? {} : { collation }),
      ...(link === undefined ? {} : { link }),
    })
  }
  if (held.length === 0) return undefined
  return tableDefinition({ entity, ...(schema === undefined ? {} : { schema }), columns: held })
}

/** A column is called by its name; the one that no object takes gets another that is free. */
function propertyFor(name: string, columns: readonly FoundColumn[]): string {
  let property = name
  while (property === '__proto__' || (property !== name && columns.some(other => other.name === property)))
    property = `${property}_`
  return property
}
