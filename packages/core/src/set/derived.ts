import type { ColumnFacts } from '../column/column.ts'
import { ColumnNode, type Node } from '../expression/node.ts'
import { outsideOfSelect, selectLooksOutside } from '../expression/outlook.ts'
import type { Projection, Select, StoredColumn, StoredTable } from '../expression/statement.ts'
import type { BoundSource } from '../source/bound-source.ts'
import { Definition, type EntityFacts } from './definition.ts'
import { selectExpressions, type SetState, wholeTable } from './state.ts'

/** What a select is to those who read it as a table. */
export interface DerivedFacts {
  readonly source: BoundSource
  readonly select: Select
  /** The columns of the table, where the select has more than those. */
  readonly shown?: readonly Projection[]
  readonly name: string
  /** Columns that hold a value in every row, whatever their expressions say. */
  readonly filled?: readonly string[]
  /** Of the select's columns, those that tell its rows apart. */
  readonly ids: readonly string[]
  readonly prototype: object
  readonly refsOf: () => object
  readonly flagsOf: (property: string) => readonly string[]
  /** Whether the caller narrowed what the select reads. */
  readonly isNarrowed: boolean
}

/**
 * A select as a table: a read-only set with the select's columns.
 *
 * Shape: one statement with the select in the place of a table.
 */
export function derivedTable(facts: DerivedFacts): SetState {
  const { source, select, isNarrowed } = facts
  const key = keyOf(select)
  const known = knownOf(source, key)
  const same = known.find(definition => isSame(definition, facts))
  if (same !== undefined) return wholeTable(same.over(select), isNarrowed)
  const made = definitionOf(facts, key)
  known.push(made.over(noSelect))
  if (known.length > mostKnown) known.shift()
  return wholeTable(made, isNarrowed)
}

/** The occurrence of a select as a table; one that a linked set reads must not hide the row outside. */
function keyOf(select: Select): string {
  let key = `(${select.from?.occurrence.key ?? ''})`
  if (!selectLooksOutside(select, [])) return key
  const outside = outsideOfSelect(select)
  while (outside.has(key)) key = `(${key})`
  return key
}

function definitionOf(
  { source, select, shown = select.columns, name, filled, ids, prototype, refsOf, flagsOf }: DerivedFacts,
  key: string,
): Definition {
  const columns = shown.map(({ name: property, node }) => {
    const column = derivedColumn(property, node, ids, source)
    return filled?.includes(property) === true ? { ...column, isNullable: false } : column
  })
  const facts = new Map(columns.map(column => [column.property, factsOf(column, flagsOf(column.property))]))
  const entity: EntityFacts = { name, number: 0, columns: facts, prototype, refsOf }
  const table: StoredTable = { entity: name, name, path: [], columns, ids: columns.filter(({ isId }) => isId), key }
  return new Definition(entity, source, table, { derived: select })
}

/**
 * Definitions made before, by source and by the occurrence that their selects read: the same query is built again and again
 * with other values, and its columns are the same every time.
 */
const definitions = new WeakMap<BoundSource, Map<string, Definition[]>>()
/** What is remembered holds no values of a query. */
const noSelect: Select = { kind: 'select', columns: [], order: [], key: '' }
/** Kinds of selects over one occurrence, and occurrences of one source; what is forgotten is made anew. */
const mostKnown = 16
const mostOccurrences = 1000

function knownOf(source: BoundSource, key: string): Definition[] {
  let ofSource = definitions.get(source)
  if (ofSource === undefined || ofSource.size > mostOccurrences) {
    ofSource = new Map()
    definitions.set(source, ofSource)
  }
  let known = ofSource.get(key)
  if (known === undefined) {
    known = []
    ofSource.set(key, known)
  }
  return known
}

/** Whether a definition says of its columns what these facts would. */
function isSame({ entity, occurrence: { table } }: Definition, facts: DerivedFacts): boolean {
  const { source, select, shown = select.columns, name, filled, ids, prototype, refsOf, flagsOf } = facts
  const { columns } = table
  if (entity.name !== name || entity.prototype !== prototype || entity.refsOf !== refsOf) return false
  if (columns.length !== shown.length) return false
  for (let index = 0; index < columns.length; index++) {
    const [column, wanted] = [columns[index], shown[index]]
    if (column === undefined || wanted === undefined || column.property !== wanted.name) return false
    const { node } = wanted
    const isNullable = node.isNullable && filled?.includes(wanted.name) !== true
    if (column.type !== node.type || column.isNullable !== isNullable) return false
    if (column.storage !== (node.storage ?? source.storageOf(node.type))) return false
    if (column.isId !== ids.includes(wanted.name) || column.collation !== collationOf(node)) return false
    if (entity.columns.get(wanted.name)?.flags !== flagsOf(wanted.name)) return false
  }
  return true
}

/** Vendor text as a table of the given columns, found by their stored names; what it gives is checked when it is read. */
export function textTable(source: BoundSource, node: Node, entity: EntityFacts): SetState {
  const { occurrence } = Definition.of(entity, source, {})
  return wholeTable(new Definition(entity, source, occurrence.table, { text: node }))
}

/** What a set as a table has otherwise than the set. */
export interface DerivedParts {
  /** All the columns there are; otherwise those that were not chosen can still be named, as in the set itself. */
  readonly columns?: readonly Projection[]
  /** What it is called in messages and previews; otherwise as the entity. */
  readonly name?: string | undefined
}

/** A set as a table of its own: with its conditions, its order and its limit inside. */
export function derivedFrom(state: SetState, { columns, name }: DerivedParts = {}): SetState {
  const { definition, source } = state
  const selected = columns === undefined ? state.selected : undefined
  const projection = columns ?? definition.projection
  const { entity, calculated } = definition
  const derived = derivedTable({
    source,
    select: selectExpressions(state, projection, true),
    name: name ?? entity.name,
    ids: definition.ids.map(({ name }) => name).filter(id => projection.some(({ name }) => name === id)),
    prototype: entity.prototype,
    refsOf: entity.refsOf,
    flagsOf: property => calculated.get(property)?.flags ?? entity.columns.get(property)?.flags ?? noFlags,
    isNarrowed: state.isNarrowed,
  })
  if (selected === undefined)
    return columns === undefined ? { ...derived, definition: derived.definition.withLazyOf(definition) } : derived
  const chosen = selected.map(({ name }) => ({ name, node: derived.definition.column(name) }))
  return { ...derived, selected: chosen }
}

const noFlags: readonly string[] = []

/** A column of a table that a select makes. */
export function derivedColumn(property: string, node: Node, ids: readonly string[], source: BoundSource): StoredColumn {
  return {
    property,
    name: property,
    type: node.type,
    storage: node.storage ?? source.storageOf(node.type),
    isNullable: node.isNullable,
    isId: ids.includes(property),
    collation: collationOf(node),
  }
}

const collationOf = (node: Node): StoredColumn['collation'] =>
  node instanceof ColumnNode ? node.column.collation : 'binary'

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
