import { json } from '@vantage-ts/core'
import type { IntrospectOptions, Introspection } from '@vantage-ts/core/dynamic'
import {
  type FoundColumn,
  type FoundTable,
  introspectionOf,
  objectOf,
  readableColumns,
  templateParts,
  VantageError,
} from '@vantage-ts/core/adapter'
import { fieldKind } from './field-kind.ts'
import { quoted } from './identifier.ts'
import type { SurrealDb } from './source.ts'

/**
 * Finds the tables of the database and the fields that are defined on them.
 *
 * Shape: a table without definitions has its id only, whose type is that of the first record. Fields inside of objects
 * belong to their object, which is `json`. A link to records of one table has the type of their ids. Other links, functions,
 * ranges and unions of several kinds are told in `left`.
 * Errors: `not-found` for a table that is not there; `unsupported` for a schema, which SurrealDB does not have.
 */
export async function introspect(source: SurrealDb, options: IntrospectOptions = {}): Promise<Introspection> {
  if (options.schema !== undefined)
    throw new VantageError(
      'a table of SurrealDB is in the database of its source; open another source instead of naming a schema',
      {
        kind: 'unsupported',
        details: { source: source.name },
      },
    )
  const found: FoundTable[] = []
  for (const name of await tableNames(source)) {
    const isWanted = options.tables?.includes(name) ?? true
    found.push({ name, columns: isWanted ? await readableColumns(() => columnsOf(source, name)) : [] })
  }
  return introspectionOf(found, options)
}

async function info(source: SurrealDb, text: string): Promise<(member: string) => readonly Members[]> {
  const members = objectOf(
    await source
      .expr(templateParts(`INFO FOR ${text} STRUCTURE`))
      .as(json)
      .run(),
  )
  return name => {
    const list = members?.[name]
    return Array.isArray(list) ? list.flatMap((item: unknown): Members[] => [objectOf(item) ?? {}]) : []
  }
}
interface Members {
  readonly [member: PropertyKey]: unknown
}

const tableNames = async (source: SurrealDb): Promise<readonly string[]> =>
  (await info(source, 'DB'))('tables').map(({ name }) => String(name))

async function columnsOf(source: SurrealDb, table: string): Promise<readonly FoundColumn[]> {
  const fields = (await info(source, `TABLE ${quoted(table)}`))('fields').map(field => ({
    path: pathOf(String(field.name)),
    field,
  }))
  const whole = fields.flatMap(({ path, field }) => {
    const [name, inner] = path
    return name === undefined || inner !== undefined ? [] : [{ name, field }]
  })
  const own: FoundColumn[] = []
  for (const { name, field } of whole) if (name !== 'id') own.push(await columnOf(source, name, field))
  const defined = whole.find(({ name }) => name === 'id')?.field.kind
  const id = await idOf(source, table, { kind: typeof defined === 'string' ? defined : undefined })
  return [id, ...own, ...loose(fields, new Set(whole.map(({ name }) => name)))]
}

async function columnOf(source: SurrealDb, name: string, { kind, ...field }: Members): Promise<FoundColumn> {
  const vendorType = typeof kind === 'string' ? kind : 'any'
  const { type, isOptional, link } = fieldKind(vendorType)
  const target = link === undefined ? undefined : (await idOf(source, link)).type
  return {
    name,
    vendorType,
    type: type ?? target,
    ...(target === undefined || link === undefined ? {} : { link }),
    isId: false,
    isOptional,
    isGenerated: field.default !== undefined || field.value !== undefined || field.computed !== undefined,
    ...(/\brecord\b/.test(vendorType) ? { why: whyLeft(link) } : {}),
  }
}

const whyLeft = (link: string | undefined): string =>
  link === undefined
    ? 'a link that may lead to several tables has no id type of its own'
    : 'it links to records whose key is of several parts, or of several kinds'

/** Fields inside of an object that is itself not defined: nobody says what else is in it. */
const loose = (
  fields: readonly { readonly path: readonly string[]; readonly field: Members }[],
  whole: ReadonlySet<string>,
) =>
  fields
    .filter(({ path: [name = '', inner] }) => inner !== undefined && !whole.has(name))
    .map(
      ({ path, field: { kind } }): FoundColumn => ({
        name: path.join('.'),
        vendorType: String(kind ?? 'any'),
        type: undefined,
        isId: false,
        isOptional: true,
        isGenerated: false,
        why: `the field "${path[0]}" around it is not defined`,
      }),
    )

/** Kinds that a key can have, and whether the adapter or the engine makes one. */
const keys: { readonly [kind: string]: { readonly type: FoundColumn['type']; readonly isGenerated: boolean } } = {
  string: { type: { type: 'text' }, isGenerated: true },
  uuid: { type: { type: 'uuid' }, isGenerated: true },
  int: { type: { type: 'int' }, isGenerated: false },
}

/** The id of a table; `defined` is its definition where it is known already. */
async function idOf(
  source: SurrealDb,
  table: string,
  defined?: { readonly kind: string | undefined },
): Promise<FoundColumn> {
  const { kind } = defined ?? { kind: await kindOfId(source, table) }
  const vendorType = kind ?? (await kindOfFirstKey(source, table)) ?? 'string'
  const known = Object.hasOwn(keys, vendorType) ? keys[vendorType] : undefined
  const { type, isGenerated } = known ?? { type: undefined, isGenerated: false }
  const why = { why: 'a key of several parts, or of several kinds, has no names for its columns' }
  return {
    name: 'id',
    vendorType,
    type,
    isId: true,
    isOptional: false,
    isGenerated,
    ...(type === undefined ? why : {}),
  }
}

async function kindOfId(source: SurrealDb, table: string): Promise<string | undefined> {
  const fields = await orMissing(info(source, `TABLE ${quoted(table)}`))
  const kind = fields?.('fields').find(({ name }) => name === 'id')?.kind
  return typeof kind === 'string' ? kind : undefined
}

/** A link may lead to a table that is not there yet. */
const orMissing = <T>(found: Promise<T>): Promise<T | undefined> =>
  found.catch((thrown: unknown) => {
    if (VantageError.from(thrown).kind !== 'not-found') throw thrown
    return undefined
  })

async function kindOfFirstKey(source: SurrealDb, table: string): Promise<string | undefined> {
  const rows = await orMissing(
    source.expr`SELECT VALUE type::of(record::id(id)) FROM type::table(${table}) LIMIT 1`.run(),
  )
  const [kind] = Array.isArray(rows) ? rows : []
  return typeof kind === 'string' ? kind : undefined
}

/** The parts of a path as the engine writes it: `a.b`, `tags.*`, `` `a.b c`.d ``. */
function pathOf(text: string): readonly string[] {
  const parts = text.match(/`(?:[^`\\]|\\[\s\S])*`|⟨(?:[^⟩\\]|\\[\s\S])*⟩|\[[^\]]*\]|[^.[\]`⟨]+/g) ?? []
  return parts.map(part => (/^[`⟨]/.test(part) ? part.slice(1, -1).replace(/\\([\s\S])/g, '$1') : part))
}
