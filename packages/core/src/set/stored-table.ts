import type { Model } from '../column/model.ts'
import { type ColumnFacts, goodName } from '../column/column.ts'
import type { StoredColumn, StoredTable } from '../expression/statement.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { Storage, StorageOf } from '../types/storage.ts'
import type { EntityFacts } from './definition.ts'
import { unknownColumn } from './unknown-name.ts'

/** How one column differs in one table: another name, another storage, or both. */
export type ColumnOverride =
  | string
  | Storage
  | StorageOf
  | { readonly name?: string; readonly storage?: Storage | StorageOf }

interface TablePlace {
  /** The name in the database; the entity's name otherwise. */
  readonly name?: string
  /** Schema or namespace, outermost first: `'sales'` or `['shop', 'sales']`. */
  readonly schema?: string | readonly string[]
}

/** How a table differs from what its entity says. */
export interface TableOptions<Column extends string = string> extends TablePlace {
  readonly columns?: { readonly [K in Column]?: ColumnOverride }
}

/** The same by the model: its columns are looked up only where the options name some. */
export interface OptionsOf<M extends Model> extends TablePlace {
  readonly columns?: { readonly [K in keyof M['~columns']]?: ColumnOverride }
}

const usualTables = new WeakMap<object, WeakMap<EntityFacts, StoredTable>>()

/** The table of an entity without options: the same in a source and in all of its transactions. */
export function usualTable(entity: EntityFacts, source: BoundSource): StoredTable {
  let ofRoot = usualTables.get(source.root)
  if (ofRoot === undefined) {
    ofRoot = new WeakMap()
    usualTables.set(source.root, ofRoot)
  }
  let table = ofRoot.get(entity)
  if (table === undefined) {
    table = storedTable(entity, source, {})
    ofRoot.set(entity, table)
  }
  return table
}

export function storedTable(entity: EntityFacts, source: BoundSource, options: TableOptions): StoredTable {
  const overrides = new Map(Object.entries(options.columns ?? {}))
  for (const property of overrides.keys())
    if (!entity.columns.has(property)) throw unknownColumn(entity, property, [...entity.columns.keys()])
  const name = goodName(options.name ?? source.storedName(entity.name))
  const columns = [...entity.columns].map(([property, facts]) =>
    storedColumn(property, facts, { source, table: name, override: overrides.get(property) }),
  )
  const path = options.schema === undefined ? [] : [options.schema].flat().map(goodName)
  const shape = JSON.stringify(columns.map(column => [column.name, column.storage.name]))
  const isPlain = Object.keys(options).length === 0
  const key = isPlain ? `#${entity.number}` : `#${entity.number}${JSON.stringify([path, name])}${shape}`
  return { entity: entity.name, name, path, columns, ids: columns.filter(column => column.isId), key }
}

interface ColumnPlace {
  readonly source: BoundSource
  readonly table: string
  readonly override: ColumnOverride | undefined
}

function storedColumn(property: string, facts: ColumnFacts, { source, table, override }: ColumnPlace): StoredColumn {
  const { name, storage } = overrideOf(override)
  const column = goodName(name ?? facts.storedName ?? source.storedName(property))
  const { type, link } = facts
  return {
    property,
    name: column,
    type,
    storage:
      typeof storage === 'function' ? storage(type) : (storage ?? source.storedAs({ table, column, type, link })),
    isNullable: facts.isOptional,
    isId: facts.isId,
    collation: facts.collation,
  }
}

interface Override {
  readonly name?: string
  readonly storage?: Storage | StorageOf
}

function overrideOf(override: ColumnOverride | undefined): Override {
  if (override === undefined) return {}
  if (typeof override === 'string') return { name: override }
  if (typeof override === 'function') return { storage: override }
  return isStorage(override) ? { storage: override } : override
}

const isStorage = (override: object): override is Storage =>
  'decode' in override || 'encode' in override || 'guard' in override
