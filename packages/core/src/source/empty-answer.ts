import type { AnyNode } from '../expression/node.ts'
import type { Select } from '../expression/statement.ts'
import type { Type } from '../types/type.ts'

/** The zero of a summable type, which is the sum of nothing. */
export const zeroOf = (type: Type<unknown>): unknown => type.fromText(type.arithmetic === 'duration' ? 'PT0S' : '0')

/**
 * The rows of a select whose condition is known to be false, so that nothing need be sent.
 *
 * Shape: no rows; one row for aggregates without groups; undefined when only the source can tell.
 */
export function emptyAnswer(select: Select): readonly (readonly unknown[])[] | undefined {
  const nodes = select.columns.map(({ node }) => node as AnyNode)
  const aggregates = nodes.filter(node => node.kind === 'aggregate')
  if (select.groupBy !== undefined) return []
  if (aggregates.length === 0) return nodes.some(holdsAggregate) ? undefined : []
  if (aggregates.length !== nodes.length) return undefined
  return [aggregates.map(({ name, type }) => (name === 'count' ? 0 : name === 'sum' ? zeroOf(type) : null))]
}

function holdsAggregate(node: AnyNode): boolean {
  if (node.kind === 'aggregate') return true
  if (node.kind === 'operation' || node.kind === 'template')
    return node.args.some(arg => holdsAggregate(arg as AnyNode))
  return node.kind === 'case'
}
