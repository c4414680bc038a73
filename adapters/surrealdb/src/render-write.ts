import {
  type Delete,
  type Insert,
  type InsertSelect,
  type Node,
  type Occurrence,
  type StoredColumn,
  type StoredTable,
  type Update,
  VantageError,
  walk,
} from '@vantage-ts/core/adapter'
import { isEdges, isEnd } from './edges.ts'
import { Expressions } from './expressions.ts'
import { quoted } from './identifier.ts'
import type { Inside } from './inside.ts'
import { checkTable } from './check-table.ts'
import { madeRecord } from './made-record.ts'
import { tableText } from './record-key.ts'
import { selectText } from './render-select.ts'
import type { Rendering } from './rendering.ts'
import { Frame, TableScope } from './scope.ts'
import { storedText } from './stored-value.ts'
import { refetched, targetOf, whereText } from './target.ts'

/** The name that the rows of an insert are bound to. */
export const rowsName = '_rows'

/** The columns of written rows that come back, by position; without any, just that there is a row. */
function returned(columns: readonly StoredColumn[], table: StoredTable): string {
  if (columns.length === 0) return 'true'
  const cells = columns.map(column => {
    if (!column.isId) return quoted(column.name)
    return table.ids.length === 1 ? 'id.id()' : `id.id()[${table.ids.findIndex(id => id.property === column.property)}]`
  })
  return `[${cells.join(', ')}]`
}

/** Whether a column is a field of its records: parts of an id are none, but the ends of an edge are fields all the same. */
export const isField = (column: StoredColumn, table: StoredTable): boolean =>
  !column.isId || (isEnd(column) && isEdges(table))

/** What a write answers with: its rows, or their number. */
const answered = (write: string, columns: readonly StoredColumn[]): string =>
  columns.length === 0 ? `array::len((${write}))` : write

/** Text of an insert; the rows are bound as one list of objects. */
export function insertText(insert: Insert, rendering: Rendering): string {
  const { into, columns } = insert
  checkTable(into.table)
  checkIds(into.table, namedIds(insert))
  if (rendering.settings.castsFloats) castFloats(columns, rendering)
  return createdText(insert, rendering)
}

/** Text of an insert of what a select gives: its rows are made records, which are then inserted as bound ones are. */
export function insertSelectText(insert: InsertSelect, rendering: Rendering): string {
  const { into, columns, select } = insert
  const { table } = into
  checkTable(table)
  checkIds(table, namedIds(insert))
  const cell = (node: Node, index: number, inside: Inside): string => {
    const column = columns[index]
    return column === undefined ? inside.text(node) : storedText(node, column, inside)
  }
  const rows = selectText(select, new Frame(rendering, undefined), rendering, { shape: 'row', cell })
  const created = createdText(insert, rendering)
  // A block that ends with nothing but a block gives NONE in this engine.
  const result = created.startsWith('{') ? `IF true { ${created} }` : created
  return `{ LET $${rowsName} = (${rows}).map(|$_r| ${recordText(insert, rendering)}); ${result} }`
}

/** A row by position as a record; the id columns become its id. */
function recordText({ into, columns }: InsertSelect, rendering: Rendering): string {
  const { ids, name } = into.table
  const keys = ids.map(id => columns.findIndex(({ property }) => property === id.property)).filter(at => at >= 0)
  const key = keys.length === 1 ? `$_r[${keys[0]}]` : `[${keys.map(at => `$_r[${at}]`).join(', ')}]`
  const only = keys.length === 1 ? columns[keys[0] ?? 0] : undefined
  const made =
    only === undefined
      ? `type::record(${rendering.constant(name)}, ${key})`
      : madeRecord(rendering, name, key, only.type)
  const id = keys.length === 0 ? [] : [`id: ${made}`]
  const cells = columns.flatMap((column, index) =>
    isField(column, into.table) ? [`${quoted(column.name)}: $_r[${index}]`] : [],
  )
  return `{ ${[...id, ...cells].join(', ')} }`
}

const namedIds = ({ into, columns }: Insert | InsertSelect): readonly StoredColumn[] =>
  into.table.ids.filter(id => columns.some(column => column.property === id.property))

/**
 * Text that inserts the records of a list which has a name.
 *
 * Shape: `INSERT IGNORE` also passes over rows that another unique index refuses, and in a transaction over rows whose id was
 * deleted in it. So a row that was not created and is not there is written by `UPSERT`, which fails for the former and
 * works for the latter.
 */
function createdText(insert: Insert | InsertSelect, rendering: Rendering): string {
  const { into, onConflict, returning } = insert
  const { table } = into
  if (isEdges(table)) return relatedText(insert, rendering)
  const named = namedIds(insert)
  const [name, rows] = [tableText(table), `$${rowsName}`]
  const result = `RETURN VALUE ${returned(returning, table)}`
  if (onConflict === 'fail' || named.length === 0) return answered(`INSERT INTO ${name} ${rows} ${result}`, returning)
  // One by one, so that the second of two rows with one id meets the first.
  const upserted =
    `${rows}.map(|$_r| { LET $_i = $_r.id; ` +
    `LET $_u = IF ${isAbsent} { (UPSERT $_i CONTENT $_r ${result}) } ELSE { [] }; $_u }).flatten()`
  const all = 'array::concat($_new, $_more)'
  return (
    `{ LET $_new = (INSERT IGNORE INTO ${name} ${rows} ${result}); ` +
    `LET $_more = IF array::len($_new) < array::len(${rows}) { ${upserted} } ELSE { [] }; ` +
    `${returning.length === 0 ? `array::len(${all})` : all} }`
  )
}

/**
 * The same for edges. `INSERT RELATION` gives back the edge that has the id already as if it were new, and refuses one whose
 * id was deleted in the transaction; `RELATE` writes over it. So edges are related one by one, without the ones that are
 * there and all but the first that the list has of one id.
 */
function relatedText(insert: Insert | InsertSelect, { settings }: Rendering): string {
  const { into, onConflict, returning } = insert
  const { table } = into
  const result = returned(returning, table)
  if (namedIds(insert).length === 0)
    return answered(`INSERT RELATION INTO ${tableText(table)} $${rowsName} RETURN VALUE ${result}`, returning)
  const keyed = `array::reverse($${rowsName}).map(|$_r| [<string>$_r.id, $_r])`
  const isNew = settings.missing.has(table.name) ? 'true' : `{ LET $_i = $_r.id; ${isAbsent} }`
  const all =
    onConflict === 'fail'
      ? `IF array::any($${rowsName}, |$_r| !(${isNew})) { THROW "vantage:exists" } ELSE { $${rowsName} }`
      : `object::values(object::from_entries(${keyed})).filter(|$_r| ${isNew})`
  const relate =
    'FOR $_e IN $_fresh { LET $_f = $_e.in; LET $_t = $_e.out; LET $_k = $_e.id; RELATE $_f->$_k->$_t CONTENT $_e RETURN NONE }'
  const answer =
    returning.length === 0
      ? 'array::len($_fresh)'
      : `SELECT VALUE ${result} FROM ${refetched('$_fresh.map(|$_e| $_e.id)')}`
  return `{ LET $_fresh = ${all}; ${relate}; ${answer} }`
}

/** The ends of an edge are what it is; the engine passes over a change of them without a word. */
const changedText = (column: StoredColumn, value: string, table: StoredTable): string => {
  const name = quoted(column.name)
  if (!isEnd(column) || !isEdges(table)) return `${name} = ${value}`
  return `${name} = IF ${name} = ${value} { ${name} } ELSE { THROW "vantage:edge" }`
}

/** Ids that SurrealDB makes itself are texts; uuids are made here. */
function checkIds({ entity, ids }: StoredTable, named: readonly StoredColumn[]): void {
  if (named.length === ids.length) return
  const [only, second] = ids
  if (only !== undefined && second === undefined && (only.type.name === 'text' || only.type.name === 'uuid')) return
  const missing = ids.filter(id => !named.includes(id)).map(({ property }) => property)
  throw new VantageError(
    `${entity}: SurrealDB makes ids of type text and uuid only; give the record its ${missing.join(', ')}`,
    {
      kind: 'invalid',
      details: { entity, field: missing.join(', ') },
    },
  )
}

/** Makes floats of what a client of somebody else sent as integers. */
function castFloats(columns: readonly StoredColumn[], rendering: Rendering): void {
  const casts = columns.flatMap(({ name, type }) => {
    const to = type.arithmetic === 'float' ? 'float' : type.item?.arithmetic === 'float' ? 'array<float>' : undefined
    const cell = `$_r.${quoted(name)}`
    return to === undefined ? [] : [`${quoted(name)}: IF ${cell} > NULL { <${to}>${cell} } ELSE { NULL }`]
  })
  if (casts.length === 0) return
  rendering.hoisted.push(`LET $${rowsName} = $${rowsName}.map(|$_r| object::extend($_r, { ${casts.join(', ')} }))`)
}

/** `record::exists` does not see what the same statement or transaction wrote. */
const isAbsent = 'array::len((SELECT true AS `~t` FROM $_i)) = 0'

export function updateText(update: Update, rendering: Rendering): string {
  const { table: occurrence, set, where, returning } = update
  const scope = new TableScope(new Frame(rendering, undefined), occurrence)
  const { table } = occurrence
  const inside = new Expressions(rendering, scope)
  const isComputedFirst = set.some(({ node }) => looksAround(node))
  scope.texts.isOpen = false
  rendering.isChanging = !isComputedFirst
  const values = set.map(({ column, node }) => {
    if (column.isId) throw idChanged(table, column)
    return storedText(node, column, inside)
  })
  rendering.isChanging = false
  const result = `RETURN VALUE ${returned(returning, table)}`
  const changes = (given: readonly string[]): string =>
    set.map(({ column }, at) => changedText(column, given[at] ?? 'NULL', table)).join(', ')
  const records = { occurrence, where, inside, scope }
  if (!isComputedFirst)
    return withRecords(records, (target, rest) =>
      answered(`UPDATE ${target} SET ${changes(values)}${rest} ${result}`, returning),
    )
  const found = foundText(records, `[id, ${values.join(', ')}]`)
  const each = `LET $_i = $_w[0]; UPDATE $_i SET ${changes(values.map((_value, at) => `$_w[${at + 1}]`))} RETURN NONE`
  const answer =
    returning.length === 0
      ? 'array::len($_found)'
      : `SELECT VALUE ${returned(returning, table)} FROM ${refetched('$_found.map(|$_w| $_w[0])')}`
  return `{ LET $_found = (${found}); FOR $_w IN $_found { ${each} }; ${answer} }`
}

/** What a select gives for each of the records: there, nothing of the write is to be seen yet. */
function foundText({ occurrence, where, inside, scope }: Records, value: string): string {
  scope.texts.isOpen = true
  const target = targetOf(occurrence, where, inside, 'read')
  return `SELECT VALUE ${value} FROM ${scope.texts.over(target.text)}${whereText(target.conditions)}`
}

/** The records that a write is for. */
interface Records {
  readonly occurrence: Occurrence
  readonly where: Node | undefined
  readonly inside: Expressions
  readonly scope: TableScope
}

/**
 * A write for the records that meet a condition. A select finds them before where the condition needs further fields, and where
 * it looks at other records for each: in a write, the engine gives no row for the aggregate of nothing, and shows what the
 * write has done so far.
 */
function withRecords(
  { occurrence, where, inside, scope }: Records,
  write: (target: string, rest: string) => string,
): string {
  if (where !== undefined && looksAround(where))
    return `{ LET $_found = ${written(foundText({ occurrence, where, inside, scope }, 'id'), occurrence.table, inside)}; ${write('$_found', '')} }`
  scope.texts.isOpen = true
  let target = targetOf(occurrence, where, inside, 'write')
  const { texts } = scope
  // A select reads nothing from the ranges that a write takes.
  if (texts.isUsed && target.isList) target = targetOf(occurrence, where, inside, 'read')
  const condition = whereText(target.conditions)
  if (!texts.isUsed) return write(target.text, condition)
  return write(written(`SELECT VALUE id FROM ${texts.over(target.text)}${condition}`, occurrence.table, inside), '')
}

/** Records that a select found, as a write takes them: by their ids, those that the transaction wrote come without. */
function written(found: string, { name }: StoredTable, { rendering }: Expressions): string {
  if (!rendering.settings.seesOwnWrites) return `(${found})`
  return `(${found}).map(|$_k| type::record(${rendering.constant(name)}, $_k.id()..=$_k.id()))`
}

/** Whether an expression looks at other records for each one. */
function looksAround(node: Node): boolean {
  let found = false
  walk([node], inner => {
    if (inner.kind === 'subquery' && inner.scope !== undefined) found = true
    return !found
  })
  return found
}

const idChanged = ({ entity }: StoredTable, { property }: StoredColumn): VantageError =>
  new VantageError(`${entity}.${property}: the id of a record cannot be changed; insert the row under its new id`, {
    kind: 'invalid',
    details: { entity, field: property },
  })

export function deleteText(remove: Delete, rendering: Rendering): string {
  const { table: occurrence, where, returning } = remove
  const scope = new TableScope(new Frame(rendering, undefined), occurrence)
  return withRecords({ occurrence, where, inside: new Expressions(rendering, scope), scope }, (target, rest) =>
    returning.length === 0
      ? answered(`DELETE ${target}${rest} RETURN VALUE true`, [])
      : `SELECT VALUE ${returned(returning, occurrence.table)} FROM (DELETE ${target}${rest} RETURN BEFORE)`,
  )
}
