import { objectOf } from './cast.ts'
import { kindOf } from './kind-of.ts'
import { textProblem } from './text.ts'

/** How deep JSON may be nested. */
export const maxJsonDepth = 1000
const maxParts = 10_000_000

/** What to say of JSON that is nested deeper. */
export const tooDeep = 'must not be nested deeper than 1,000 levels, nor contain itself'

/**
 * What keeps a value from being carried as JSON without loss; `undefined` when nothing does.
 *
 * Units: at most 1,000 levels and 10 million parts, so that no stack or memory overflows on a value that contains itself.
 */
export function jsonProblem(value: unknown): string | undefined {
  let parts = 0
  const walk = (part: unknown, depth: number): string | undefined => {
    if (part === null || typeof part === 'boolean') return undefined
    if (typeof part === 'string') return textProblem(part)
    if (typeof part === 'number') return numberProblem(part)
    const object = typeof part === 'object' ? objectOf(part) : undefined
    if (object === undefined) return `must hold only JSON values, got ${kindOf(part)}; leave it out or use null`
    if (depth >= maxJsonDepth) return tooDeep
    if (!Array.isArray(part) && !isPlain(object)) {
      return `must hold only plain objects, got ${kindOf(part)} of a class or with symbols as keys; convert it to plain data`
    }
    for (const key of Array.isArray(part) ? part.keys() : Object.keys(object)) {
      parts++
      if (parts > maxParts) return 'must not have more than 10,000,000 parts'
      const problem = (typeof key === 'string' && textProblem(key)) || walk(object[key], depth + 1)
      if (problem) return problem
    }
    return undefined
  }
  return walk(value, 0)
}

function numberProblem(value: number): string | undefined {
  if (!Number.isFinite(value)) return 'must hold only finite numbers, not NaN or infinite; use null'
  return Object.is(value, -0) ? 'must not hold −0, which JSON text cannot carry; use 0' : undefined
}

/** Whether an object is a literal or has no prototype; one of another realm counts. */
function isPlain(object: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && prototype !== Object.prototype && Object.getPrototypeOf(prototype) !== null) return false
  return Object.getOwnPropertySymbols(object).length === 0
}
