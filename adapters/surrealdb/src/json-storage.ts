import type { Json } from '@vantage-ts/core'
import { type Storage, TypeProblem, unchecked } from '@vantage-ts/core/adapter'
import { FloatValue } from './float-value.ts'

/** The engine's decoder gives up somewhere above 200 levels. */
const maxDepth = 200

/**
 * JSON as values of the engine: objects, arrays, strings, numbers, booleans and null.
 *
 * Shape: read values are frozen. Keys come back sorted. A NONE inside an array is null.
 * Errors: `TypeProblem` for more than 200 levels, and stored values that JSON has no form for; where the connection is not
 * ours, for what its codec loses: a key `__proto__`, whole numbers beyond ±2^53.
 */
export const jsonStorage = (isOurs: boolean): Storage<Json> => ({
  name: 'json',
  encode: value => encodePart(value, 0, isOurs),
  decode: raw => unchecked<Json>(decodePart(raw), 'every part was checked'),
})

function encodePart(part: Json, depth: number, isOurs: boolean): unknown {
  if (typeof part === 'number') return encodeNumber(part, isOurs)
  if (typeof part !== 'object' || part === null) return part
  if (depth >= maxDepth) throw new TypeProblem(`must not be nested deeper than ${maxDepth} levels in SurrealDB`)
  if (Array.isArray(part)) return part.map((item: Json) => encodePart(item, depth + 1, isOurs))
  const made: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(part)) {
    const encoded = encodePart(unchecked<Json>(value, 'a member of JSON is JSON'), depth + 1, isOurs)
    if (key !== '__proto__') made[key] = encoded
    else if (isOurs) Object.defineProperty(made, key, { value: encoded, enumerable: true })
    else throw new TypeProblem('must not have a key __proto__ over a connection that you opened yourself')
  }
  return made
}

function encodeNumber(value: number, isOurs: boolean): unknown {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value
  if (isOurs) return new FloatValue(value)
  throw new TypeProblem('must not hold whole numbers beyond ±(2^53 − 1) over a connection that you opened yourself')
}

function decodePart(raw: unknown): unknown {
  switch (typeof raw) {
    case 'string':
    case 'boolean':
      return raw
    case 'number':
      if (Number.isFinite(raw)) return raw + 0
      throw new TypeProblem('must hold only finite numbers')
    case 'undefined':
      return null
    case 'object':
      return raw === null ? null : decodeTree(raw)
    default:
      throw new TypeProblem('must not hold whole numbers beyond ±(2^53 − 1), which JavaScript rounds')
  }
}

function decodeTree(tree: object): object {
  if (Array.isArray(tree)) {
    for (let index = 0; index < tree.length; index++) tree[index] = decodePart(tree[index])
    return Object.freeze(tree)
  }
  if (Object.getPrototypeOf(tree) !== Object.prototype)
    throw new TypeProblem(
      `must hold only JSON values, but holds a ${tree.constructor.name} of SurrealDB; select it by a template instead`,
    )
  const members = unchecked<Record<string, unknown>>(tree, 'a plain object')
  for (const key of Object.keys(members)) {
    const value = members[key]
    const decoded = decodePart(value)
    if (decoded !== value) members[key] = decoded
  }
  return Object.freeze(members)
}
