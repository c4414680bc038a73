import { json } from '@vantage-ts/core'
import {
  type FoundColumn,
  type FoundTable,
  introspectionOf,
  objectOf,
  readableColumns,
  templateParts,
} from '@vantage-ts/core/adapter'
import type { Introspection, IntrospectOptions, TypeDefinition } from '@vantage-ts/core/dynamic'
import { filesOf } from './file-tables.ts'
import type { Duckdb } from './source.ts'
import { vendorType } from './vendor-type.ts'

/**
 * Finds the tables and views of the database, and the files that are tables, with the columns they have.
 *
 * Shape: a column with a default is generated. A column of a file may always be null; one of CSV has the type that its first
 * thousands of lines have.
 * Errors: `not-found` for a table that is not there; those of reading a file; `left` has columns of types that Vantage has not.
 */
export async function introspect(source: Duckdb, options: IntrospectOptions = {}): Promise<Introspection> {
  const schemas = options.schema === undefined ? undefined : [options.schema].flat()
  const found: FoundTable[] = []
  for (const { schema, name } of await tablesOf(source)) {
    if (schemas !== undefined && !schemas.includes(schema)) continue
    const isWanted = options.tables?.includes(name) ?? true
    const columns = isWanted ? await readableColumns(() => columnsOf(source, schema, name)) : []
    found.push({ name, ...(schema === 'main' ? {} : { schema }), columns })
  }
  for (const [name, rows] of filesOf(source.database)) {
    const isWanted = options.tables?.includes(name) ?? true
    found.push({ name, columns: isWanted ? await readableColumns(() => columnsOfFile(source, rows)) : [] })
  }
  return introspectionOf(found, options)
}

interface Members {
  readonly [member: PropertyKey]: unknown
}

async function objects(list: ReturnType<Duckdb['expr']>): Promise<readonly Members[]> {
  const found = await list.as(json).run()
  return Array.isArray(found) ? found.map((one: unknown): Members => objectOf(one) ?? {}) : []
}

async function tablesOf(source: Duckdb): Promise<readonly { readonly schema: string; readonly name: string }[]> {
  const list = await objects(
    source.expr`(SELECT to_json(list({'schema': table_schema, 'name': table_name} ORDER BY table_schema, table_name))
    FROM information_schema.tables WHERE table_catalog = current_database())`,
  )
  return list.map(({ schema, name }) => ({ schema: String(schema), name: String(name) }))
}

async function columnsOf(source: Duckdb, schema: string, table: string): Promise<readonly FoundColumn[]> {
  const columns = await objects(
    source.expr`(SELECT to_json(list({'name': column_name, 'type': data_type, 'isNullable': is_nullable,
      'fill': column_default IS NOT NULL} ORDER BY column_index))
    FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ${schema} AND table_name = ${table})`,
  )
  const ids = await objects(
    source.expr`(SELECT to_json(list({'name': name})) FROM (SELECT unnest(constraint_column_names) AS name FROM duckdb_constraints()
    WHERE database_name = current_database() AND schema_name = ${schema} AND table_name = ${table}
      AND constraint_type = 'PRIMARY KEY'))`,
  )
  const keys = new Set(ids.map(({ name }) => String(name)))
  return columns.map(column => {
    const name = String(column.name)
    const isId = keys.has(name)
    return columnOf(name, String(column.type), {
      isId,
      isOptional: column.isNullable === true && !isId,
      isGenerated: column.fill === true,
    })
  })
}

/** What DuckDB finds in a file. */
async function columnsOfFile(
  source: Duckdb,
  { plain, isText }: { readonly plain: string; readonly isText: boolean },
): Promise<readonly FoundColumn[]> {
  const rows: unknown = await source.expr(templateParts(`DESCRIBE SELECT * FROM ${plain}`)).run()
  return (Array.isArray(rows) ? rows : []).map((row: unknown) => {
    const { column_name: name, column_type: type } = objectOf(row) ?? {}
    // Of JSON it finds more digits than there are; what is really beyond 64 bits is refused when it is read.
    const found = isText && type === 'HUGEINT' ? 'BIGINT' : String(type)
    return columnOf(String(name), found, { isId: false, isOptional: true, isGenerated: false })
  })
}

type Facts = Pick<FoundColumn, 'isId' | 'isOptional' | 'isGenerated'>

function columnOf(name: string, declared: string, facts: Facts): FoundColumn {
  const type: TypeDefinition | undefined = vendorType(declared)
  return {
    name,
    vendorType: declared,
    type,
    ...facts,
    ...(type === undefined ? { why: 'nothing of Vantage is exact for a type of this name' } : {}),
  }
}
