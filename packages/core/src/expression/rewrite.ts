import { type AnyNode, Aggregate, Case, Constant, List, type Node, Param, Subquery } from './node.ts'
import { logic, membershipIn, operation } from './operate.ts'

import { deleteKey, insertSelectKey, selectKey, updateKey } from './statement-key.ts'
import type { From, Select, Statement } from './statement.ts'

/** Gives the node that takes a node's place, or undefined to go on below it. */
export type Replace = (node: AnyNode) => Node | undefined

/** A copy of the statement with nodes replaced, visited in canonical order; parts without a change are shared. */
export function rewriteStatement<Kind extends Statement>(statement: Kind, replace: Replace): Kind
export function rewriteStatement(statement: Statement, replace: Replace): Statement {
  switch (statement.kind) {
    case 'select':
      return rewriteSelect(statement, replace)
    case 'update': {
      const set = statement.set.map(({ column, node }) => ({ column, node: rewriteNode(node, replace) }))
      const changed = { ...statement, set, ...optional('where', statement.where, replace) }
      return { ...changed, key: updateKey(changed) }
    }
    case 'delete': {
      const changed = { ...statement, ...optional('where', statement.where, replace) }
      return { ...changed, key: deleteKey(changed) }
    }
    case 'insert-select': {
      const changed = { ...statement, select: rewriteSelect(statement.select, replace) }
      return { ...changed, key: insertSelectKey(changed) }
    }
    case 'raw': {
      const node = rewriteNode(statement.node, replace)
      return { kind: 'raw', node, key: node.key }
    }
    case 'insert':
      return statement
  }
}

export function rewriteSelect(select: Select, replace: Replace): Select {
  const { from } = select
  const columns = select.columns.map(({ name, node }) => ({ name, node: rewriteNode(node, replace) }))
  const newFrom = from === undefined ? undefined : rewriteFrom(from, replace)
  const changed: Omit<Select, 'key'> = {
    kind: 'select',
    columns,
    ...(newFrom === undefined ? {} : { from: newFrom }),
    ...optional('where', select.where, replace),
    ...(select.groupBy === undefined ? {} : { groupBy: select.groupBy.map(node => rewriteNode(node, replace)) }),
    ...optional('having', select.having, replace),
    order: select.order.map(({ node, direction }) => ({ node: rewriteNode(node, replace), direction })),
    ...optional('limit', select.limit, replace),
    ...optional('offset', select.offset, replace),
    ...(select.isSingle === true ? { isSingle: true } : {}),
  }
  return { ...changed, key: selectKey(changed) }
}

function rewriteFrom(from: From, replace: Replace): From {
  if (from.kind === 'table') return from
  if (from.kind === 'text') return { ...from, node: rewriteNode(from.node, replace) }
  if (from.kind === 'derived') return { ...from, select: rewriteSelect(from.select, replace) }
  const left = rewriteFrom(from.left, replace)
  const right = rewriteFrom(from.right, replace)
  return { ...from, left, right, on: rewriteNode(from.on, replace) }
}

function optional<Name extends string>(name: Name, node: Node | undefined, replace: Replace): { [P in Name]?: Node } {
  const part: { [P in Name]?: Node } = {}
  if (node !== undefined) part[name] = rewriteNode(node, replace)
  return part
}

/** A copy of the tree with nodes replaced; conditions that became known fold away. */
export function rewriteNode(node: Node, replace: Replace): Node {
  const any = node as AnyNode
  const replaced = replace(any)
  if (replaced !== undefined) return replaced
  switch (any.kind) {
    case 'operation': {
      const args: Node[] = []
      // No map(): its frames would halve how long a chain of conditions may be.
      for (const arg of any.args) args.push(rewriteNode(arg, replace))
      if (args.every((arg, index) => arg === any.args[index])) return any
      const [left, right] = args
      if (left !== undefined && right !== undefined && (any.operator === 'and' || any.operator === 'or'))
        return logic(any.operator, left, right)
      if (left instanceof Constant && any.operator === 'not') return new Constant(!left.value)
      if (left !== undefined && right instanceof List && (any.operator === 'in' || any.operator === 'notIn'))
        return membershipIn(any.operator, left, right)
      return operation(any.operator, args, any.isNullable)
    }
    case 'calculated':
      return rewriteNode(any.node, replace)
    case 'aggregate':
      if (any.arg === undefined) return any
      return new Aggregate(
        any.name,
        rewriteNode(any.arg, replace),
        any.option === undefined ? undefined : rewriteNode(any.option, replace),
      )
    case 'case':
      return new Case(
        any.branches.map(branch => ({
          when: rewriteNode(branch.when, replace),
          then: rewriteNode(branch.then, replace),
        })),
        rewriteNode(any.otherwise, replace),
      )
    case 'subquery':
      return new Subquery(rewriteSelect(any.select, replace), any.mode, any.source, any.type, any.isNullable)
    case 'template':
      return any.with(any.args.map(arg => rewriteNode(arg, replace)))
    default:
      return any
  }
}

/**
 * Replaces every value by a numbered parameter: the tree that adapters compile, the same for every statement of one key.
 *
 * Shape: parameter `index` is the position of its value in what `collect` gathers from a statement of the same key.
 */
export function parameterize<Kind extends Statement>(statement: Kind): Kind {
  let next = 0
  return rewriteStatement(statement, node => {
    if (node.kind === 'literal') return node.value === null ? node : new Param(node.type, next++, node.storage, false)
    if (node.kind === 'list') return new Param(node.type, next++, node.storage, true)
    if (node.kind === 'now') return new Param(node.type, next++, undefined, false, true)
    return undefined
  })
}
