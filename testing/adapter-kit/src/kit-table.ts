import type { Collation, ColumnDef, Fields, Type } from '@vantage-ts/core'

/** A column as it is to stand in a real table or file. */
export interface KitColumn {
  /** The key of its values in `rows`, and the name in the entity. */
  readonly property: string
  /** The name in the database. */
  readonly name: string
  readonly type: Type<unknown>
  readonly isNullable: boolean
  readonly isId: boolean
  /** The database makes the value where an insert leaves it out. */
  readonly isGenerated?: boolean
  readonly collation?: Collation
}

/** A real table or file that an adapter makes for a case, with its rows. */
export interface KitTable {
  readonly name: string
  /** Schema, namespace or folder, outermost first; absent: the default one. */
  readonly schema?: readonly string[]
  readonly columns: readonly KitColumn[]
  /** Values by property, as the types of the columns hold them; a missing one is null. */
  readonly rows: readonly KitRow[]
  /** Properties that are unique together, besides the id. */
  readonly uniques?: readonly (readonly string[])[]
  /** Tables whose ids some columns hold, by property; there need not be such a row. An engine with links may store them as such. */
  readonly references?: { readonly [property: string]: string }
}

export interface KitRow {
  readonly [property: string]: unknown
}

/** What tables are described by: an entity class. */
export interface KitEntity {
  readonly entityName: string
  readonly fields: Fields
}

/** Where a stored table differs from what its entity says. */
export interface TableDifference {
  readonly name?: string
  readonly schema?: readonly string[]
  readonly uniques?: readonly (readonly string[])[]
  /** Columns that the entity does not declare. */
  readonly extra?: readonly KitColumn[]
  /** Columns of the entity that the table lacks. */
  readonly missing?: readonly string[]
  /** Columns whose stored type is another than the entity's. */
  readonly types?: { readonly [property: string]: Type<unknown> }
  /** Columns that may be null in the table though the entity says otherwise. */
  readonly nullable?: readonly string[]
}

/** The table of an entity, with rows: `tableOf(Person, people)`. */
export function tableOf(entity: KitEntity, rows: readonly KitRow[] = [], differs: TableDifference = {}): KitTable {
  const { missing = [], extra = [], types = {}, nullable = [] } = differs
  const columns = Object.entries(entity.fields)
    .filter(([property]) => !missing.includes(property))
    .map(([property, definition]) =>
      columnOf(property, definition, typeIn(types, property), nullable.includes(property)),
    )
  return {
    name: differs.name ?? entity.entityName,
    ...(differs.schema === undefined ? {} : { schema: differs.schema }),
    columns: [...columns, ...extra],
    rows,
    ...(differs.uniques === undefined ? {} : { uniques: differs.uniques }),
  }
}

/** A property may be named `constructor`, which every object has. */
const typeIn = (types: NonNullable<TableDifference['types']>, property: string): Type<unknown> | undefined =>
  Object.hasOwn(types, property) ? types[property] : undefined

function columnOf(
  property: string,
  { facts }: ColumnDef<unknown, string>,
  type: Type<unknown> = facts.type,
  isNullable = facts.isOptional,
): KitColumn {
  return {
    property,
    name: facts.storedName ?? property,
    type,
    isNullable: isNullable || facts.isOptional,
    isId: facts.isId,
    ...(facts.isGenerated ? { isGenerated: true } : {}),
    collation: facts.collation,
  }
}
