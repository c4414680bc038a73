import type { Json, JsonObject } from './json-value.ts'
import { compareText } from './text.ts'
import { TypeProblem } from './type.ts'

/** JSON text with the keys of every object in code point order: equal values have equal texts. */
export function canonicalJsonText(value: Json): string {
  if (!isTree(value)) return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJsonText).join(',')}]`
  const members = Object.entries(value).sort(([a], [b]) => compareText(a, b))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJsonText(member)}`).join(',')}}`
}

/** A deep copy of valid JSON that nobody can change. */
export const frozenJson = (value: Json): Json => (isTree(value) ? freezeDeep(JSON.parse(JSON.stringify(value))) : value)

/** Makes parsed JSON immutable, in place. */
export function freezeDeep<T extends Json>(value: T): T {
  if (isTree(value)) {
    for (const member of Object.values(value)) freezeDeep(member)
    Object.freeze(value)
  }
  return value
}

/**
 * Reads JSON text.
 *
 * Errors: `TypeProblem` for what is no JSON, and for a whole number that would be rounded to a double. Fractions are read as
 * the nearest double, as everywhere (RFC 8259 §6).
 */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    if (!/\d{16}/.test(text) || !hasRoundedInteger(text)) return value
  } catch {
    throw new TypeProblem('must be JSON text')
  }
  throw new TypeProblem('must not hold whole numbers beyond ±(2^53 − 1), which JavaScript rounds; hold them as strings')
}

function hasRoundedInteger(text: string): boolean {
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)) {
    if (/^-?\d{16,}$/.test(token) && BigInt(token) !== BigInt(Number(token))) return true
  }
  return false
}

const isTree = (value: Json): value is readonly Json[] | JsonObject => typeof value === 'object' && value !== null

/** `Array.isArray` for JSON, whose arrays are read-only. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
