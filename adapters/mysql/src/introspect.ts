import type { IntrospectOptions, Introspection } from '@vantage-ts/core/dynamic'
import { type FoundColumn, type FoundTable, introspectionOf, unchecked } from '@vantage-ts/core/adapter'
import { columnType } from './column-type.ts'
import type { Mysql } from './source.ts'

/** A row of the catalog, whose columns have one name and one form on all servers. */
interface CatalogRow {
  readonly schema_name: string
  readonly table_name: string
  readonly is_here: number
  readonly name: string
  readonly data_type: string
  readonly column_type: string
  readonly is_nullable: string
  readonly default_text: string | null
  readonly extra: string
  readonly column_key: string
  readonly collation: string | null
  readonly numeric_precision: bigint | number | null
  readonly numeric_scale: bigint | number | null
}

/**
 * Finds the tables and views: of all databases that the user sees, but those of the server itself.
 *
 * Shape: a table of the database that the source is connected to has no schema in its definition. What the database fills is generated:
 * defaults, automatic numbers, calculated columns. A column of DATETIME is a plain date and time, one of TIMESTAMP an instant; text whose
 * collation takes more for equal than the same is tagged `unknown`.
 * Errors: `not-found` for a table that is not there. `left` has columns whose type no storage of this adapter reads.
 */
export async function introspect(source: Mysql, options: IntrospectOptions = {}): Promise<Introspection> {
  const [rows, jsonColumns] = [await catalogOf(source), await jsonColumnsOf(source)]
  const schemas = options.schema === undefined ? undefined : [options.schema].flat()
  const tables = new Map<string, { readonly name: string; readonly schema?: string; readonly columns: FoundColumn[] }>()
  for (const row of rows) {
    const { schema_name: schema, table_name: name } = row
    if (schemas?.includes(schema) === false) continue
    const key = JSON.stringify([schema, name])
    const table = tables.get(key) ?? { name, ...(row.is_here === 1 ? {} : { schema }), columns: [] }
    tables.set(key, table)
    table.columns.push(columnOf(row, jsonColumns.has(JSON.stringify([schema, name, row.name]))))
  }
  const found: readonly FoundTable[] = [...tables.values()]
  return introspectionOf(found, options)
}

function columnOf(row: CatalogRow, isJson: boolean): FoundColumn {
  const type = columnType({
    dataType: row.data_type,
    columnType: row.column_type,
    precision: numberOf(row.numeric_precision),
    scale: numberOf(row.numeric_scale),
    isJson,
  })
  const isFolded = type?.type === 'text' && row.collation !== null && !row.collation.endsWith('_bin')
  return {
    name: row.name,
    vendorType: row.column_type,
    type,
    isId: row.column_key === 'PRI',
    isOptional: row.is_nullable === 'YES',
    // MariaDB writes the default of a column that has none, and may be null, as NULL.
    isGenerated:
      /auto_increment|generated/i.test(row.extra) || (row.default_text !== null && row.default_text !== 'NULL'),
    ...(isFolded ? { collation: 'unknown' as const } : {}),
  }
}

const numberOf = (value: bigint | number | null): number | null => (value === null ? null : Number(value))

const catalogOf = async (source: Mysql): Promise<readonly CatalogRow[]> =>
  unchecked(
    await source.expr`SELECT c.table_schema AS schema_name, c.table_name AS table_name,
        c.table_schema = database() AS is_here, c.column_name AS name, c.data_type AS data_type,
        CAST(c.column_type AS CHAR) AS column_type, c.is_nullable AS is_nullable,
        CAST(c.column_default AS CHAR) AS default_text, c.extra AS extra, CAST(c.column_key AS CHAR) AS column_key,
        c.collation_name AS collation, c.numeric_precision AS numeric_precision, c.numeric_scale AS numeric_scale
      FROM information_schema.columns AS c JOIN information_schema.tables AS t
        ON t.table_schema = c.table_schema AND t.table_name = c.table_name
      WHERE t.table_type IN ('BASE TABLE', 'VIEW')
        AND c.table_schema NOT IN ('information_schema', 'mysql', 'performance_schema', 'sys')
      ORDER BY c.table_schema, c.table_name, c.ordinal_position`.run(),
    'the statement makes it so',
  )

/** The columns of which MariaDB checks that they hold JSON; MySQL has a type for that, and tells checks without their table. */
async function jsonColumnsOf(source: Mysql): Promise<ReadonlySet<string>> {
  const [{ version = '' } = {}] = unchecked<readonly { version?: string }[]>(
    await source.expr`SELECT version() AS version`.run(),
    'the statement makes it so',
  )
  if (!/mariadb/i.test(version)) return new Set()
  const checks = unchecked<readonly { schema_name: string; table_name: string; clause: string }[]>(
    await source.expr`SELECT constraint_schema AS schema_name, table_name AS table_name, check_clause AS clause
      FROM information_schema.check_constraints`.run(),
    'the statement makes it so',
  )
  return new Set(
    checks.flatMap(({ schema_name: schema, table_name: table, clause }) => {
      const column = /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(clause)?.[1]?.replaceAll('``', '`')
      return column === undefined ? [] : [JSON.stringify([schema, table, column])]
    }),
  )
}
