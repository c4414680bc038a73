import type { Node, Select, Type } from '@vantage-ts/core/adapter'
import { anyNode, defaultOf, type Expressions, type RenderContext, storageOfNode } from './context.ts'
import type { Dialect, ListItem } from './dialect.ts'
import type { Fragment, Operand } from './operand.ts'
import { type SqlStorage, sqlStorage } from './storage.ts'
import { columnText } from './subquery.ts'

/** `order` for what goes by size; `key` for groups and members of lists; `equality` for the two sides of an operator. */
export type Purpose = 'equality' | 'key' | 'order'

/** Two operands in forms that compare as their values do. Errors: `unsupported` for storages that do not meet. */
export function aligned(expressions: Expressions, left: Node, right: Node, purpose: Purpose): readonly Operand[] {
  const [a, b] = inOneStorage(expressions, left, right)
  const [one, other] = pair(expressions.context, a, b, purpose)
  return [
    { ...a, sql: one },
    { ...b, sql: other },
  ]
}

function pair(context: RenderContext, a: Operand, b: Operand, purpose: Purpose): readonly [string, string] {
  const { align } = context.dialect
  if (align !== undefined && (a.type.name !== b.type.name || a.type.units !== b.type.units)) return align(a, b)
  return [compared(context, a, purpose), compared(context, b, purpose)]
}

/** What a value is compared and ordered by. */
export function compared({ dialect }: RenderContext, operand: Operand, purpose: Purpose): string {
  const { storage, type, sql, node } = operand
  const key = keyOf(dialect, storage, sql)
  if (dialect.collate === undefined || !isWord(type)) return key
  if (purpose === 'equality' || (purpose === 'key' && dialect.collatesKeys !== true)) return key
  return dialect.collate(key, node.kind === 'column' ? node.column.collation : 'binary')
}

/** What a stored form is compared by. */
const keyOf = ({ sortKey }: Dialect, storage: SqlStorage, sql: string): string =>
  sortKey?.(sql, storage) ?? storage.sortKey?.(sql) ?? sql

const isWord = (type: Type<unknown>): boolean => type.name === 'text' || type.name === 'enum'

function inOneStorage(expressions: Expressions, left: Node, right: Node): readonly [Operand, Operand] {
  if (isValue(right) && !isValue(left)) {
    const a = expressions.operand(left)
    return [a, valueFor(expressions, right, a)]
  }
  if (isValue(left) && !isValue(right)) {
    const b = expressions.operand(right)
    return [valueFor(expressions, left, b), b]
  }
  if (meet(expressions.context, left, right)) return [expressions.operand(left), expressions.operand(right)]
  return [expressions.inDefault(left), expressions.inDefault(right)]
}

/** Whether the values of two nodes compare as they come: one storage, or each the default of its type. */
function meet(context: RenderContext, left: Node, right: Node): boolean {
  const [a, b] = [storageOfNode(context, left), storageOfNode(context, right)]
  return a === b || (a === defaultOf(context, left.type) && b === defaultOf(context, right.type))
}

const isValue = (node: Node): boolean => node.kind === 'param' || node.kind === 'literal'

/** A bound value as what it is compared with is stored. */
function valueFor(expressions: Expressions, value: Node, beside: Operand): Operand {
  return value.type.name === beside.type.name && value.type.units === beside.type.units
    ? expressions.inStorage(value, beside.storage)
    : expressions.inDefault(value)
}

/** `in` and `notIn` over a bound list or a sub-query; nulls among the members are left out. */
export function membership(expressions: Expressions, operator: 'in' | 'notIn', left: Node, right: Node): Fragment {
  const members = anyNode(right)
  if (members.kind === 'subquery') return inSelect(expressions, operator, left, members.select)
  const { context } = expressions
  const a = expressions.operand(left)
  const isAlike = left.type.name === right.type.name
  const storage = isAlike ? a.storage : sqlStorage(right.storage ?? defaultOf(context, right.type))
  const item: ListItem = {
    type: right.type,
    storage,
    left: a,
    key: sql => keyOf(context.dialect, storage, sql),
  }
  const { list } = context.dialect
  const { encode } = list
  const bound =
    members.kind === 'param'
      ? context.parameters.add(members, storage, encode && (items => encode(items as readonly unknown[], item)))
      : expressions.operand(right).sql
  return { sql: list[operator](compared(context, a, 'key'), bound, item), isClosed: false }
}

function inSelect(expressions: Expressions, operator: 'in' | 'notIn', left: Node, select: Select): Fragment {
  const { context } = expressions
  const member = select.columns[0]?.node ?? left
  const asTheyCome = isValue(left) || meet(context, left, member)
  const a = isValue(left)
    ? expressions.inStorage(left, storageOfNode(context, member))
    : asTheyCome
      ? expressions.operand(left)
      : expressions.inDefault(left)
  let outside = a.sql
  const text = columnText(select, expressions, inside => {
    const b = asTheyCome ? inside.operand(member) : inside.inDefault(member)
    const [one, other] = pair(context, a, b, 'key')
    outside = one
    return other
  })
  return { sql: `${outside} ${operator === 'in' ? 'IN' : 'NOT IN'} (${text})`, isClosed: false }
}
