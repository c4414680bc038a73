import type { Statement } from '../expression/statement.ts'
import { nodesOf, walk } from '../expression/walk.ts'
import type { ParameterSlot } from '../source/backend.ts'

const asItIs = (value: unknown): unknown => value

/** The slots of a statement that is evaluated here: every value as it is, by `Param.index`. */
export function valueSlots(statement: Statement): readonly ParameterSlot[] {
  const slots: ParameterSlot[] = []
  walk(nodesOf(statement), node => {
    if (node.kind === 'param') {
      const typeName = node.isList ? `${node.type.name}[]` : node.type.name
      slots[node.index] = { index: node.index, typeName, encode: asItIs }
    }
    return undefined
  })
  return slots
}
