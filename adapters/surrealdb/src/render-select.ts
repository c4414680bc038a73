import {
  type From,
  type Node,
  type Occurrence,
  type OrderKey,
  type Select,
  type Template,
  unchecked,
  unsupported,
} from '@vantage-ts/core/adapter'
import { nullText } from './comparisons.ts'
import { Expressions } from './expressions.ts'
import { GroupScope } from './grouping.ts'
import { holdsAggregate } from './holds-aggregate.ts'
import { quoted } from './identifier.ts'
import { anyNode, type Inside } from './inside.ts'
import { linkIn } from './record-link.ts'
import { asRecord, storedCell } from './records.ts'
import type { Rendering, SelectForm, Subselect } from './rendering.ts'
import { DerivedScope, EmptyScope, Frame, type Scope, TableScope, TextScope } from './scope.ts'
import { vendorText } from './templates.ts'
import { refetched, targetOf, whereText } from './target.ts'
import { all, isPlain, textOf } from './value.ts'

/** Renders selects inside expressions. */
export const subselects =
  (rendering: Rendering): Subselect =>
  (select, outer, form) => {
    const frame = new Frame(rendering, outer)
    return { text: selectText(select, frame, rendering, form), frame }
  }

/** The name that a batch of ids is bound to. */
export const batchName = '_batch'

/** Text of the rows of a select whose records are given by a batch of ids, in the order of the ids. */
export function batchText(select: Select, occurrence: Occurrence, rendering: Rendering): string {
  const inside = new Expressions(rendering, new TableScope(new Frame(rendering, undefined), occurrence))
  const cells = select.columns.map(({ node }) => cellText(node, inside, { shape: 'row' }))
  const ids = `$${batchName}`
  const source = rendering.settings.seesOwnWrites ? refetched(ids) : `${ids} WHERE id != NONE`
  return `SELECT VALUE [${cells.join(', ')}] FROM ${source}`
}

/** Rows that a select goes over: a table, records by id, groups, or another select. */
interface Source {
  /** What stands after FROM; asked once every expression over the rows is rendered, since groups are made for those. */
  readonly text: () => string
  readonly inside: Inside
  readonly conditions: readonly string[]
  readonly isOne: boolean
  readonly isList: boolean
  readonly isTable: boolean
}

/**
 * Text of a select. Its rows are made by `SELECT VALUE`, which the engine answers a third faster than rows by name.
 *
 * Shape: an ordered one is a select in a select, since order keys have to be columns of the one that orders.
 */
export function selectText(select: Select, frame: Frame, rendering: Rendering, form: SelectForm): string {
  const rows = rowsOf(select.from, select.where, frame, rendering)
  const { groupBy, having, columns, order } = select
  const isGrouped = groupBy !== undefined || [...columns, ...order].some(({ node }) => holdsAggregate(node))
  if (!isGrouped) return scanText(select, rows, form)
  const scope = new GroupScope(rows.inside, groupBy ?? [])
  const inside = new Expressions(rendering, scope)
  const conditions = having === undefined ? [] : [inside.whenTrue(having)]
  const text = (): string => `(${scope.text(fromText(rows))})`
  return scanText(select, { text, inside, conditions, isOne: false, isList: false, isTable: false }, form)
}

const fromText = ({ text, conditions, inside }: Source): string => {
  const rows = inside.scope.texts?.over(text()) ?? text()
  return `FROM ${rows}${whereText(conditions)}`
}

function rowsOf(from: From | undefined, where: Node | undefined, frame: Frame, rendering: Rendering): Source {
  if (from === undefined) return plainRows(() => '[{}]', new EmptyScope(frame), where, rendering)
  if (from.kind === 'derived') {
    const whole = `(${selectText(from.select, frame, rendering, { shape: 'object' })})`
    const part = rendering.flattened(whole)
    // What has a name the engine counts as if it were a table, and fails.
    const text = part === whole ? whole : `array::concat(${part})`
    return plainRows(() => text, new DerivedScope(frame, from.occurrence), where, rendering)
  }
  if (from.kind === 'text') {
    const { node } = from
    const around = new Expressions(rendering, new EmptyScope(frame))
    const text = `(${vendorText(unchecked<Template>(node, 'text is a template'), around)})`
    return plainRows(() => text, new TextScope(frame, from.occurrence), where, rendering)
  }
  if (from.kind === 'join') throw unsupported('surrealdb', 'join', 'join tables', 'follow a reference with getRef()')
  const inside = new Expressions(rendering, new TableScope(frame, from.occurrence))
  const { text, ...target } = targetOf(from.occurrence, where, inside, 'read')
  return { ...target, text: () => text, inside }
}

function plainRows(text: () => string, scope: Scope, where: Node | undefined, rendering: Rendering): Source {
  const inside = new Expressions(rendering, scope)
  const conditions = where === undefined ? [] : [inside.whenTrue(where)]
  return { text, inside, conditions, isOne: false, isList: false, isTable: false }
}

function scanText(select: Select, source: Source, form: SelectForm): string {
  const { columns, order } = select
  const window = windowText(select, source.inside, form)
  const cells =
    form.shape === 'record' ? ['id'] : columns.map(({ node }, index) => cellOf(node, index, source.inside, form))
  // Nobody can see the order of what is not cut, unless it is the answer.
  const isSeen = form.shape === 'row' || form.shape === 'record' || window !== ''
  const isOrdered =
    (order.length > 0 && isSeen && !source.isOne) || (form.isTotal === true && !isInOrder(select, source))
  if (!isOrdered) return `SELECT VALUE ${shaped(select, cells, form)} ${fromText(source)}${window}`
  return orderedText(select, source, cells, form, window)
}

/** A table that nothing narrows is read by the ids of its records. */
const isInOrder = ({ order }: Select, { isTable, conditions }: Source): boolean =>
  order.length === 0 && isTable && all(conditions) === 'true'

function orderedText(
  select: Select,
  source: Source,
  cells: readonly string[],
  form: SelectForm,
  window: string,
): string {
  const keys = orderKeys(select.order, source.inside)
  if (form.isTotal === true && !keys.some(({ name }) => name === 'id')) keys.push(byRecord)
  const names = cells.map((_, index) => `\`~c${index}\``)
  const fields = [
    ...cells.map((cell, index) => `${cell} AS ${names[index]}`),
    ...keys.flatMap(({ field }) => field ?? []),
  ]
  const order = ` ORDER BY ${keys.map(({ name, direction }) => `${name} ${direction}`).join(', ')}`
  const scan = `SELECT ${fields.join(', ')} ${fromText(source)}`
  const ordered = source.isList ? `SELECT * FROM (${scan})${order}` : `${scan}${order}`
  const result = `SELECT VALUE ${shaped(select, names, form)} FROM`
  return cutsTooEarly(source.inside) ? `${result} (${ordered})${window}` : `${result} (${ordered}${window})`
}

/** In a transaction, and in a select that stands in an expression, the engine cuts the rows of a table before it orders them. */
const cutsTooEarly = ({ rendering, scope }: Inside): boolean =>
  rendering.settings.inTransaction || rendering.isNested || scope.frame.isInner

interface RenderedKey {
  readonly name: string
  readonly field: string | undefined
  readonly direction: 'ASC' | 'DESC'
}

const byRecord: RenderedKey = { name: 'id', field: 'id', direction: 'ASC' }

/** All parts of an id in their order are the order of the ids themselves, in which the engine stores records. */
function orderKeys(order: readonly OrderKey[], inside: Inside): RenderedKey[] {
  const keys: RenderedKey[] = []
  for (let index = 0; index < order.length; index++) {
    const key = order[index]
    if (key === undefined) continue
    const parts = partsFrom(order, index, inside)
    keys.push(parts === 0 ? orderKey(key, inside) : { ...byRecord, direction: wayOf(key) })
    index += Math.max(0, parts - 1)
  }
  return keys
}

/** How many keys from here on are all the parts of a composite id, in one direction; else 0. */
function partsFrom(order: readonly OrderKey[], start: number, inside: Inside): number {
  const partOf = (at: number) => {
    const any = order[at] === undefined ? undefined : anyNode(order[at].node)
    return any?.kind === 'column' ? inside.scope.own(any)?.part : undefined
  }
  const count = partOf(start)?.of ?? 0
  for (let at = 0; at < count; at++)
    if (partOf(start + at)?.at !== at || order[start + at]?.direction !== order[start]?.direction) return 0
  return count
}

const wayOf = ({ direction }: OrderKey): 'ASC' | 'DESC' => (direction === 'asc' ? 'ASC' : 'DESC')

/** Sorts after every value but records, which no column holds. */
const lastOfAll = 'type::record("z", "z")'

/** Nulls last: in a descending order they are, as the smallest values. Missing fields tie with nulls. */
function orderKey(key: OrderKey, inside: Inside): RenderedKey {
  const { node, direction } = key
  const way = wayOf(key)
  const any = anyNode(node)
  if (any.kind === 'column' && inside.scope.own(any)?.isId === true) return { name: 'id', field: 'id', direction: way }
  const name = inside.rendering.orderName()
  const value = inside.value(node)
  const own = isPlain(value) ? value.text : textOf(value)
  const text = !node.isNullable ? own : direction === 'desc' ? nullText(value) : `(${own} ?? ${lastOfAll})`
  return { name, field: `${text} AS ${name}`, direction: way }
}

const cellOf = (node: Node, index: number, inside: Inside, form: SelectForm): string =>
  form.cell === undefined ? cellText(node, inside, form) : form.cell(node, index, inside)

function cellText(node: Node, inside: Inside, { shape, isMicros, recordsOf }: SelectForm): string {
  if (shape === 'true') return 'true'
  if (recordsOf !== undefined) {
    const record = asRecord(node, recordsOf, inside)
    return isPlain(record) ? record.text : textOf(record)
  }
  // The values of a column are its ids even where links are stored; rows and what is read from them hold what is stored.
  const isStored = isMicros !== true && (shape !== 'value' || !isLink(node))
  const stored = isStored ? storedCell(node, inside) : undefined
  if (stored !== undefined) return stored
  const value = isMicros === true ? inside.micros(node) : inside.value(node)
  return textOf(value, shape === 'row' ? (value.exact ?? value.text) : value.text)
}

const isLink = (node: Node): boolean => linkIn(node.storage) !== undefined

function shaped({ columns }: Select, cells: readonly string[], { shape }: SelectForm): string {
  switch (shape) {
    case 'row':
      return `[${cells.join(', ')}]`
    case 'object':
      return `{ ${columns.map(({ name }, index) => `${quoted(name)}: ${cells[index]}`).join(', ')} }`
    default:
      return cells[0] ?? 'true'
  }
}

function windowText({ limit, offset }: Select, inside: Inside, { atMost, skip }: SelectForm): string {
  const bound = (node: Node): string => {
    const any = anyNode(node)
    return any.kind === 'param' ? inside.rendering.rows(any) : inside.text(node)
  }
  const rows = limit === undefined ? atMost : bound(limit)
  const start = offset === undefined ? skip : bound(offset)
  return `${rows === undefined ? '' : ` LIMIT ${rows}`}${start === undefined ? '' : ` START ${start}`}`
}
