import type { AnyNode, Node } from './node.ts'
import type { From, Select, Statement } from './statement.ts'

/** The parts of a node in canonical order, those inside its sub-query included. `rewrite.ts` keeps the same order. */
export function childrenOf(node: AnyNode): readonly Node[] {
  switch (node.kind) {
    case 'operation':
    case 'template':
      return node.args
    case 'aggregate':
      return [...(node.arg === undefined ? [] : [node.arg]), ...(node.option === undefined ? [] : [node.option])]
    case 'calculated':
      return [node.node]
    case 'case':
      return [...node.branches.flatMap(branch => [branch.when, branch.then]), node.otherwise]
    case 'subquery':
      return nodesOfSelect(node.select)
    default:
      return []
  }
}

export function nodesOfSelect(select: Select): readonly Node[] {
  return [
    ...select.columns.map(column => column.node),
    ...nodesOfFrom(select.from),
    ...(select.where === undefined ? [] : [select.where]),
    ...(select.groupBy ?? []),
    ...(select.having === undefined ? [] : [select.having]),
    ...select.order.map(order => order.node),
    ...(select.limit === undefined ? [] : [select.limit]),
    ...(select.offset === undefined ? [] : [select.offset]),
  ]
}

function nodesOfFrom(from: From | undefined): readonly Node[] {
  if (from === undefined || from.kind === 'table') return []
  if (from.kind === 'text') return [from.node]
  return from.kind === 'derived'
    ? nodesOfSelect(from.select)
    : [...nodesOfFrom(from.left), ...nodesOfFrom(from.right), from.on]
}

/** All nodes right below a statement, in canonical order. */
export function nodesOf(statement: Statement): readonly Node[] {
  switch (statement.kind) {
    case 'select':
      return nodesOfSelect(statement)
    case 'update':
      return [...statement.set.map(({ node }) => node), ...(statement.where === undefined ? [] : [statement.where])]
    case 'delete':
      return statement.where === undefined ? [] : [statement.where]
    case 'insert-select':
      return nodesOfSelect(statement.select)
    case 'raw':
      return [statement.node]
    case 'insert':
      return []
  }
}

/** Calls `visit` for every node below, parents first; `visit` answering false leaves out what is below that node. */
export function walk(nodes: readonly Node[], visit: (node: AnyNode) => boolean | undefined): void {
  for (const node of nodes) {
    const any = node as AnyNode
    if (visit(any) !== false) walk(childrenOf(any), visit)
  }
}

/** Whether every value of some nodes is known: without deferred parts, moments, sub-queries and vendor text. */
export function isSimple(nodes: readonly Node[]): boolean {
  let simple = true
  walk(nodes, node => {
    const { kind } = node
    if (kind === 'deferred' || kind === 'now' || kind === 'subquery' || kind === 'template') simple = false
    return simple ? undefined : false
  })
  return simple
}
