import type { ColumnFacts } from '../column/column.ts'
import type { ColumnNode, Node } from '../expression/node.ts'
import { outsideOfSelect } from '../expression/outlook.ts'
import type { Projection, Select, StoredColumn, StoredTable } from '../expression/statement.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { Definition, type EntityFacts } from './definition.ts'
import { selectExpressions, type SetState, wholeTable } from './state.ts'

/** What a select is to those who read it as a table. */
export interface DerivedFacts {
  readonly source: BoundSource
  readonly select: Select
  readonly name: string
  /** Columns that hold a value in every row, whatever their expressions say. */
  readonly filled?: readonly string[]
  /** Of the select's columns, those that tell its rows apart. */
  readonly ids: readonly string[]
  readonly prototype: object
  readonly refsOf: () => object
  readonly flagsOf: (property: string) => readonly string[]
}

/**
 * A select as a table: a read-only set with the select's columns.
 *
 * Shape: one statement with the select in the place of a table.
 */
export function derivedTable({
  source,
  select,
  name,
  filled,
  ids,
  prototype,
  refsOf,
  flagsOf,
}: DerivedFacts): SetState {
  const columns = select.columns.map(({ name: property, node }) => {
    const column = derivedColumn(property, node, ids, source)
    return filled?.includes(property) === true ? { ...column, isNullable: false } : column
  })
  const facts = new Map(columns.map(column => [column.property, factsOf(column, flagsOf(column.property))]))
  const entity: EntityFacts = { name, number: 0, columns: facts, prototype, refsOf }
  const outside = outsideOfSelect(select)
  let key = `(${select.from?.occurrence.key ?? ''})`
  // One that a linked set reads must not hide the row outside.
  while (outside.has(key)) key = `(${key})`
  const table: StoredTable = { entity: name, name, path: [], columns, ids: columns.filter(({ isId }) => isId), key }
  return wholeTable(new Definition(entity, source, table, { derived: select }))
}

/** Vendor text as a table of the given columns, found by their stored names; what it gives is checked when it is read. */
export function textTable(source: BoundSource, node: Node, entity: EntityFacts): SetState {
  const { occurrence } = Definition.of(entity, source, {})
  return wholeTable(new Definition(entity, source, occurrence.table, { text: node }))
}

/**
 * A set as a table of its own: with its conditions, its order and its limit inside.
 *
 * Shape: columns that were not chosen can still be named, as in the set itself; `columns` are all there are where they are given.
 */
export function derivedFrom(state: SetState, columns?: readonly Projection[]): SetState {
  const { definition, source } = state
  const selected = columns === undefined ? state.selected : undefined
  const projection = columns ?? definition.projection
  const { entity, calculated } = definition
  const derived = derivedTable({
    source,
    select: selectExpressions(state, projection, true),
    name: entity.name,
    ids: definition.ids.map(({ name }) => name).filter(id => projection.some(({ name }) => name === id)),
    prototype: entity.prototype,
    refsOf: entity.refsOf,
    flagsOf: property => calculated.get(property)?.flags ?? entity.columns.get(property)?.flags ?? [],
  })
  const chosen = selected?.map(({ name }) => ({ name, node: derived.definition.column(name) }))
  return { ...derived, selected: chosen, isNarrowed: state.isNarrowed }
}

function derivedColumn(property: string, node: Node, ids: readonly string[], source: BoundSource): StoredColumn {
  const column = isColumn(node) ? node.column : undefined
  return {
    property,
    name: property,
    type: node.type,
    storage: node.storage ?? source.storageOf(node.type),
    isNullable: node.isNullable,
    isId: ids.includes(property),
    collation: column?.collation ?? 'binary',
  }
}

const isColumn = (node: Node): node is ColumnNode => node.kind === 'column'

const factsOf = ({ type, isId, isNullable, collation }: StoredColumn, flags: readonly string[]): ColumnFacts => ({
  type,
  isId,
  isOptional: isNullable,
  isGenerated: false,
  storedName: undefined,
  flags,
  collation,
  fill: undefined,
  isFilledAnew: false,
  checks: [],
})
