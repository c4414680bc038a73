import type { AnyNode, Node } from './node.ts'
import { walk } from './walk.ts'

/** Names what of an expression belongs to an open transaction, for messages. */
export function partInside(node: Node): string {
  let found: string | undefined
  walk([node], part => {
    found ??= nameInside(part)
    return found === undefined
  })
  return found ?? node.preview()
}

function nameInside(part: AnyNode): string | undefined {
  switch (part.kind) {
    case 'column':
      return part.occurrence.source.inTransaction && part.preview()
    case 'subquery':
      return part.source.inTransaction && (part.select.from?.occurrence.table.entity ?? 'a query')
    case 'template':
      return part.source?.inTransaction && 'vendor text'
    case 'deferred':
      return part.home?.inTransaction && part.label
    default:
      return undefined
  }
}
