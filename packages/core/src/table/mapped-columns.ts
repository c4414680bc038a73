import type { Stamp } from '../column/column.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { ColumnNode, type Node } from '../expression/node.ts'
import type { StoredColumn } from '../expression/statement.ts'
import { unknownColumn } from '../set/unknown-name.ts'
import type { SetState } from '../set/state.ts'
import { objectOf } from '../types/cast.ts'
import { givenFor, mayGiveNull } from './assigned.ts'
import { defaultValue, refused } from './checked-value.ts'
import { applyFills, type Fill, fillsOf, keepScope, refinedValue, type Values } from './record.ts'

/** What one column of new rows gets: an expression of the other set, or a value that is the same in all rows. */
export interface Mapped {
  readonly column: StoredColumn
  readonly node: Node | undefined
  readonly value: unknown
  /** Made by the column as it runs. */
  readonly stamp?: Stamp
}

/**
 * The columns of rows that are made from another set: those of a mapping, or those of the same names; then what the set
 * itself fixes, and defaults.
 *
 * Errors: `invalid` for unknown columns, for required ones without a value, and where a column of the set might get
 * another value than the set's; `conflict` for one that does; `type-mismatch` for what does not fit a column.
 */
export function mappedColumns(state: SetState, other: SetState, mapping: unknown): readonly Mapped[] {
  const { definition } = state
  keepScope(state)
  const nodes = new Map<StoredColumn, Node>()
  const values: Values = new Map()
  for (const [property, given] of mapping === undefined ? columnsOf(other) : mappingOf(mapping, other)) {
    if (given === undefined) continue
    const target = definition.nodes.get(property)
    if (target === undefined) throw unknownColumn(definition.entity, property, [...definition.nodes.keys()])
    const checked = givenFor(definition, target, given, other)
    if ('value' in checked) values.set(target.column, refinedValue(definition, target.column, checked.value))
    else nodes.set(target.column, neverNull(state, target.column, checked.node))
  }
  fill(state, other, nodes, values)
  return complete(state, nodes, values)
}

const columnsOf = (other: SetState): ReadonlyMap<string, unknown> =>
  new Map((other.selected ?? other.definition.projection).map(({ name, node }) => [name, node]))

/** The columns of a mapping: an object by column, or a function that gives one. */
function mappingOf(given: unknown, other: SetState): ReadonlyMap<string, unknown> {
  const answer: unknown = typeof given === 'function' ? given(other.definition.columns) : given
  const record = objectOf(answer)
  if (record === undefined || typeof answer === 'function' || Array.isArray(answer))
    throw new VantageError('insertFrom() takes a mapping such as o => ({ id: o.id, total: o.price.mul(2) })', {
      kind: 'invalid',
    })
  return new Map(Object.entries(record))
}

function neverNull({ definition }: SetState, column: StoredColumn, node: Node): Node {
  if (column.isNullable || !mayGiveNull(node)) return node
  const why = `needs a value, and ${node.preview()} may be null; use coalesce(), or make the column optional()`
  throw refused(definition, column, why, 'type-mismatch')
}

/** What the set's equalities say of its columns. */
function fill(state: SetState, other: SetState, nodes: Map<StoredColumn, Node>, values: Values): void {
  const { definition } = state
  for (const one of fillsOf(state)) {
    const node = nodes.get(one.column)
    if (node !== undefined && !isFixedTo(node, one, other))
      throw refused(
        definition,
        one.column,
        'is fixed by the set, and an expression might give another value; leave it out of the mapping',
        'invalid',
      )
    nodes.delete(one.column)
    applyFills(definition, values, [one])
  }
}

/** Whether the other set's own equalities fix a column to the value. */
function isFixedTo(node: Node, { value }: Fill, other: SetState): boolean {
  if (!(node instanceof ColumnNode)) return false
  const known = fillsOf(other).find(({ column }) => column.property === node.name)
  return known !== undefined && node.type.problem(value) === undefined && node.type.equals(known.value, value)
}

function complete({ definition }: SetState, nodes: ReadonlyMap<StoredColumn, Node>, values: Values): readonly Mapped[] {
  const mapped: Mapped[] = []
  const missing: string[] = []
  for (const { column } of definition.nodes.values()) {
    const node = nodes.get(column)
    const facts = definition.factsOf(column.property)
    if (node === undefined && !values.has(column) && facts.fill !== undefined) {
      if (facts.isFilledAnew)
        throw refused(
          definition,
          column,
          'has a default that is made anew for each record; give it a value in the mapping, or import() the set',
          'invalid',
        )
      values.set(column, refinedValue(definition, column, defaultValue(definition, column, facts.fill)))
    }
    const stamp = facts.onInsert ?? facts.onSave
    if (node !== undefined || values.has(column)) mapped.push({ column, node, value: values.get(column) })
    else if (stamp !== undefined) mapped.push({ column, node, value: undefined, stamp })
    // Ids of other types than uuid are left to the database, as in every insert.
    else if (!facts.isGenerated && (column.isId ? column.type.name === 'uuid' : !facts.isOptional))
      missing.push(column.property)
  }
  if (missing.length === 0) return mapped
  const { name: entity } = definition.entity
  throw new VantageError(`insertFrom() gives ${entity} no ${missing.join(', ')}; name what it gets in the mapping`, {
    kind: 'invalid',
    details: { entity, field: missing[0] ?? '', fields: missing },
  })
}
