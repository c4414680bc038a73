import type { Type } from '../types/type.ts'
import { isIdentity, keyOf } from './cell.ts'
import type { Evaluate, Frame } from './frame.ts'

/** The values that a run compares with, as keys. */
export type Members = (frame: Frame) => ReadonlySet<unknown>

/**
 * Membership in a list without its nulls: nothing is in an empty one; otherwise a null left side is unknown.
 *
 * Shape: the same for a list of values and for a sub-query.
 */
export function membershipOf(
  operator: 'in' | 'notIn',
  type: Type<unknown>,
  left: Evaluate,
  members: Members,
): Evaluate {
  const wanted = operator === 'in'
  const key = isIdentity(type) ? undefined : keyOf(type)
  return frame => {
    const set = members(frame)
    if (set.size === 0) return !wanted
    const value = left(frame)
    if (value === null) return null
    return set.has(key === undefined ? value : key(value)) === wanted
  }
}

/** The set of a list's values, made once per run. */
export function listMembers(type: Type<unknown>, parameter: number, result: number): Members {
  const key = keyOf(type)
  return frame => {
    const { results } = frame.run
    const known = results[result]
    if (known instanceof Set) return known
    const set = setOf(frame.parameters[parameter], key)
    results[result] = set
    return set
  }
}

/** Keys of the values that are not null. */
export function setOf(values: unknown, key: (value: unknown) => unknown): Set<unknown> {
  const set = new Set<unknown>()
  if (!Array.isArray(values)) return set
  for (const value of values) if (value !== null && value !== undefined) set.add(key(value))
  return set
}
