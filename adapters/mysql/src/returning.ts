import {
  type AnyNode,
  type ColumnNode,
  type Delete,
  type Insert,
  type InsertSelect,
  type Node,
  type Occurrence,
  type ParameterSlot,
  type Projection,
  type Select,
  type StoredColumn,
  type Update,
  ColumnNode as Column,
  unchecked,
  unsupported,
} from '@vantage-ts/core/adapter'
import { render, type SqlStorage } from '@vantage-ts/sql'
import { dialects } from './dialect.ts'
import type { Piece } from './piece.ts'
import { quoteName } from './quote.ts'
import { type Flavor, variants } from './server.ts'

/**
 * How the rows of a write are read back in its transaction, where the database does not give them with it.
 *
 * - `by-id`: the write is of one row at most; it is read by its id after the write.
 * - `by-keys`: the ids of the rows are read and locked before the write, the rows by them after it.
 * - `before`: the rows are read and locked before they are deleted.
 * - `inserted`: the rows are read by the ids that they were given, or that the database made.
 */
export type GivingBack =
  | { readonly how: 'by-id'; readonly read: Piece; readonly block: Block | undefined }
  | { readonly how: 'by-keys'; readonly keys: Piece; readonly read: ReadByIds }
  | { readonly how: 'before'; readonly read: Piece }
  | {
      readonly how: 'inserted'
      readonly read: ReadByIds
      /** Positions of the ids among the columns of the insert; -1 for one that the database makes. */
      readonly positions: readonly number[]
    }

/**
 * The same in one statement of MariaDB, which gives the row: a block that looks for it, writes it and reads it. `alone` is also the
 * transaction around it.
 */
export interface Block {
  readonly within: Piece
  readonly alone: Piece
}

/** The text that reads so many rows by their ids. */
export type ReadByIds = (rows: number) => string

type Add = (text: string, slots: readonly ParameterSlot[]) => Piece
type Write = Insert | InsertSelect | Update | Delete

/** Undefined where nothing is wanted back, or the database gives it with the write. Errors: `unsupported`. */
export function givingBack(write: Write, flavor: Flavor, add: Add): GivingBack | undefined {
  const { returns } = variants[flavor]
  if (write.returning.length === 0) return undefined
  if (write.kind === 'update') return ofUpdate(write, flavor, add)
  if (write.kind === 'delete') return returns.delete ? undefined : ofDelete(write, flavor, add)
  if (returns.insert) return undefined
  if (write.kind === 'insert') return ofInsert(write, flavor)
  throw unsupported('MySQL', 'returning', 'give back the rows that a select inserts', 'read them after the insert')
}

function ofUpdate(update: Update, flavor: Flavor, add: Add): GivingBack {
  const { table, where, returning, set } = update
  const { ids } = table.table
  if (ids.length === 0 || set.some(({ column }) => ids.includes(column)))
    throw unsupported(
      'MySQL',
      'returning',
      'give back changed rows whose ids are not kept',
      'read them after the change',
    )
  const byId = idConditions(table, where)
  if (byId !== undefined) {
    const select = selectOf(table, returning, byId)
    return { how: 'by-id', read: locking(select, flavor, add), block: blockOf(update, select, flavor, add) }
  }
  return {
    how: 'by-keys',
    keys: locking(selectOf(table, ids, where), flavor, add),
    read: readByIds(table, returning, flavor),
  }
}

function blockOf(update: Update, select: Select, flavor: Flavor, add: Add): Block | undefined {
  if (flavor !== 'mariadb') return undefined
  const dialect = dialects[flavor]
  const [id] = update.table.table.ids
  const found = render(selectOf(update.table, id === undefined ? [] : [id], update.where), dialect)
  const write = render({ ...update, returning: [] }, dialect)
  const read = render(select, dialect)
  const looking = `DECLARE n INT DEFAULT 0; SELECT count(*) INTO n FROM (${found.text} FOR UPDATE) AS found`
  const writing = `IF n > 0 THEN ${write.text}; ${read.text} FOR UPDATE; END IF`
  const slots = [...found.slots, ...write.slots, ...read.slots]
  return {
    within: add(`BEGIN NOT ATOMIC ${looking}; ${writing}; END`, slots),
    alone: add(`BEGIN NOT ATOMIC ${looking.replace('; ', '; START TRANSACTION; ')}; ${writing}; COMMIT; END`, slots),
  }
}

const ofDelete = ({ table, where, returning }: Delete, flavor: Flavor, add: Add): GivingBack => ({
  how: 'before',
  read: locking(selectOf(table, returning, where), flavor, add),
})

function ofInsert({ into, columns, returning }: Insert, flavor: Flavor): GivingBack {
  const { ids } = into.table
  const positions = ids.map(id => columns.findIndex(({ name }) => name === id.name))
  const isMade = ids.length === 1 && ids[0]?.type.arithmetic !== undefined
  if (ids.length === 0 || (positions.includes(-1) && !isMade))
    throw unsupported('MySQL', 'returning', 'give back new rows whose ids it does not tell', 'give the records ids')
  return {
    how: 'inserted',
    read: readByIds(into, returning, flavor),
    positions,
  }
}

/** The conditions of a where that say what each id is; undefined when one is left open. */
function idConditions({ table, key }: Occurrence, where: Node | undefined): Node | undefined {
  const found: Node[] = []
  const conditions = where === undefined ? [] : conjuncts(any(where))
  for (const id of table.ids) {
    const condition = conditions.find(part => isEquality(part, id, key))
    if (condition === undefined) return undefined
    found.push(condition)
  }
  return found.reduce((all, one) => all.and(one))
}

const any = (node: Node): AnyNode => unchecked<AnyNode>(node, 'the classes of AnyNode are all there are')

const conjuncts = (node: AnyNode): readonly AnyNode[] =>
  node.kind === 'operation' && node.operator === 'and' ? node.args.flatMap(arg => conjuncts(any(arg))) : [node]

function isEquality(node: AnyNode, id: StoredColumn, table: string): boolean {
  if (node.kind !== 'operation' || node.operator !== 'eq') return false
  const [left, right] = node.args.map(any)
  return left?.kind === 'column' && right?.kind === 'param' && isColumn(left, id, table)
}
const isColumn = ({ column, occurrence }: ColumnNode, id: StoredColumn, table: string): boolean =>
  column.name === id.name && occurrence.key === table

function selectOf(table: Occurrence, columns: readonly StoredColumn[], where: Node | undefined): Select {
  const projections = columns.map((column): Projection => ({ name: column.property, node: new Column(table, column) }))
  const parts = { from: { kind: 'table', occurrence: table }, columns: projections, order: [] } as const
  return unchecked<Select>(
    { kind: 'select', ...parts, ...(where === undefined ? {} : { where }), key: '' },
    'rendered at once, so that it needs no key',
  )
}

/** A locking read sees what is stored now, whatever the transaction has seen before. */
function locking(select: Select, flavor: Flavor, add: Add): Piece {
  const { text, slots } = render(select, dialects[flavor])
  return add(`${text} FOR UPDATE`, slots)
}

/** By the collation of the ids themselves, under which they are unique; so an index serves. */
function readByIds({ table }: Occurrence, columns: readonly StoredColumn[], flavor: Flavor): ReadByIds {
  const names = columns.map(({ name }) => quoteName(name)).join(', ')
  const from = [...table.path, table.name].map(quoteName).join('.')
  const ids = table.ids.map(({ name }) => quoteName(name)).join(', ')
  const one = `(${table.ids.map(({ storage }) => placeOf(storage, flavor)).join(', ')})`
  return rows => `SELECT ${names} FROM ${from} WHERE (${ids}) IN (${Array(rows).fill(one).join(', ')}) FOR UPDATE`
}

const placeOf = ({ cast }: SqlStorage, flavor: Flavor): string =>
  cast === undefined ? '?' : variants[flavor].cast('?', cast)
