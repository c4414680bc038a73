import type { Node } from '@vantage-ts/core/adapter'
import { anyNode } from './inside.ts'

/** The conditions of a top-level AND, each of which every row must meet; in order. */
export function conjunctsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return []
  const parts: Node[] = []
  const open: Node[] = [node]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const any = anyNode(part)
    if (any.kind === 'operation' && any.operator === 'and') open.push(...[...any.args].reverse())
    else parts.push(part)
  }
  return parts
}
