import {
  type From,
  type Join,
  type Node,
  type OrderKey,
  type Select,
  type StoredTable,
  unsupported,
} from '@vantage-ts/core/adapter'
import { compared } from './comparison.ts'
import { type Expressions, quoted, type RenderContext, type SubselectForm } from './context.ts'
import { ExpressionRenderer } from './expression.ts'
import { namesOf, type Place, Scope } from './scope.ts'
import { sqlStorage } from './storage.ts'

/** Text of a select whose rows are the answer. */
export function topSelect(context: RenderContext, select: Select): string {
  const columns = (inside: Expressions): string =>
    select.columns.map(({ name, node }) => inside.projected(node) + asName(context, name)).join(', ')
  return selectText(context, select, undefined, { columns }, true)
}

/** Rows by position need no names; in rows by name the property is the name. */
const asName = (context: RenderContext, name: string): string =>
  context.dialect.rows === 'objects' ? ` AS ${quoted(context, name)}` : ''

/** Text of a select inside another; its order is left out where nothing limits it, since nobody can see it. */
export const subselect = (
  context: RenderContext,
  select: Select,
  outer: Scope | undefined,
  form: SubselectForm,
): string => selectText(context, select, outer, form, select.limit !== undefined || select.offset !== undefined)

/** Text of a select whose rows are stored: in its own order, since ids may be made in it. */
export const orderedSelect = (context: RenderContext, select: Select, form: SubselectForm): string =>
  selectText(context, select, undefined, form, true)

function selectText(
  context: RenderContext,
  select: Select,
  outer: Scope | undefined,
  form: SubselectForm,
  isOrdered: boolean,
): string {
  const { from, where, groupBy, having, order, limit, offset } = select
  const { scope, text } = from === undefined ? { scope: outer, text: '' } : placesOf(context, from, outer)
  const inside = new ExpressionRenderer(context, scope)
  const conditions = [
    ...(where === undefined ? [] : [form.condition === undefined ? inside.bare(where) : inside.operand(where).sql]),
    ...(form.condition === undefined ? [] : [`(${form.condition(inside)})`]),
  ]
  const parts = [
    `SELECT ${form.columns(inside)}`,
    text === '' ? '' : `FROM ${text}`,
    conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`,
    groupBy === undefined || groupBy.length === 0
      ? ''
      : `GROUP BY ${groupBy.map(node => groupKey(inside, node)).join(', ')}`,
    having === undefined ? '' : `HAVING ${inside.bare(having)}`,
    isOrdered ? orderText(inside, order) : '',
    select.isSingle === true && limit !== undefined && offset === undefined
      ? 'LIMIT 1'
      : windowText(inside, limit, offset),
  ]
  return parts.filter(part => part !== '').join(' ')
}

const groupKey = (inside: Expressions, node: Node): string => compared(inside.context, inside.operand(node), 'key')

interface Places {
  /** What expressions over these tables can see. */
  readonly scope: Scope
  readonly text: string
}

function placesOf(context: RenderContext, from: From, outer: Scope | undefined): Places {
  if (from.kind === 'join') return joinedPlaces(context, from, outer)
  const { place, text } = placeOf(context, from, outer)
  return { scope: new Scope(place, outer), text }
}

const joinWords = { inner: 'JOIN', left: 'LEFT JOIN', right: 'RIGHT JOIN', full: 'FULL JOIN' } as const

/** Neither side sees the other; the condition and all that follows see both. */
function joinedPlaces(context: RenderContext, { join, left, right, on }: Join, outer: Scope | undefined): Places {
  const before = placesOf(context, left, outer)
  const after = placesOf(context, right, outer)
  const scope = before.scope.beside(after.scope)
  const condition = new ExpressionRenderer(context, scope).bare(on)
  const side = right.kind === 'join' ? `(${after.text})` : after.text
  if (join === 'full' && context.dialect.lacksFullJoin === true)
    return fullPlaces(context, before, { scope: after.scope, text: side }, condition)
  return { scope, text: `${before.text} ${joinWords[join]} ${side} ON ${condition}` }
}

/** A full join as one derived table: the left join, and the rows of the right side that nothing on the left meets. */
function fullPlaces(context: RenderContext, before: Places, after: Places, condition: string): Places {
  const alias = quoted(context, context.aliases.forDerived())
  const width = before.scope.places.length
  const columns = [...before.scope.places, ...after.scope.places].map((place, at) => ({
    isLeft: at < width,
    place,
    names: new Map(place.occurrence.table.columns.map(({ property }, index) => [property, `p${at}_${index}`])),
  }))
  const items = (isRightOnly: boolean): string =>
    columns
      .flatMap(({ isLeft, place, names }) =>
        place.occurrence.table.columns.map(({ property, name }) => {
          const column = `${place.qualifier}.${quoted(context, place.names?.get(property) ?? name)}`
          return `${isRightOnly && isLeft ? 'NULL' : column} AS ${quoted(context, names.get(property) ?? name)}`
        }),
      )
      .join(', ')
  const matched = `SELECT ${items(false)} FROM ${before.text} LEFT JOIN ${after.text} ON ${condition}`
  const single = `SELECT ${items(true)} FROM ${after.text} WHERE NOT EXISTS (SELECT 1 FROM ${before.text} WHERE ${condition})`
  const places = columns.map(({ place, names }) => ({ occurrence: place.occurrence, qualifier: alias, names }))
  return { scope: before.scope.with(places), text: `(${matched} UNION ALL ${single}) AS ${alias}` }
}

/** What the select of a derived table can see of the tables around. */
export const around = (context: RenderContext, outer: Scope | undefined): Scope | undefined =>
  context.dialect.lacksLateral === true && outer !== undefined
    ? new Scope([], outer, () =>
        unsupported(
          context.dialect.name,
          'lateral',
          'look from a limited or grouped set at the row outside it',
          'read the inner set by itself, or link it without limits and groups',
        ),
      )
    : outer

function placeOf(
  context: RenderContext,
  from: Exclude<From, Join>,
  outer: Scope | undefined,
): { place: Place; text: string } {
  const { occurrence } = from
  if (from.kind === 'derived') {
    const alias = quoted(context, context.aliases.forDerived())
    const names = derivedNames(from.select)
    const inner = subselect(context, from.select, around(context, outer), {
      columns: inside => derivedColumns(inside, from, names),
    })
    return { place: { occurrence, qualifier: alias, names }, text: `(${inner}) AS ${alias}` }
  }
  if (from.kind === 'text') {
    const alias = quoted(context, context.aliases.forDerived())
    const inner = new ExpressionRenderer(context, around(context, outer)).operand(from.node).sql
    return { place: { occurrence, qualifier: alias }, text: `(${inner}) AS ${alias}` }
  }
  const { text, qualifier } = tableText(context, occurrence.table)
  return { place: { occurrence, qualifier }, text }
}

const derivedNames = ({ columns }: Select): ReadonlyMap<string, string> => namesOf(columns.map(({ name }) => name))

/** The columns of a derived table, each in the storage that the outer select reads it as. */
function derivedColumns(
  inside: Expressions,
  { select, occurrence }: From & { kind: 'derived' },
  names: ReadonlyMap<string, string>,
): string {
  const seen = new Map(occurrence.table.columns.map(column => [column.property, column]))
  return select.columns
    .map(({ name, node }) => {
      const column = seen.get(name)
      const made = column === undefined ? inside.operand(node) : inside.inStorage(node, sqlStorage(column.storage))
      return `${made.sql} AS ${quoted(inside.context, names.get(name) ?? name)}`
    })
    .join(', ')
}

/** A table with its alias, and what stands before its columns. */
export function tableText(
  context: RenderContext,
  table: StoredTable,
  isTarget = false,
): { readonly text: string; readonly qualifier: string } {
  const name = quoted(context, table.name)
  const own = context.dialect.tableText?.(table)
  const text = own ?? [...table.path.map(part => quoted(context, part)), name].join('.')
  const alias = isTarget ? context.aliases.forTarget() : context.aliases.forTable()
  if (alias === undefined) return { text: own === undefined ? text : `${text} AS ${name}`, qualifier: name }
  return { text: `${text} AS ${quoted(context, alias)}`, qualifier: quoted(context, alias) }
}

function orderText(inside: Expressions, order: readonly OrderKey[]): string {
  if (order.length === 0) return ''
  const { dialect } = inside.context
  const keys = order.map(({ node, direction }) => {
    const key = compared(inside.context, inside.operand(node), 'order')
    if (!node.isNullable) return `${key} ${direction === 'asc' ? 'ASC' : 'DESC'}`
    return (dialect.nullsLast ?? nullsLast)(key, direction)
  })
  return `ORDER BY ${keys.join(', ')}`
}

const nullsLast = (key: string, direction: 'asc' | 'desc'): string =>
  `${key} ${direction === 'asc' ? 'ASC' : 'DESC'} NULLS LAST`

function windowText(inside: Expressions, limit: Node | undefined, offset: Node | undefined): string {
  if (limit === undefined && offset === undefined) return ''
  const bound = (node: Node | undefined): string | undefined =>
    node === undefined ? undefined : inside.operand(node).sql
  // The text of the limit comes first in every dialect; its parameter is numbered first too.
  return (inside.context.dialect.window ?? standardWindow)(bound(limit), bound(offset))
}

function standardWindow(limit: string | undefined, offset: string | undefined): string {
  const parts = [limit === undefined ? '' : `LIMIT ${limit}`, offset === undefined ? '' : `OFFSET ${offset}`]
  return parts.filter(part => part !== '').join(' ')
}
