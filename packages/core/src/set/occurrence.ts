import { ColumnNode, type Node, Template } from '../expression/node.ts'
import { occurrencesIn } from '../expression/outlook.ts'
import { type Replace, rewriteNode } from '../expression/rewrite.ts'
import type { Occurrence } from '../expression/statement.ts'
import type { SetState } from './state.ts'

/**
 * The same set as another occurrence of its table, so that a statement can tell its columns from those of the first.
 *
 * Shape: sub-queries that read the table themselves keep their own occurrence of it.
 */
export function occurringAs(state: SetState, key: string): SetState {
  const { definition } = state
  const { key: before, table, source } = definition.occurrence
  if (key === before) return state
  const moved = mover(before, { key, table, source })
  const optional = (node: Node | undefined): Node | undefined => (node === undefined ? undefined : moved(node))
  return {
    ...state,
    definition: definition.occurringAs(key, moved),
    where: optional(state.where),
    scope: optional(state.scope),
    order: state.order.map(({ node, direction }) => ({ node: moved(node), direction })),
    selected: state.selected?.map(({ name, node }) => ({ name, node: moved(node) })),
  }
}

function mover(before: string, occurrence: Occurrence): (node: Node) => Node {
  const move = (node: Node): Node => rewriteNode(node, replace)
  const replace: Replace = node => {
    if (node.kind === 'column') return node.occurrence.key === before ? new ColumnNode(occurrence, node.column) : node
    if (node.kind === 'subquery') return occurrencesIn(node.select.from).includes(before) ? node : undefined
    if (node.kind === 'template' && node.scope === before) {
      const { source, parts, args, standalone, isTyped, type } = node
      return new Template(source, parts, args.map(move), standalone, occurrence.key, isTyped ? type : undefined)
    }
    return undefined
  }
  return move
}
