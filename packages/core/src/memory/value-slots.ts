import type { Statement } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import type { ParameterSlot } from '../source/backend.ts'

const asItIs = (value: unknown): unknown => value

/** The slots of a statement that is evaluated here: every value as it is, by `Param.index`. */
export function valueSlots(statement: Statement): readonly ParameterSlot[] {
  const slots: ParameterSlot[] = []
  const later: ParameterSlot[] = []
  walk(nodesOf(statement), node => {
    if (node.kind === 'param') {
      const typeName = node.isList ? `${node.type.name}[]` : node.type.name
      const slot = { index: node.index, typeName, encode: asItIs }
      // What is known at run only has no place among the values; it is there for plans.
      if (node.index < 0) later.push(slot)
      else slots[node.index] = slot
    }
    return undefined
  })
  // Of a statement that is only planned some values may be without a place.
  return later.length === 0 ? slots : [...Object.values(slots), ...later]
}
