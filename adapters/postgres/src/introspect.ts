import { json } from '@vantage-ts/core'
import type { IntrospectOptions, Introspection } from '@vantage-ts/core/dynamic'
import { type FoundColumn, type FoundTable, introspectionOf, unchecked } from '@vantage-ts/core/adapter'
import { type CatalogType, glueType } from './glue-type.ts'
import type { Postgres } from './source.ts'

interface CatalogColumn {
  readonly name: string
  readonly type: number
  readonly modifier: number
  readonly vendorType: string
  readonly isRequired: boolean
  readonly isGenerated: boolean
  readonly isId: boolean
  /** Its collation takes texts for equal that are not the same. */
  readonly isFolded: boolean
}
interface CatalogTable {
  readonly schema: string
  readonly name: string
  /** Found by its bare name on the search path of the session. */
  readonly isVisible: boolean
  readonly columns: readonly CatalogColumn[]
}

/**
 * Finds the tables, views and foreign tables of the database: in all schemas but those of the system.
 *
 * Shape: a table that its bare name finds, on the search path of the source, has no schema in its definition. What the
 * database fills is generated: defaults, identities, calculated columns. Domains are what they are made of; partitions are
 * in their table.
 * Errors: `not-found` for a table that is not there. `left` has columns whose type no storage of this adapter reads: ranges,
 * networks, vectors, composite types.
 */
export async function introspect(source: Postgres, options: IntrospectOptions = {}): Promise<Introspection> {
  const [tables, list] = [await tablesOf(source), await typesOf(source)]
  const types = new Map(list.map(type => [type.oid, type]))
  const schemas = options.schema === undefined ? undefined : [options.schema].flat()
  const found = tables
    .filter(({ schema }) => schemas?.includes(schema) ?? true)
    .map(
      ({ schema, name, isVisible, columns }): FoundTable => ({
        name,
        ...(isVisible ? {} : { schema }),
        columns: columns.map(column => columnOf(column, types)),
      }),
    )
  return introspectionOf(found, options)
}

function columnOf(column: CatalogColumn, types: ReadonlyMap<number, CatalogType>): FoundColumn {
  const { name, vendorType, isId } = column
  const glue = glueType(types, column.type, column.modifier)
  return {
    name,
    vendorType,
    type: glue.type,
    isId,
    isOptional: !column.isRequired && !glue.isRequired,
    isGenerated: column.isGenerated || glue.hasDefault,
    ...(glue.isFolded ? { collation: 'ci' } : column.isFolded ? { collation: 'unknown' } : {}),
  }
}

const tablesOf = async (source: Postgres): Promise<readonly CatalogTable[]> =>
  unchecked(
    await source.expr`(SELECT coalesce(json_agg(json_build_object('schema', n.nspname, 'name', c.relname,
        'isVisible', pg_table_is_visible(c.oid), 'columns', (
          SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', a.atttypid::int8, 'modifier', a.atttypmod,
            'vendorType', format_type(a.atttypid, a.atttypmod), 'isRequired', a.attnotnull,
            'isGenerated', a.atthasdef OR a.attidentity <> '' OR a.attgenerated <> '',
            'isFolded', coalesce((SELECT NOT collisdeterministic FROM pg_collation WHERE oid = a.attcollation), false),
            'isId', EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisprimary
              AND a.attnum = ANY ((i.indkey::int2[])[0:i.indnkeyatts - 1]))) ORDER BY a.attnum), '[]')
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))), '[]')
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition
        AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_')`
      .as(json)
      .run(),
    'the statement makes it so',
  )

const typesOf = async (source: Postgres): Promise<readonly CatalogType[]> =>
  unchecked(
    await source.expr`(SELECT coalesce(json_agg(json_build_object('oid', t.oid::int8, 'name', t.typname,
        'isBuiltIn', t.typnamespace = 'pg_catalog'::regnamespace, 'kind', t.typtype, 'base', t.typbasetype::int8,
        'modifier', t.typtypmod, 'isRequired', t.typnotnull, 'hasDefault', t.typdefault IS NOT NULL, 'item', e.oid::int8,
        'labels', (SELECT json_agg(enumlabel ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))), '[]')
      FROM pg_type t LEFT JOIN pg_type e ON e.oid = t.typelem AND e.typarray = t.oid
      WHERE t.typtype <> 'c' AND (e.typtype IS NULL OR e.typtype <> 'c'))`
      .as(json)
      .run(),
    'the statement makes it so',
  )
