import {
  type Delete,
  type Insert,
  type InsertSelect,
  type Node,
  type Occurrence,
  type StoredColumn,
  type StoredTable,
  type Update,
  walk,
} from '@vantage-ts/core/adapter'
import { cast, type Expressions, quoted, type RenderContext } from './context.ts'
import { ExpressionRenderer } from './expression.ts'
import { type Place, Scope, tableNames } from './scope.ts'
import { orderedSelect, tableText } from './select.ts'
import { sqlStorage } from './storage.ts'

/** Text of an update. Columns are set by their bare names, as SQL wants it. */
export function updateText(context: RenderContext, update: Update): string {
  if (needsJoin(context, update)) return joinedUpdateText(context, update)
  const { text, inside } = target(context, update.table)
  const set = update.set.map(({ column, node }) => `${quoted(context, column.name)} = ${inside.stored(node, column)}`)
  const parts = [
    `UPDATE ${text} SET ${set.join(', ')}`,
    update.set.some(({ node }) => looksAround(node)) ? (context.dialect.valuesFirst ?? '') : '',
    whereText(inside, update.where),
    returningText(context, update.returning),
  ]
  return parts.filter(part => part !== '').join(' ')
}

/** Whether the engine would compute values from what it has changed already, or may not find the rows in another way. */
function needsJoin(context: RenderContext, { set, table, where, returning }: Update): boolean {
  const { updatesByJoin } = context.dialect
  if (table.table.ids.length === 0 || returning.length > 0) return false
  if (mayNotRead(context, table.table, where)) return true
  if (updatesByJoin === undefined) return false
  if (set.some(({ node }) => looksAround(node))) return true
  const assigned: ReadonlySet<string> = new Set(set.map(({ column }) => column.name))
  return updatesByJoin === 'assigned' && set.some(({ node, column }) => readsOthers(node, column, assigned))
}

function readsOthers(node: Node, own: StoredColumn, assigned: ReadonlySet<string>): boolean {
  let found = false
  walk([node], inner => {
    found ||= inner.kind === 'column' && inner.column.name !== own.name && assigned.has(inner.column.name)
    return !found
  })
  return found
}

/** Whether a condition reads the table that is written, where the engine does not let it. Names of two schemas are taken for one. */
function mayNotRead({ dialect }: RenderContext, { name }: StoredTable, where: Node | undefined): boolean {
  if (dialect.lacksReadingTarget !== true || where === undefined) return false
  const isSame = (other: string): boolean => other.toLowerCase() === name.toLowerCase()
  let found = false
  walk([where], node => {
    if (node.kind === 'subquery') found ||= node.select.from !== undefined && tableNames(node.select.from).some(isSame)
    if (node.kind === 'template') found ||= node.places.some(place => isSame(place.name))
    return !found
  })
  return found
}

/** More rows than any table has: a select that is cut so is computed by itself, before anything is written. */
const all = 'LIMIT 9223372036854775807'

/** What reads rows is selected with their ids, and put where the ids are. */
function joinedUpdateText(context: RenderContext, { table, set, where }: Update): string {
  const { text, outer, made, join } = joined(context, table, where, inside =>
    set.flatMap(({ column, node }, index) =>
      readsRows(node) ? [`${inside.stored(node, column)} AS ${quoted(context, `v${index}`)}`] : [],
    ),
  )
  const inside = new ExpressionRenderer(context, new Scope({ occurrence: table, qualifier: outer }, undefined))
  const values = set.map(({ column, node }, index) => {
    const value = readsRows(node) ? `${made}.${quoted(context, `v${index}`)}` : inside.stored(node, column)
    return `${outer}.${quoted(context, column.name)} = ${value}`
  })
  return `UPDATE ${text} AS ${outer} ${join} SET ${values.join(', ')}`
}

/** A table to write with a select of its rows: their ids `k0`, `k1`, …, and what else of them is wanted. */
function joined(
  context: RenderContext,
  table: Occurrence,
  where: Node | undefined,
  more: (inside: ExpressionRenderer) => readonly string[],
): { readonly text: string; readonly outer: string; readonly made: string; readonly join: string } {
  const [outer, made] = [context.aliases.forDerived(), context.aliases.forDerived()].map(name => quoted(context, name))
  const inner = quoted(context, context.aliases.forDerived())
  const { ids } = table.table
  const text = tableName(context, table.table)
  const inside = new ExpressionRenderer(context, new Scope({ occurrence: table, qualifier: inner }, undefined))
  const columns = [
    ...ids.map((id, index) => `${inner}.${quoted(context, id.name)} AS ${quoted(context, `k${index}`)}`),
    ...more(inside),
  ]
  const select = [`SELECT ${columns.join(', ')} FROM ${text} AS ${inner}`, whereText(inside, where), all]
  const on = ids.map((id, index) => `${outer}.${quoted(context, id.name)} = ${made}.${quoted(context, `k${index}`)}`)
  const derived = `(${select.filter(part => part !== '').join(' ')}) AS ${made}`
  return { text, outer: String(outer), made: String(made), join: `JOIN ${derived} ON ${on.join(' AND ')}` }
}

/** Whether an expression is another one for another row. */
function readsRows(node: Node): boolean {
  let found = false
  walk([node], ({ kind }) => {
    found ||= kind === 'column' || kind === 'subquery' || kind === 'template'
    return !found
  })
  return found
}

/** Whether an expression reads other rows, which may be rows that the same statement changes. */
function looksAround(node: Node): boolean {
  let found = false
  walk([node], inner => {
    found ||= inner.kind === 'subquery'
    return !found
  })
  return found
}

export function deleteText(context: RenderContext, remove: Delete): string {
  const { table, where, returning } = remove
  if (table.table.ids.length > 0 && returning.length === 0 && mayNotRead(context, table.table, where)) {
    const { text: written, outer, join } = joined(context, table, where, () => [])
    return `DELETE ${outer} FROM ${written} AS ${outer} ${join}`
  }
  const { text, inside } = target(context, remove.table)
  const parts = [`DELETE FROM ${text}`, whereText(inside, remove.where), returningText(context, remove.returning)]
  return parts.filter(part => part !== '').join(' ')
}

/** Text of an insert of what a select gives, in the select's own order. */
export function insertSelectText(context: RenderContext, insert: InsertSelect): string {
  const { columns, select, returning } = insert
  const skip = skipText(context, insert)
  // Without a condition, engines take the ON of ON CONFLICT for that of a join.
  const condition = skip === '' || select.where !== undefined ? {} : { condition: () => context.dialect.constants.true }
  const from = orderedSelect(context, select, {
    columns: inside => select.columns.map(({ node }, index) => valueText(inside, node, columns[index])).join(', '),
    ...condition,
  })
  const names = columns.map(({ name }) => quoted(context, name)).join(', ')
  const parts = [
    `INSERT INTO ${tableName(context, insert.into.table)} (${names})`,
    from,
    skip,
    returningText(context, returning),
  ]
  return parts.filter(part => part !== '').join(' ')
}

const valueText = (inside: Expressions, node: Node, column: StoredColumn | undefined): string =>
  column === undefined ? inside.operand(node).sql : inside.stored(node, column)

const tableName = (context: RenderContext, { path, name }: StoredTable): string =>
  [...path, name].map(part => quoted(context, part)).join('.')

/** What leaves existing ids alone, where that is wanted. */
function skipText(context: RenderContext, { into, onConflict }: Insert | InsertSelect): string {
  const ids = into.table.ids.map(({ name }) => quoted(context, name))
  if (onConflict !== 'skip' || ids.length === 0) return ''
  return (context.dialect.skipExisting ?? doNothing)(ids, tableName(context, into.table))
}

function target(context: RenderContext, occurrence: Update['table']): { text: string; inside: ExpressionRenderer } {
  const { text, qualifier } = tableText(context, occurrence.table, true)
  const place: Place = { occurrence, qualifier }
  return { text, inside: new ExpressionRenderer(context, new Scope(place, undefined)) }
}

const whereText = (inside: ExpressionRenderer, where: Node | undefined): string =>
  where === undefined ? '' : `WHERE ${inside.bare(where)}`

/** Columns go by their bare names here: engines differ on whether the alias of the table is known. */
function returningText(context: RenderContext, columns: readonly StoredColumn[]): string {
  if (columns.length === 0) return ''
  const items = columns.map(({ name, property, storage }) => {
    const column = quoted(context, name)
    const { project } = sqlStorage(storage)
    const read = project === undefined ? column : project(column)
    return context.dialect.rows === 'objects' ? `${read} AS ${quoted(context, property)}` : read
  })
  return `RETURNING ${items.join(', ')}`
}

/** The parts of an insert, from which the text for any number of rows is put together. */
export interface InsertParts {
  readonly head: string
  readonly tail: string
  /** The values of one row; `at` counts placeholders already used. */
  row(at: number): string
  readonly width: number
}

export function insertParts(context: RenderContext, insert: Insert): InsertParts {
  const { dialect } = context
  const { columns, into, returning } = insert
  const table = tableName(context, into.table)
  const names = columns.map(({ name }) => quoted(context, name)).join(', ')
  const casts = columns.map(({ storage }) => (dialect.insertsBare === true ? undefined : sqlStorage(storage).cast))
  const cell = (vendorType: string | undefined, position: number): string => {
    const text = dialect.placeholder(position)
    return vendorType === undefined ? text : cast(context, text, vendorType)
  }
  const tail = [skipText(context, insert), returningText(context, returning)].filter(part => part !== '').join(' ')
  return {
    head: columns.length === 0 ? `INSERT INTO ${table}` : `INSERT INTO ${table} (${names}) VALUES`,
    row: at =>
      columns.length === 0
        ? (dialect.defaultValues ?? 'DEFAULT VALUES')
        : `(${casts.map((vendorType, index) => cell(vendorType, at + index + 1)).join(', ')})`,
    tail: tail === '' ? '' : ` ${tail}`,
    width: columns.length,
  }
}

const doNothing = (ids: readonly string[]): string => `ON CONFLICT (${ids.join(', ')}) DO NOTHING`
