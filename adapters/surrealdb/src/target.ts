import type { AnyNode, Node, Occurrence, Param, StoredColumn, Subquery } from '@vantage-ts/core/adapter'
import { conjunctsOf } from './conjuncts.ts'
import { anyNode, type Inside } from './inside.ts'
import { checkTable } from './check-table.ts'
import { recordOf, tableText } from './record-key.ts'
import { linkIn } from './record-link.ts'
import { boundPlain, boundRecord, isOfOneType, recordEncoder } from './records.ts'
import { all, type Value } from './value.ts'

/** The records of a table that a statement looks at, and the conditions that are left to check on each. */
export interface Target {
  /** What stands after FROM, UPDATE or DELETE. */
  readonly text: string
  readonly conditions: readonly string[]
  /** One record by its id: there is nothing to order. */
  readonly isOne: boolean
  /** A list of ids, over which the engine ignores an order and forgets the conditions of a scan. */
  readonly isList: boolean
  /** All records of the table. */
  readonly isTable: boolean
}

export const whereText = (conditions: readonly string[]): string => {
  const condition = all(conditions)
  return condition === 'true' ? '' : ` WHERE ${condition}`
}

/**
 * Addresses records by their ids where the conditions name them: the engine scans the whole table for `WHERE id IN …`, and
 * for any `WHERE id = …` of a write.
 */
export function targetOf(occurrence: Occurrence, where: Node | undefined, inside: Inside, use: Use): Target {
  const { table } = occurrence
  checkTable(table)
  const parts = conjunctsOf(where)
  const rest = (used: readonly Node[]): string[] =>
    parts.filter(part => !used.includes(part)).map(part => inside.whenTrue(part))
  const { missing, seesOwnWrites } = inside.rendering.settings
  const some = { isOne: false, isList: false, isTable: false }
  if (missing.has(table.name)) return { ...some, text: '[]', conditions: rest([]) }
  const one = recordNamed(occurrence, parts, inside)
  if (one !== undefined) return { ...some, text: one.text, conditions: rest(one.used), isOne: true }
  const list = recordsNamed(occurrence, parts, inside, use)
  if (list === undefined) {
    // Found by an index, what the transaction wrote comes without its id.
    const text = seesOwnWrites ? `${tableText(table)} WITH NOINDEX` : tableText(table)
    return { ...some, text, conditions: rest([]), isTable: true }
  }
  const conditions = rest(list.used)
  if (use === 'write') return { ...some, text: list.text, conditions, isList: true }
  if (seesOwnWrites) return { ...some, text: refetched(list.text), conditions }
  return { ...some, text: list.text, conditions: ['id != NONE', ...conditions], isList: true }
}

/** What a target is for: by a list of ids, records are read in one way and written in another. */
export type Use = 'read' | 'write'

/** Records by their ids, each with its id: those that the transaction wrote come without. */
export const refetched = (ids: string): string => `${ids}.map(|$_i| (SELECT *, $_i AS id FROM $_i)).flatten()`

interface Named {
  readonly text: string
  /** Conditions that the address stands for. */
  readonly used: readonly Node[]
}

/** `id = value`, or one such for every part of a composite id. */
function recordNamed({ table, key }: Occurrence, conditions: readonly Node[], inside: Inside): Named | undefined {
  const { rendering } = inside
  const found = table.ids.map(id => ({ id, ...equality(conditions, key, id) }))
  const [first, second] = found
  if (first?.node === undefined || found.some(({ node }) => node === undefined)) return undefined
  const used = found.flatMap(({ node }) => node ?? [])
  if (second === undefined) {
    const encode = recordEncoder(table.name, first.value, first.id, 'range')
    return { text: rendering.bindAs(first.value, `range/${table.name}`, encode), used }
  }
  const parts = found.map(({ id, value }) => (value === undefined ? 'NONE' : partText(id, value, inside)))
  const together = `[${parts.join(', ')}]`
  return { text: `type::record(${tableParameter(table.name, inside)}, ${together}..=${together})`, used }
}

/** A part of a composite id, which may be a link itself. */
function partText({ storage }: StoredColumn, value: Param, inside: Inside): string {
  const link = linkIn(storage)
  return link === undefined ? boundPlain(value, inside) : boundRecord(value, link.table, inside)
}

interface Equality {
  readonly node: Node
  readonly value: Param
}

function equality(
  parts: readonly Node[],
  occurrence: string,
  id: StoredColumn,
): Equality | { node?: undefined; value?: undefined } {
  for (const part of parts) {
    const any = anyNode(part)
    if (any.kind !== 'operation' || any.operator !== 'eq') continue
    const [left, right] = any.args.map(anyNode)
    if (left === undefined || right?.kind !== 'param' || right.isList || !isColumn(left, occurrence, id)) continue
    return { node: part, value: right }
  }
  return {}
}

/** `id in (…)`, a bound list or a sub-query; `id = …`, a column of the row outside. */
function recordsNamed({ table, key }: Occurrence, parts: readonly Node[], inside: Inside, use: Use): Named | undefined {
  const [id, second] = table.ids
  if (id === undefined || second !== undefined) return undefined
  for (const part of parts) {
    const any = anyNode(part)
    if (any.kind !== 'operation' || (any.operator !== 'in' && any.operator !== 'eq')) continue
    const [left, right] = any.args.map(anyNode)
    if (left === undefined || right === undefined || !isColumn(left, key, id)) continue
    const records =
      any.operator === 'eq'
        ? recordOutside(table.name, id, right, inside)
        : recordList(table.name, id, right, inside, use)
    if (records !== undefined) return { text: `array::distinct(${records})`, used: [part] }
  }
  return undefined
}

function recordList(table: string, id: StoredColumn, list: AnyNode, inside: Inside, use: Use): string | undefined {
  const form = use === 'read' ? 'id' : 'range'
  if (list.kind === 'param' && list.isList)
    return inside.rendering.bindAs(list, `${form}s/${table}`, recordEncoder(table, list, id, form))
  if (list.kind !== 'subquery' || list.mode !== 'column') return undefined
  const [column] = list.select.columns
  if (column !== undefined && linkIn(column.node.storage)?.table === table)
    return linkedRecords(list, table, inside, use)
  const members = listOf(inside.members(list, false))
  if (members === undefined) return undefined
  const name = tableParameter(table, inside)
  if (use === 'write') return `${members}.map(|$_k| type::record(${name}, $_k..=$_k))`
  if (id.type.name !== 'text') return `${members}.map(|$_k| type::record(${name}, $_k))`
  // The engine makes no record of an empty text, and takes one that is bound.
  const unnamed = inside.rendering.constant(recordOf(table, ''))
  return `${members}.map(|$_k| IF $_k = '' { ${unnamed} } ELSE { type::record(${name}, $_k) })`
}

/** A list that is there before any row is looked at. */
const listOf = ({ text, lets }: Value): string | undefined => (lets.length === 0 ? text : undefined)

/** Records that links lead to, as they are. */
function linkedRecords(list: Subquery, table: string, inside: Inside, use: Use): string | undefined {
  const members = listOf(inside.recordMembers(list, table))
  if (members === undefined || use === 'read') return members
  return `${members}.map(|$_k| type::record(${tableParameter(table, inside)}, $_k.id()..=$_k.id()))`
}

/** The record whose id a column of the row outside is. */
function recordOutside(table: string, id: StoredColumn, node: AnyNode, inside: Inside): string | undefined {
  if (node.kind !== 'column' || inside.scope.own(node) !== undefined || !isOfOneType(id.type, node.type))
    return undefined
  const { text } = inside.scope.frame.captureRecord(node, table)
  return `[${text}].filter(|$_x| $_x > NULL)`
}

const tableParameter = (table: string, inside: Inside): string => inside.rendering.constant(table)

const isColumn = (node: AnyNode, occurrence: string, id: StoredColumn): boolean =>
  node.kind === 'column' && node.occurrence.key === occurrence && node.column.property === id.property
