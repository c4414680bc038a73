import type { AnyNode, Node } from './node.ts'
import type { From, Select, Statement } from './statement.ts'

/** Tells the moment that `now()` means. */
interface Clock {
  now(): unknown
}

/**
 * Gathers the values of a statement in canonical order, the order in which `parameterize` numbers its parameters.
 *
 * This runs on every call, so it allocates nothing but the array it fills.
 */
export function collect(statement: Statement, clock: Clock): unknown[] {
  const values: unknown[] = []
  switch (statement.kind) {
    case 'select':
      fromSelect(statement, values, clock)
      break
    case 'update':
      for (const { node } of statement.set) fromNode(node, values, clock)
      if (statement.where !== undefined) fromNode(statement.where, values, clock)
      break
    case 'delete':
      if (statement.where !== undefined) fromNode(statement.where, values, clock)
      break
    case 'insert-select':
      fromSelect(statement.select, values, clock)
      break
    case 'raw':
      fromNode(statement.node, values, clock)
      break
    case 'insert':
      break
  }
  return values
}

function fromSelect(select: Select, values: unknown[], clock: Clock): void {
  if (select.isPlain !== true)
    for (const { node } of select.columns) if (node.kind !== 'column') fromNode(node, values, clock)
  if (select.from !== undefined && select.from.kind !== 'table') fromPlace(select.from, values, clock)
  if (select.where !== undefined) fromNode(select.where, values, clock)
  if (select.groupBy !== undefined) for (const node of select.groupBy) fromNode(node, values, clock)
  if (select.having !== undefined) fromNode(select.having, values, clock)
  for (const { node } of select.order) fromNode(node, values, clock)
  if (select.limit !== undefined) fromNode(select.limit, values, clock)
  if (select.offset !== undefined) fromNode(select.offset, values, clock)
}

function fromPlace(from: From, values: unknown[], clock: Clock): void {
  if (from.kind === 'derived') fromSelect(from.select, values, clock)
  if (from.kind === 'text') fromNode(from.node, values, clock)
  if (from.kind !== 'join') return
  fromPlace(from.left, values, clock)
  fromPlace(from.right, values, clock)
  fromNode(from.on, values, clock)
}

function fromNode(node: Node, values: unknown[], clock: Clock): void {
  const any = node as AnyNode
  switch (any.kind) {
    case 'literal':
      if (any.value !== null) values.push(any.value)
      break
    case 'list':
      values.push(any.values)
      break
    case 'now':
      values.push(clock.now())
      break
    case 'operation':
    case 'template':
      for (const arg of any.args) fromNode(arg, values, clock)
      break
    case 'calculated':
      fromNode(any.node, values, clock)
      break
    case 'aggregate':
      if (any.arg !== undefined) fromNode(any.arg, values, clock)
      if (any.option !== undefined) fromNode(any.option, values, clock)
      break
    case 'case':
      for (const branch of any.branches) {
        fromNode(branch.when, values, clock)
        fromNode(branch.then, values, clock)
      }
      fromNode(any.otherwise, values, clock)
      break
    case 'subquery':
      fromSelect(any.select, values, clock)
      break
    default:
      break
  }
}
