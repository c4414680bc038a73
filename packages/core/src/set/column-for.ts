import { Calculated, ColumnNode, type Node } from '../expression/node.ts'
import type { Projection } from '../expression/statement.ts'

/** The column that has the value of a node. Keys of nodes say nothing of the values in them, so only a column is told by its key. */
export const columnFor = (columns: readonly Projection[], node: Node): Projection | undefined => {
  const wanted = bare(node)
  return columns.find(column => {
    const given = bare(column.node)
    return given === wanted || (wanted instanceof ColumnNode && given.key === wanted.key)
  })
}

const bare = (node: Node): Node => (node instanceof Calculated ? node.node : node)
