import type { AnyNode, Node } from './node.ts'
import type { Select, Statement } from './statement.ts'

/**
 * Gathers the values of a statement in canonical order, the order in which `parameterize` numbers its parameters.
 *
 * This runs on every call, so it allocates nothing but the array it fills.
 */
export function collect(statement: Statement, now: () => unknown): unknown[] {
  const values: unknown[] = []
  switch (statement.kind) {
    case 'select':
      fromSelect(statement, values, now)
      break
    case 'update':
      for (const { node } of statement.set) fromNode(node, values, now)
      if (statement.where !== undefined) fromNode(statement.where, values, now)
      break
    case 'delete':
      if (statement.where !== undefined) fromNode(statement.where, values, now)
      break
    case 'raw':
      fromNode(statement.node, values, now)
      break
    case 'insert':
      break
  }
  return values
}

function fromSelect(select: Select, values: unknown[], now: () => unknown): void {
  for (const { node } of select.columns) if (node.kind !== 'column') fromNode(node, values, now)
  if (select.from?.kind === 'derived') fromSelect(select.from.select, values, now)
  if (select.where !== undefined) fromNode(select.where, values, now)
  if (select.groupBy !== undefined) for (const node of select.groupBy) fromNode(node, values, now)
  if (select.having !== undefined) fromNode(select.having, values, now)
  for (const { node } of select.order) fromNode(node, values, now)
  if (select.limit !== undefined) fromNode(select.limit, values, now)
  if (select.offset !== undefined) fromNode(select.offset, values, now)
}

function fromNode(node: Node, values: unknown[], now: () => unknown): void {
  const any = node as AnyNode
  switch (any.kind) {
    case 'literal':
      if (any.value !== null) values.push(any.value)
      break
    case 'list':
      values.push(any.values)
      break
    case 'now':
      values.push(now())
      break
    case 'operation':
    case 'template':
      for (const arg of any.args) fromNode(arg, values, now)
      break
    case 'aggregate':
      if (any.arg !== undefined) fromNode(any.arg, values, now)
      break
    case 'case':
      for (const branch of any.branches) {
        fromNode(branch.when, values, now)
        fromNode(branch.then, values, now)
      }
      fromNode(any.otherwise, values, now)
      break
    case 'subquery':
      fromSelect(any.select, values, now)
      break
    default:
      break
  }
}
