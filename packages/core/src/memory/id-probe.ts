import { type AnyNode, ColumnNode, type Node } from '../expression/node.ts'
import type { Occurrence } from '../expression/statement.ts'
import { unchecked } from '../types/cast.ts'
import { conjunctsOf } from './compile-node.ts'
import type { Database } from './database.ts'
import { type IdColumns, idColumns } from './key-index.ts'
import type { StoredRow } from './table-shape.ts'
import type { TableVersion } from './table-version.ts'

/** The rows that a condition leaves to look at. */
export type Candidates = (version: TableVersion, parameters: readonly unknown[]) => readonly StoredRow[]

/** Finds the rows by id where the condition gives it (`id = value`, `id in (values)`); all rows otherwise. */
export function candidatesOf(where: Node | undefined, occurrence: Occurrence, database: Database): Candidates {
  const { table } = occurrence
  const conditions = conjunctsOf(where)
  if (table.ids.length === 0 || conditions.length === 0) return version => version.rows
  const ids = idColumns(table.ids, database.table(table).shape)
  const parameters = table.ids.map(id => equalParameter(conditions, occurrence, id.property))
  const known = parameters.filter(index => index !== undefined)
  if (known.length === parameters.length)
    return (version, values) =>
      byId(
        version,
        ids,
        known.map(index => values[index]),
      )
  const list = table.ids.length === 1 ? listParameter(conditions, occurrence, table.ids[0]?.property) : undefined
  return list === undefined ? version => version.rows : (version, values) => byIds(version, ids, values[list])
}

function byId(version: TableVersion, ids: IdColumns, values: readonly unknown[]): readonly StoredRow[] {
  const key = ids.keyOfValues(values)
  return key === undefined ? [] : version.byKey(ids, key)
}

/** In the order of the table; a long list is not worth the lookups. */
function byIds(version: TableVersion, ids: IdColumns, values: unknown): readonly StoredRow[] {
  if (!Array.isArray(values) || values.length * 4 > version.rows.length) return version.rows
  const found = new Set<StoredRow>()
  for (const value of values) for (const row of byId(version, ids, [value])) found.add(row)
  return [...found].sort((a, b) => a[0] - b[0])
}

const isIdOf = (node: Node | undefined, occurrence: Occurrence, property: string | undefined): boolean =>
  node instanceof ColumnNode && node.occurrence.key === occurrence.key && node.column.property === property

/** The parameter that an id column must be equal to. */
function equalParameter(conditions: readonly Node[], occurrence: Occurrence, property: string): number | undefined {
  for (const condition of conditions) {
    const any = unchecked<AnyNode>(condition, 'a tree holds no other nodes')
    if (any.kind !== 'operation' || any.operator !== 'eq') continue
    for (const [column, other] of [any.args, [...any.args].reverse()])
      if (isIdOf(column, occurrence, property) && isValue(other)) return other.index
  }
  return undefined
}

function listParameter(
  conditions: readonly Node[],
  occurrence: Occurrence,
  property: string | undefined,
): number | undefined {
  for (const condition of conditions) {
    const any = unchecked<AnyNode>(condition, 'a tree holds no other nodes')
    if (any.kind !== 'operation' || any.operator !== 'in') continue
    const list = unchecked<AnyNode | undefined>(any.args[1], 'a tree holds no other nodes')
    if (isIdOf(any.args[0], occurrence, property) && list?.kind === 'param' && list.isList) return list.index
  }
  return undefined
}

type Parameter = AnyNode & { readonly kind: 'param' }
function isValue(node: Node | undefined): node is Parameter {
  const any = unchecked<AnyNode | undefined>(node, 'a tree holds no other nodes')
  return any?.kind === 'param' && !any.isList
}
