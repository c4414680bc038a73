import { sourceOf, standalone } from '../expression/evaluate.ts'
import type { ExpressionSource } from '../expression/execute.ts'
import { type AnyNode, Deferred, type Node } from '../expression/node.ts'
import type { Statement } from '../expression/statement.ts'
import { walk } from '../expression/walk.ts'
import { WriteNode } from '../expression/write-node.ts'
import { BoundSource } from '../source/bound-source.ts'
import { placeTemplates, type Step as Part, stepsOf } from '../source/plan.ts'

/** Whether a source reaches a database: also one of rows that lie inside rows of it. */
export const isOf = (source: ExpressionSource, database: object): boolean =>
  source.database === database || (source instanceof BoundSource && source.opensOn.database === database)

/** Whether an expression only reads, and needs nothing of a database. */
export function isApart(node: Node, database: object): boolean {
  let found = true
  walk([node], part => {
    if (part instanceof WriteNode) found = false
    else if (part.kind === 'deferred') found &&= part.origin === undefined || isApart(part.origin, database)
    else if (part.kind === 'column') found &&= !isOf(part.occurrence.source, database)
    else if (part.kind === 'subquery' || part.kind === 'template')
      found &&= part.source === undefined || !isOf(part.source, database)
    return found
  })
  return found
}

interface Sent {
  readonly source: ExpressionSource
  readonly statement: Statement
}

/** The parts of statements that are apart from a database, also inside parts that are not. */
export const partsApart = (statements: readonly Sent[], database: object): readonly Part[] =>
  statements.flatMap(({ source, statement }) =>
    stepsOf(placeTemplates(statement, source), source).flatMap(part => partsWithin(part, database)),
  )

/** The same of an expression. */
export function partsOfNode(node: Node, database: object): readonly Part[] {
  if (node instanceof Deferred) return partsWithin(node, database)
  const source = sourceOf(node)
  return source === undefined ? [] : partsApart([{ source, statement: standalone(node as AnyNode) }], database)
}

function partsWithin(part: Part, database: object): readonly Part[] {
  if (isApart(part, database)) return [part]
  if (part instanceof WriteNode) return partsApart(part.statements(), database)
  if (part.kind === 'subquery') return partsApart([{ source: part.source, statement: part.select }], database)
  return part.origin === undefined ? [] : partsOfNode(part.origin, database)
}
