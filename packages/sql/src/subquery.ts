import type { AnyNode, Node, Select } from '@vantage-ts/core/adapter'
import { walk } from '@vantage-ts/core/adapter'
import { anyNode, type Expressions, quoted } from './context.ts'
import { namesOf } from './scope.ts'

/** Name of the only column of a sub-query that is looked at again. */
const value = 'value'

/** A select as one value: null for no row, a failure for a second one. Bracketed. */
export function scalarText(select: Select, outside: Expressions): string {
  const { context, scope } = outside
  const { scalar } = context.dialect
  const node = onlyColumn(select)
  if (scalar === undefined || hasOneRow(select))
    return `(${context.subselect(select, scope, { columns: inside => inside.inDefault(node).sql })})`
  const columns = (inside: Expressions): string => `${inside.inDefault(node).sql} AS ${quoted(context, value)}`
  return scalar(context.subselect(select, scope, { columns }), quoted(context, value))
}

/** A test for rows. */
export function existsText(select: Select, outside: Expressions): string {
  const { context, scope } = outside
  const isCounted = select.groupBy === undefined && select.columns.some(({ node }) => holdsAggregate(node))
  const columns = (inside: Expressions): string =>
    isCounted ? select.columns.map(({ node }) => inside.operand(node).sql).join(', ') : '1'
  return `EXISTS (${context.subselect(select, scope, { columns })})`
}

/** A select as a table of vendor text: its columns under their names. Bracketed. */
export function rowsText(select: Select, { context, scope }: Expressions): string {
  const names = namesOf(select.columns.map(({ name }) => name))
  const columns = (inside: Expressions): string =>
    select.columns
      .map(({ name, node }) => `${inside.operand(node).sql} AS ${quoted(context, names.get(name) ?? name)}`)
      .join(', ')
  return `(${context.subselect(select, scope, { columns })})`
}

/** A select as the members of a list, without brackets and without nulls. */
export function columnText(select: Select, outside: Expressions, member: (inside: Expressions) => string): string {
  const { context, scope } = outside
  const node = onlyColumn(select)
  const isCut = select.limit !== undefined || select.offset !== undefined
  if (!node.isNullable && !(isCut && context.dialect.lacksCutMembers === true))
    return context.subselect(select, scope, { columns: member })
  if (isPlain(select))
    return context.subselect(select, scope, {
      columns: member,
      condition: inside => `${inside.operand(node).sql} IS NOT NULL`,
    })
  const alias = quoted(context, context.aliases.forDerived())
  const name = quoted(context, value)
  const inner = context.derived(select, scope, { columns: inside => `${member(inside)} AS ${name}` })
  return `SELECT ${alias}.${name} FROM (${inner}) AS ${alias} WHERE ${alias}.${name} IS NOT NULL`
}

/** Whether one more condition leaves out rows of the result and nothing else. */
const isPlain = (select: Select): boolean =>
  select.limit === undefined &&
  select.offset === undefined &&
  select.groupBy === undefined &&
  !select.columns.some(({ node }) => holdsAggregate(node))

/** An aggregate without groups gives one row, whatever it reads; a select by the id one at most. */
const hasOneRow = (select: Select): boolean =>
  select.isSingle === true ||
  (select.groupBy === undefined && select.having === undefined && holdsAggregate(onlyColumn(select)))

function holdsAggregate(node: Node): boolean {
  let found = false
  walk([node], (part: AnyNode) => {
    found ||= part.kind === 'aggregate'
    return part.kind !== 'subquery'
  })
  return found
}

function onlyColumn(select: Select): AnyNode {
  const node = select.columns[0]?.node
  if (node === undefined) throw new VantageError('a sub-query without columns has no value', { kind: 'invalid' })
  return anyNode(node)
}

import { VantageError } from '@vantage-ts/core/adapter'
