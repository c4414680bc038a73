import { bool, json, text } from '@vantage-ts/core'
import type { IntrospectOptions, Introspection } from '@vantage-ts/core/dynamic'
import {
  type FoundColumn,
  type FoundTable,
  introspectionOf,
  objectOf,
  readableColumns,
  templateParts,
} from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { declaredType } from './declared-type.ts'
import type { Sqlite } from './source.ts'

/**
 * Finds the tables and views of the file, and of attached ones under their schema.
 *
 * Shape: what SQLite fills by itself is generated: row ids, defaults, generated columns. SQLite lets any value into most
 * columns, so the types are those declared; a value that is none of its column's is refused when it is read.
 * Errors: `not-found` for a table that is not there; `left` has columns that are declared without a type, or with an unknown one.
 */
export async function introspect(source: Sqlite, options: IntrospectOptions = {}): Promise<Introspection> {
  const schemas = options.schema === undefined ? undefined : [options.schema].flat()
  const found: FoundTable[] = []
  for (const { schema, name, isRowless } of await tablesOf(source)) {
    if (schemas !== undefined && !schemas.includes(schema)) continue
    const isWanted = options.tables?.includes(name) ?? true
    const columns = isWanted ? await readableColumns(() => columnsOf(source, { schema, name, isRowless })) : []
    found.push({ name, ...(schema === 'main' ? {} : { schema }), columns })
  }
  return introspectionOf(found, options)
}

interface TablePlace {
  readonly schema: string
  readonly name: string
  /** Without row ids, or a view: no column stands for the row id. */
  readonly isRowless: boolean
}

async function tablesOf(source: Sqlite): Promise<readonly TablePlace[]> {
  const list = await objects(
    source.expr`(SELECT json_group_array(json_object('schema', schema, 'name', name, 'isRowless', wr OR type <> 'table'))
    FROM pragma_table_list
    WHERE type IN ('table', 'view', 'virtual') AND schema <> 'temp' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\')`,
  )
  return list.map(({ schema, name, isRowless }) => ({
    schema: String(schema),
    name: String(name),
    isRowless: isRowless === 1,
  }))
}

async function columnsOf(source: Sqlite, { schema, name, isRowless }: TablePlace): Promise<readonly FoundColumn[]> {
  const columns = await objects(
    source.expr`(SELECT json_group_array(json_object('name', name, 'type', type, 'notnull', "notnull", 'fill', dflt_value IS NOT NULL,
      'pk', pk, 'hidden', hidden)) FROM pragma_table_xinfo(${name}, ${schema}))`,
  )
  const ids = columns.filter(({ pk }) => pk !== 0)
  const isRowId = ids.length === 1 && !isRowless && !(await hasKeyIndex(source, schema, name))
  const collation = (await namesCollation(source, schema, name)) ? { collation: 'unknown' as const } : {}
  return (
    columns
      // Hidden columns of virtual tables are arguments of their module.
      .filter(({ hidden }) => hidden !== 1)
      .map((column): FoundColumn => {
        const declared = String(column.type)
        const type = declaredType(declared)
        const isId = column.pk !== 0
        return {
          name: String(column.name),
          vendorType: declared,
          type,
          isId,
          isOptional: column.notnull === 0 && !isId,
          isGenerated:
            column.fill === 1 || column.hidden !== 0 || (isId && isRowId && declared.toUpperCase() === 'INTEGER'),
          ...(type?.type === 'text' ? collation : {}),
          ...(type === undefined ? { why: whyOf(declared) } : {}),
        }
      })
  )
}

const whyOf = (declared: string): string =>
  declared === '' ? 'a column without a declared type holds anything' : 'nothing is known of a type of this name'

/** Whether the primary key is an index of its own: then it does not stand for the row id. */
const hasKeyIndex = async (source: Sqlite, schema: string, table: string): Promise<boolean> =>
  (await source.expr`EXISTS (SELECT 1 FROM pragma_index_list(${table}, ${schema}) WHERE origin = 'pk')`
    .as(bool)
    .run()) === true

/** Whether a text column of the table may compare in another way: no pragma tells, only its CREATE statement. */
async function namesCollation(source: Sqlite, schema: string, table: string): Promise<boolean> {
  const master = source.expr(
    templateParts(`(SELECT sql FROM ${quoteIdentifier(schema)}.sqlite_schema WHERE name = `, ')'),
    table,
  )
  return /\bCOLLATE\b(?!\s+["'`[]?BINARY\b)/i.test(String(await master.as(text).run()))
}

async function objects(list: ReturnType<Sqlite['expr']>): Promise<readonly Members[]> {
  const found = await list.as(json).run()
  return Array.isArray(found) ? found.map((one: unknown): Members => objectOf(one) ?? {}) : []
}
interface Members {
  readonly [member: PropertyKey]: unknown
}
