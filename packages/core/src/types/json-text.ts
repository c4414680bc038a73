import { jsonProblem, maxJsonDepth, tooDeep } from './json-problem.ts'
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
export const frozenJson = (value: Json): Json =>
  isTree(value) ? freezeDeep<Json>(JSON.parse(JSON.stringify(value))) : value

/** Makes plain JSON immutable, in place. Errors: `TypeProblem` past the depth that JSON may have. */
function freezeDeep<T extends Json>(value: T, depth = 0): T {
  if (isTree(value)) {
    if (depth >= maxJsonDepth) throw new TypeProblem(tooDeep)
    for (const member of Object.values(value)) freezeDeep(member, depth + 1)
    Object.freeze(value)
  }
  return value
}

/** Text of JSON that a parser may read as something else: half surrogates, −0, infinities, rounded integers. */
const unsure = /\\ud[89a-f]|(?:^|[[,:\s])-0|\de[+-]?\d{3}|\d{16}/i

/**
 * Reads JSON text into an immutable value.
 *
 * Errors: `TypeProblem` for what is no JSON or could not be written again as it was, such as a whole number that a double
 * rounds. Fractions are read as the nearest double, as everywhere (RFC 8259 §6).
 */
export function parseJson(text: string): Json {
  const value = valueIn(text)
  const problem = unsure.test(text) || !text.isWellFormed() ? (roundedProblem(text) ?? jsonProblem(value)) : undefined
  if (problem !== undefined) throw new TypeProblem(problem)
  return freezeDeep(value)
}

function valueIn(text: string): Json {
  try {
    return JSON.parse(text)
  } catch {
    throw new TypeProblem('must be JSON text')
  }
}

function roundedProblem(text: string): string | undefined {
  for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?/gi)) {
    if (/^-?\d{16,}$/.test(token) && token !== digitsOf(Number(token))) {
      return 'must not hold whole numbers beyond ±(2^53 − 1), which JavaScript rounds; hold them as strings'
    }
  }
  return undefined
}

/** The digits that JavaScript writes for a whole number, without exponent: 1e+21 -> 1000000000000000000000, as databases write it. */
const digitsOf = (value: number): string =>
  String(value).replace(
    /(\d)(?:\.(\d+))?e\+(\d+)$/,
    (_, first: string, rest: string | undefined, exponent: string) =>
      first + (rest ?? '').padEnd(Number(exponent), '0'),
  )

const isTree = (value: Json): value is readonly Json[] | JsonObject => typeof value === 'object' && value !== null

/** `Array.isArray` for JSON, whose arrays are read-only. */
const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
