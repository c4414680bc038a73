import { type ColumnFacts, goodName } from '../column/column.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import { ColumnNode } from '../expression/node.ts'
import { textShape } from '../expression/shape.ts'
import { orderShape } from '../expression/statement-key.ts'
import type { From, Occurrence, OrderKey, Projection, StoredColumn, StoredTable } from '../expression/statement.ts'
import type { BoundSource, RowsWanted } from '../source/bound-source.ts'
import type { Storage } from '../types/storage.ts'

/** How one column differs in one table: another name, another storage, or both. */
export type ColumnOverride = string | Storage | { readonly name?: string; readonly storage?: Storage }

/** How a table differs from what its entity says. */
export interface TableOptions<Column extends string = string> {
  /** The name in the database; the entity's name otherwise. */
  readonly name?: string
  /** Schema or namespace, outermost first: `'sales'` or `['shop', 'sales']`. */
  readonly schema?: string | readonly string[]
  readonly columns?: { readonly [K in Column]?: ColumnOverride }
}

/** What an entity says of itself. */
export interface EntityFacts {
  readonly name: string
  /** Unique per entity of this process; keeps structural keys of entities with one name apart. */
  readonly number: number
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly prototype: object
}

/** A table of one source: built once per entity, source and options, shared by all sets of it. */
export class Definition {
  readonly entity: EntityFacts
  readonly source: BoundSource
  readonly occurrence: Occurrence
  readonly nodes: ReadonlyMap<string, ColumnNode>
  /** `$`: the columns by property. */
  readonly columns: Readonly<Record<string, ColumnNode>>
  readonly projection: readonly Projection[]
  /** Short, since the key of the table says the rest. */
  readonly projectionKey = '*'
  readonly ids: readonly ColumnNode[]
  /** The order by id, and its key. */
  readonly idOrder: readonly OrderKey[]
  readonly idOrderKey: string
  /** Shapes of the table, of its projection and of the order by id. */
  readonly tableShape: number
  readonly projectionShape = textShape('*')
  readonly idOrderShape: number
  readonly from: From
  /** How its rows are wanted: as instances, and as plain records. */
  readonly instances: RowsWanted
  readonly records: RowsWanted

  constructor(entity: EntityFacts, source: BoundSource, options: TableOptions) {
    this.entity = entity
    this.source = source
    const table = storedTable(entity, source, options)
    this.occurrence = { table, key: table.key, source }
    this.nodes = new Map(table.columns.map(column => [column.property, new ColumnNode(this.occurrence, column)]))
    this.columns = columnsProxy(this.nodes, entity.name)
    this.projection = [...this.nodes.values()].map(node => ({ name: node.column.property, node }))
    this.ids = [...this.nodes.values()].filter(node => node.column.isId)
    this.idOrder = this.ids.map(node => ({ node, direction: 'asc' }))
    this.idOrderKey = this.idOrder.length === 0 ? '' : 'id'
    this.tableShape = textShape(table.key)
    this.idOrderShape = orderShape(this.idOrder)
    this.from = { kind: 'table', occurrence: this.occurrence }
    this.instances = { form: entity.prototype, entity: entity.name }
    this.records = { form: 'plain', entity: entity.name }
  }

  /** The node of a column. Errors: `invalid` naming the entity, the column and the nearest known name. */
  column(property: string): ColumnNode {
    const node = this.nodes.get(property)
    if (node === undefined) throw unknownColumn(this.entity.name, property, [...this.nodes.keys()])
    return node
  }

  factsOf(property: string): ColumnFacts {
    const facts = this.entity.columns.get(property)
    if (facts === undefined) throw unknownColumn(this.entity.name, property, [...this.entity.columns.keys()])
    return facts
  }
}

export const unknownColumn = (entity: string, property: string, known: readonly string[]): VantageError =>
  new VantageError(`${entity} has no column "${String(property)}".${suggest(String(property), known)}`, {
    kind: 'invalid',
    details: { entity, field: String(property) },
  })

function storedTable(entity: EntityFacts, source: BoundSource, options: TableOptions): StoredTable {
  const overrides = new Map(Object.entries(options.columns ?? {}))
  for (const property of overrides.keys())
    if (!entity.columns.has(property)) throw unknownColumn(entity.name, property, [...entity.columns.keys()])
  const columns = [...entity.columns].map(([property, facts]) =>
    storedColumn(property, facts, source, overrides.get(property)),
  )
  const name = goodName(options.name ?? source.storedName(entity.name))
  const path = options.schema === undefined ? [] : [options.schema].flat().map(goodName)
  const shape = JSON.stringify(columns.map(column => [column.name, column.storage.name]))
  const isPlain = Object.keys(options).length === 0
  const key = isPlain ? `#${entity.number}` : `#${entity.number}${JSON.stringify([path, name])}${shape}`
  return { entity: entity.name, name, path, columns, ids: columns.filter(column => column.isId), key }
}

function storedColumn(
  property: string,
  facts: ColumnFacts,
  source: BoundSource,
  override: ColumnOverride | undefined,
): StoredColumn {
  const { name, storage } = overrideOf(override)
  return {
    property,
    name: goodName(name ?? facts.storedName ?? source.storedName(property)),
    type: facts.type,
    storage: storage ?? source.storageOf(facts.type),
    isNullable: facts.isOptional,
    isId: facts.isId,
    collation: facts.collation,
  }
}

function overrideOf(override: ColumnOverride | undefined): { readonly name?: string; readonly storage?: Storage } {
  if (override === undefined) return {}
  if (typeof override === 'string') return { name: override }
  return isStorage(override) ? { storage: override } : override
}

const isStorage = (override: object): override is Storage =>
  'decode' in override || 'encode' in override || 'guard' in override

/** A misspelt column answers with the nearest name instead of undefined; symbols and `then` stay absent. */
function columnsProxy(nodes: ReadonlyMap<string, ColumnNode>, entity: string): Readonly<Record<string, ColumnNode>> {
  const own: Record<string, ColumnNode> = Object.create(null)
  for (const [property, node] of nodes) own[property] = node
  Object.freeze(own)
  // The columns themselves are own properties, so reading one never meets the trap below.
  const missing = new Proxy(Object.create(null) as object, {
    get(_target, property) {
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
      throw unknownColumn(entity, property, [...nodes.keys()])
    },
  })
  return Object.freeze(Object.assign(Object.create(missing) as Record<string, ColumnNode>, own))
}
