import { type AnyNode, type Node, unchecked } from '@vantage-ts/core/adapter'

/** A node by its kind, for `switch`. */
export const anyNode = (node: Node): AnyNode => unchecked<AnyNode>(node, 'there are no other nodes')
