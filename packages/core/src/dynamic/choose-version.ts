import { VantageError } from '../errors/vantage-error.ts'
import { boundSource } from '../source/open.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Source } from '../source/source.ts'
import { entityOfDefinition } from './entity-of-definition.ts'
import { type ColumnDefinition, tableDefinition, type TableDefinition } from './table-definition.ts'

/** Definitions of one table by the version of its schema, from the oldest to the newest. */
export interface TableVersions {
  readonly [version: string]: TableDefinition
}

/** The version that was chosen, with the definition to open: `{ version: 'v2', definition }`. */
export type ChosenVersion<Versions extends TableVersions> = {
  readonly [Version in keyof Versions & string]: {
    readonly version: Version
    readonly definition: TableDefinition<Versions[Version]['columns'][number]['property']>
  }
}[keyof Versions & string]

/**
 * Chooses among versions of a table by what introspection found in the database.
 *
 * Shape: a version fits when the database has all its columns, stored as the source stores their types: a `uuid` fits what was found as
 * `text` where uuids are kept as text. Of those that fit it is the one with the most columns, of equals the last. Columns that no
 * version names are no matter, and neither is what may be null in a view. The definition has the versions' columns, and the name and schema that were found.
 * Errors: `invalid` when none fits, telling of each version what is missing; `type-mismatch` for a type that the source lacks.
 */
export function chooseVersion<const Versions extends TableVersions>(
  source: Source,
  found: TableDefinition,
  versions: Versions,
): ChosenVersion<Versions>
export function chooseVersion(
  source: Source,
  found: TableDefinition,
  versions: TableVersions,
): ChosenVersion<TableVersions> {
  const bound = boundSource(source)
  const present = tableDefinition(found)
  const candidates = Object.entries(versions).map(([version, given]) => {
    const wanted = tableDefinition(given)
    return { version, wanted, problems: problemsOf(wanted, present, bound) }
  })
  const fitting = candidates.filter(({ problems }) => problems.length === 0)
  const [first] = fitting
  if (first === undefined) throw noneFits(present, candidates)
  const chosen = fitting.reduce(
    (best, one) => (one.wanted.columns.length < best.wanted.columns.length ? best : one),
    first,
  )
  const { entity, name = entity, schema } = present
  const place = { name, ...(schema === undefined ? {} : { schema }) }
  const { entity: called } = chosen.wanted
  const columns = chosen.wanted.columns.map(column => withLink(column, present))
  return { version: chosen.version, definition: tableDefinition({ entity: called, ...place, columns }) }
}

function noneFits(
  { entity }: TableDefinition,
  candidates: readonly { readonly version: string; readonly problems: readonly string[] }[],
): VantageError {
  const each = candidates.map(({ version, problems }) => `${version}: ${problems.join(', ')}`)
  return new VantageError(
    candidates.length === 0
      ? `${entity}: there is no version to choose from`
      : `${entity} fits none of its versions (${each.join('; ')}); add the version that it has`,
    { kind: 'invalid', details: { entity, versions: candidates.map(({ version }) => version) } },
  )
}

const storedName = ({ property, name = property }: ColumnDefinition): string => name

/** Whether ids are stored as links is what the database has, not what a version wants. */
function withLink(column: ColumnDefinition, { columns }: TableDefinition): ColumnDefinition {
  const { link = column.link } = columns.find(other => storedName(other) === storedName(column)) ?? {}
  return link === undefined ? column : { ...column, link }
}

/** What of a version the database lacks. */
function problemsOf(wanted: TableDefinition, found: TableDefinition, source: BoundSource): readonly string[] {
  const present = new Map(found.columns.map(column => [storedName(column), column]))
  const storedAs = (table: TableDefinition, { property }: ColumnDefinition): string | undefined => {
    const facts = entityOfDefinition(table).columns.get(property)
    return facts === undefined ? undefined : source.storageOf(facts.type).name
  }
  // Databases do not know which columns of a view may be null, and say that all may.
  const knowsNulls = found.columns.some(({ isOptional }) => isOptional !== true)
  const problems = wanted.columns.flatMap(column => {
    const other = present.get(storedName(column))
    if (other === undefined) return [`"${storedName(column)}" is missing`]
    const isAlike = storedAs(wanted, column) === storedAs(found, other)
    const problem = isAlike ? strangeMember(column, other) : `is ${other.type}, not ${column.type}`
    if (problem !== undefined) return [`"${storedName(column)}" ${problem}`]
    return knowsNulls && other.isOptional === true && column.isOptional !== true
      ? [`"${storedName(column)}" may be null`]
      : []
  })
  const ids = idsOf(found)
  // A view has no key of its own: there the version says what identifies a row.
  if (ids !== '' && ids !== idsOf(wanted)) problems.push(`its id is ${ids}`)
  return problems
}

const idsOf = ({ columns }: TableDefinition): string =>
  columns
    .filter(({ isId }) => isId)
    .map(column => `"${storedName(column)}"`)
    .sort()
    .join(' and ')

/** A member that the database may hold and the version does not know. */
function strangeMember(wanted: ColumnDefinition, found: ColumnDefinition): string | undefined {
  if (wanted.type !== 'enum') return undefined
  const strange = found.members?.find(member => !wanted.members?.includes(member))
  return strange === undefined ? undefined : `may be ${JSON.stringify(strange)}`
}
