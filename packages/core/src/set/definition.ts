import type { ColumnFacts, Stamp } from '../column/column.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { Calculated, ColumnNode, type Node } from '../expression/node.ts'
import { logic } from '../expression/operate.ts'
import { textShape } from '../expression/shape.ts'
import { fromShape, orderKey, orderShape, projectionKey } from '../expression/statement-key.ts'
import type {
  From,
  Occurrence,
  OrderKey,
  Projection,
  Select,
  StoredColumn,
  StoredTable,
} from '../expression/statement.ts'
import type { BoundSource } from '../source/bound-source.ts'
import type { RowsWanted } from '../source/rows-wanted.ts'
import { unchecked } from '../types/cast.ts'
import { type Hook, keptBy } from './hook-shape.ts'
import { storedTable, type TableOptions, usualTable } from './stored-table.ts'
import { unknownColumn } from './unknown-name.ts'
import { putField } from '../types/own-field.ts'

/** What an entity says of itself. */
export interface EntityFacts {
  readonly name: string
  /** Unique per entity of this process; keeps structural keys of entities with one name apart. */
  readonly number: number
  readonly columns: ReadonlyMap<string, ColumnFacts>
  readonly prototype: object
  /** The references that the class declares; asked for late, since entities may refer to each other. */
  refsOf(): object
  /** The hooks that the class declares. */
  hooksOf?(): readonly Hook[]
}

let entities = 0
/** A number that no other entity of this process has. */
export const nextEntityNumber = (): number => ++entities

/** What a definition adds to its table. */
interface Variant {
  /** The occurrence, where it is not the table's own. */
  readonly key?: string
  readonly calculated?: ReadonlyMap<string, CalculatedColumn>
  readonly lazy?: ReadonlyMap<string, LazyColumn> | undefined
  /** The select that stands in the place of the table. */
  readonly derived?: Select
  /** The vendor text that does. */
  readonly text?: Node
  /** What runs around its writes, besides what the entity declares. */
  readonly hooks?: readonly Hook[]
  /** Hooks that do not run. */
  readonly without?: ReadonlySet<Hook>
  /** Columns of the entity that the rows were read as before, which change with every change of a row. */
  readonly changing?: ReadonlyMap<string, Changing>
}

/** A column that changes with every change of its row. */
interface Changing {
  readonly column: StoredColumn
  readonly facts: ColumnFacts
}

/** A column that makes its value whenever a row is written. */
interface Stamped {
  readonly column: StoredColumn
  readonly onSave: Stamp
}

/** A column that is computed from others. */
export interface CalculatedColumn {
  readonly node: Calculated
  readonly flags: readonly string[]
}

/** Computes a value of a loaded row, here. */
export type LazyColumn = (row: never) => unknown

const plain: Variant = Object.freeze({})

/** A table of one source: built once per entity, source and options, shared by all sets of it. */
export class Definition {
  readonly entity: EntityFacts
  readonly source: BoundSource
  readonly occurrence: Occurrence
  /** The columns that are stored. */
  readonly nodes: ReadonlyMap<string, ColumnNode>
  /** The columns that are computed. */
  readonly calculated: ReadonlyMap<string, CalculatedColumn>
  /** `$`: the columns by property. */
  readonly columns: Readonly<Record<string, ColumnNode | Calculated>>
  readonly projection: readonly Projection[]
  readonly projectionKey: string
  readonly ids: readonly ColumnNode[]
  /** The order by id, and its key. */
  readonly idOrder: readonly OrderKey[]
  readonly idOrderKey: string
  /** Shapes of the table, of its projection and of the order by id. */
  readonly projectionShape: number
  readonly idOrderShape: number
  readonly from: From
  /** How its rows are wanted: as instances, and as plain records. */
  readonly instances: RowsWanted
  readonly records: RowsWanted
  /** Rows of chosen columns. */
  readonly chosen: RowsWanted
  readonly #variant: Variant
  #tableShape = 0
  #hooks: readonly Hook[] | undefined
  #changing: ReadonlyMap<string, Changing> | undefined
  #stamped: readonly Stamped[] | undefined
  #kept: readonly [Node | undefined] | undefined
  #version: readonly [ColumnNode | undefined] | undefined

  /** `like` is a definition of the same table over another select: what does not depend on the select is shared with it. */
  constructor(
    entity: EntityFacts,
    source: BoundSource,
    table: StoredTable,
    variant: Variant = plain,
    like: Definition | undefined = undefined,
  ) {
    this.entity = entity
    this.source = source
    this.#variant = variant
    const { key = table.key, calculated = noCalculated, lazy } = variant
    this.occurrence = like?.occurrence ?? { table, key, source }
    this.nodes =
      like?.nodes ?? new Map(table.columns.map(column => [column.property, new ColumnNode(this.occurrence, column)]))
    this.calculated = calculated
    this.columns =
      like?.columns ??
      (calculated.size === 0
        ? columnsOver(this.nodes, tellingOfTable(table, entity))
        : columnsProxy(
            new Map<string, ColumnNode | Calculated>([...this.nodes, ...[...calculated].map(named)]),
            entity,
          ))
    this.projection = like?.projection ?? Object.entries(this.columns).map(([name, node]) => ({ name, node }))
    // Short for what the key of the table says.
    this.projectionKey = like?.projectionKey ?? (variant === plain ? '*' : projectionKey(this.projection))
    this.projectionShape = like?.projectionShape ?? textShape(this.projectionKey)
    this.ids = like?.ids ?? [...this.nodes.values()].filter(node => node.column.isId)
    this.idOrder = like?.idOrder ?? this.ids.map(node => ({ node, direction: 'asc' }))
    this.idOrderKey =
      like?.idOrderKey ?? (this.idOrder.length === 0 ? '' : variant === plain ? 'id' : orderKey(this.idOrder))
    this.from = placeOf(variant, this.occurrence)
    this.idOrderShape = like?.idOrderShape ?? orderShape(this.idOrder)
    const finish = lazy === undefined ? {} : { finish: lazyColumns(lazy, entity.name) }
    this.instances = like?.instances ?? { form: entity.prototype, entity: entity.name, ...finish }
    this.records = like?.records ?? { form: 'plain', entity: entity.name, ...finish }
    this.chosen = like?.chosen ?? { form: 'plain', entity: entity.name }
  }

  /** The same columns of another select, for a definition that reads one and has no computed columns. */
  over(select: Select): Definition {
    return new Definition(this.entity, this.source, this.occurrence.table, { derived: select }, this)
  }

  /** The shape of what it reads: its table, or a select. */
  get tableShape(): number {
    if (this.#tableShape === 0) this.#tableShape = fromShape(this.from)
    return this.#tableShape
  }

  static of(entity: EntityFacts, source: BoundSource, options: TableOptions): Definition {
    const isUsual = Object.keys(options).length === 0
    const table = isUsual ? usualTable(entity, source) : storedTable(entity, source, options)
    return new Definition(entity, source, table)
  }

  /** Whether rows hold more than what is stored, so that a write cannot give them back. */
  get isComputed(): boolean {
    return this.calculated.size > 0 || this.#variant.lazy !== undefined
  }

  /** Columns that are computed here. */
  get lazyNames(): readonly string[] {
    return [...(this.#variant.lazy?.keys() ?? [])]
  }

  /** What runs around its writes: hooks of the entity, then of the table, in the order they were registered. */
  get hooks(): readonly Hook[] {
    const { without } = this.#variant
    this.#hooks ??= this.everyHook.filter(hook => without?.has(hook) !== true)
    return this.#hooks
  }

  /** The same with those that do not run in this view of the table. */
  get everyHook(): readonly Hook[] {
    return [...new Set([...(this.entity.hooksOf?.() ?? noHooks), ...(this.#variant.hooks ?? noHooks)])]
  }

  /** The condition of every set of the table, as its hooks state it. */
  get kept(): Node | undefined {
    if (this.#kept === undefined) {
      const [first, ...rest] = keptBy(this.hooks, this)
      this.#kept = [first === undefined ? undefined : rest.reduce((all, one) => logic('and', all, one), first)]
    }
    return this.#kept[0]
  }

  /** Whether it keeps rows as deleted, which no set of it shows. */
  get keepsDeleted(): boolean {
    return this.hooks.some(({ keeps }) => keeps !== undefined)
  }

  /** Without hooks of its own or of its entity. */
  withoutHooks(hooks: readonly Hook[]): Definition {
    const variant = { ...this.#variant, without: new Set([...(this.#variant.without ?? noHooks), ...hooks]) }
    return new Definition(this.entity, this.source, this.occurrence.table, variant)
  }

  /** Columns that make their value whenever a row is written. */
  get stamped(): readonly Stamped[] {
    this.#stamped ??= [...this.#everyChanging.values()].flatMap(({ column, facts: { onSave } }) =>
      onSave === undefined ? [] : [{ column, onSave }],
    )
    return this.#stamped
  }

  /** The column that counts the changes of a row; rows that are read as another entity may lack it, and count. */
  get version(): ColumnNode | undefined {
    if (this.#version === undefined) {
      const version = [...this.#everyChanging.values()].find(({ facts }) => facts.isVersion === true)?.column
      const node = version === undefined ? undefined : this.nodes.get(version.property)
      this.#version = [node ?? (version === undefined ? undefined : new ColumnNode(this.occurrence, version))]
    }
    return this.#version[0]
  }

  /** What its entity says, and else what the one said that the rows were read as before: it holds whichever way they are written. */
  get #everyChanging(): ReadonlyMap<string, Changing> {
    if (this.#changing === undefined) {
      const all = new Map(this.#variant.changing)
      for (const { column } of this.nodes.values()) {
        const facts = this.entity.columns.get(column.property)
        const isChanging = facts !== undefined && (facts.onSave !== undefined || facts.isVersion === true)
        if (isChanging) all.set(column.property, { column, facts })
      }
      this.#changing = all
    }
    return this.#changing
  }

  /** With more hooks. */
  withHooks(hooks: readonly Hook[]): Definition {
    const variant = { ...this.#variant, hooks: [...(this.#variant.hooks ?? noHooks), ...hooks] }
    return new Definition(this.entity, this.source, this.occurrence.table, variant)
  }

  get isDerived(): boolean {
    return this.from.kind !== 'table'
  }

  /** The same table as another occurrence: `rewrite` gives the nodes of the computed columns their new place. */
  occurringAs(key: string, rewrite: (node: Node) => Node): Definition {
    const calculated = new Map(
      [...this.calculated].map(([name, { node, flags }]) => [
        name,
        { node: new Calculated(node.entity, name, rewrite(node.node)), flags },
      ]),
    )
    return new Definition(this.entity, this.source, this.occurrence.table, { ...this.#variant, key, calculated })
  }

  /** The same with columns that may all be null, as those of rows that a join has to make up. */
  optional(): Definition {
    const { table } = this.occurrence
    const columns = table.columns.map(column => ({ ...column, isNullable: true }))
    const ids = columns.filter(({ isId }) => isId)
    const variant = { key: this.occurrence.key, ...this.#variant }
    return new Definition(this.entity, this.source, { ...table, columns, ids }, variant)
  }

  /** The same rows as another entity, some of whose columns are calculated; what is computed of loaded rows is not its own. */
  retyped(entity: EntityFacts, columns: readonly StoredColumn[], names: ReadonlySet<string>): Definition {
    const calculated = new Map([...this.calculated].filter(([name]) => names.has(name)))
    const { table, key } = this.occurrence
    const stored = { ...table, entity: entity.name, columns, ids: columns.filter(({ isId }) => isId) }
    // Hooks of the entity it was go with it: none is ever bypassed.
    const variant = {
      ...this.#variant,
      key,
      calculated,
      lazy: undefined,
      hooks: this.everyHook,
      changing: this.#everyChanging,
    }
    return new Definition(entity, this.source, stored, variant)
  }

  /** With a column that is computed here, for each loaded row. Errors: `invalid` for a name that a column has. */
  withLazy(name: string, compute: LazyColumn): Definition {
    this.#needFree(name)
    const lazy = new Map([...(this.#variant.lazy ?? []), [name, compute] as const])
    return new Definition(this.entity, this.source, this.occurrence.table, { ...this.#variant, lazy })
  }

  /** With the columns that another definition of the same rows computes here. */
  withLazyOf(other: Definition): Definition {
    const { lazy } = other.#variant
    if (lazy === undefined) return this
    return new Definition(this.entity, this.source, this.occurrence.table, { ...this.#variant, lazy })
  }

  #needFree(name: string): void {
    if (!this.nodes.has(name) && !this.calculated.has(name) && this.#variant.lazy?.has(name) !== true) return
    throw new VantageError(`${this.entity.name} has a column "${name}" already; choose another name`, {
      kind: 'invalid',
      details: { entity: this.entity.name, field: name },
    })
  }

  /** With one more computed column. Errors: `invalid` for a name that a column has. */
  withCalculated(name: string, node: Node, flags: readonly string[]): Definition {
    this.#needFree(name)
    const column = { node: new Calculated(this.entity.name, name, node), flags }
    const calculated = new Map([...this.calculated, [name, column]])
    return new Definition(this.entity, this.source, this.occurrence.table, { ...this.#variant, calculated })
  }

  /** The node of a column. Errors: `invalid` naming the entity, the column and the nearest known name. */
  column(property: string): ColumnNode | Calculated {
    const node = this.nodes.get(property) ?? this.calculated.get(property)?.node
    if (node === undefined) throw unknownColumn(this.entity, property, Object.keys(this.columns))
    return node
  }

  /** The node of a stored column: one that can be written. Errors: `invalid` for a calculated one, and as `column`. */
  stored(property: string): ColumnNode {
    const node = this.column(property)
    if (node.kind === 'column') return unchecked<ColumnNode>(node, 'its kind says so')
    throw new VantageError(
      `${this.entity.name}.${property} is calculated and cannot be written; write what it is calculated from`,
      { kind: 'invalid', details: { entity: this.entity.name, field: property } },
    )
  }

  factsOf(property: string): ColumnFacts {
    const facts = this.entity.columns.get(property) ?? this.#variant.changing?.get(property)?.facts
    if (facts === undefined) throw unknownColumn(this.entity, property, [...this.entity.columns.keys()])
    return facts
  }

  flagsOf(property: string): readonly string[] {
    return this.calculated.get(property)?.flags ?? this.factsOf(property).flags
  }
}

function placeOf({ derived, text }: Variant, occurrence: Occurrence): From {
  if (derived !== undefined) return { kind: 'derived', select: derived, occurrence }
  if (text !== undefined) return { kind: 'text', node: text, occurrence }
  return { kind: 'table', occurrence }
}

function lazyColumns(lazy: ReadonlyMap<string, LazyColumn>, entity: string): (row: object) => void {
  return row => {
    for (const [name, compute] of lazy) {
      let value: unknown
      try {
        value = compute(unchecked<never>(row, 'its type is that of the model'))
      } catch (thrown) {
        throw VantageError.from(thrown).withContext(`computing ${entity}.${name}`)
      }
      putField(row, name, value)
    }
  }
}

const noHooks: readonly Hook[] = Object.freeze([])
const noCalculated: ReadonlyMap<string, CalculatedColumn> = new Map()
const named = ([name, { node }]: readonly [string, CalculatedColumn]): readonly [string, Calculated] => [name, node]

type ColumnNodes = ReadonlyMap<string, ColumnNode | Calculated>

const columnsProxy = (nodes: ColumnNodes, entity: EntityFacts): Readonly<Record<string, ColumnNode | Calculated>> =>
  columnsOver(nodes, tellingNearest([...nodes.keys()], entity))

/** The columns themselves are own properties, so reading one never meets what lies under them. */
function columnsOver(nodes: ColumnNodes, under: object): Readonly<Record<string, ColumnNode | Calculated>> {
  const own: Record<string, ColumnNode | Calculated> = Object.create(under)
  for (const [property, node] of nodes) putField(own, property, node)
  return Object.freeze(own)
}

const tellingTables = new WeakMap<StoredTable, object>()
/** One for a table, whatever transaction it is opened in: making a proxy takes longer than all else. */
function tellingOfTable(table: StoredTable, entity: EntityFacts): object {
  let under = tellingTables.get(table)
  if (under === undefined) {
    const names = table.columns.map(({ property }) => property)
    under = tellingNearest(names, entity)
    tellingTables.set(table, under)
  }
  return under
}

/** A misspelt column answers with the nearest name instead of undefined; symbols and `then` stay absent. */
function tellingNearest(names: readonly string[], entity: EntityFacts): object {
  return new Proxy(Object.create(null) as object, {
    get(_target, property) {
      if (typeof property === 'symbol' || property === 'then' || property === 'toJSON') return undefined
      throw unknownColumn(entity, property, names)
    },
  })
}
