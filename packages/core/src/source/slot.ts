import type { Param } from '../expression/node.ts'
import type { Storage } from '../types/storage.ts'
import type { ParameterSlot } from './backend.ts'

const identity = (value: unknown): unknown => value

/**
 * The slot that binds a parameter: a list is encoded item by item into an array.
 *
 * `storage` is the parameter's own, or the source's default for its type.
 */
export function slotOf(param: Param, storage: Storage): ParameterSlot {
  const encode = storage.encode === undefined ? identity : storage.encode.bind(storage)
  const { index, type, isList } = param
  if (!isList) return { index, typeName: type.name, encode }
  const encodeList = (values: unknown): unknown =>
    encode === identity ? values : (values as readonly unknown[]).map(item => encode(item))
  return { index, typeName: `${type.name}[]`, encode: encodeList }
}

/** The positions of slots of different values: some dialects bind one value at several places of a text. */
export function eachOnce(slots: readonly ParameterSlot[]): readonly number[] {
  const seen = new Set<number>()
  const positions: number[] = []
  for (const [position, { index }] of slots.entries()) {
    if (seen.has(index)) continue
    seen.add(index)
    positions.push(position)
  }
  return positions
}
