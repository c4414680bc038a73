import { type Node, walk } from '@vantage-ts/core/adapter'

/** Whether an expression holds an aggregate of its own select. */
export function holdsAggregate(node: Node): boolean {
  let isFound = false
  walk([node], part => {
    isFound ||= part.kind === 'aggregate'
    return part.kind !== 'subquery'
  })
  return isFound
}
