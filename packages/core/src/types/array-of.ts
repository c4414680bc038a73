import { canonicalJsonText, parseJson } from './json-text.ts'
import { defineType } from './define-type.ts'
import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/**
 * Array whose items are all of one type, arrays included: `arrayOf(int)`, `arrayOf(arrayOf(text))`.
 *
 * Shape: immutable; an accepted value is a frozen copy. Not ordered by sources; `compare` goes item by item. Text is a JSON
 * array of the items' JSON forms.
 * Errors: null and undefined items are refused; the problem names the index.
 */
export function arrayOf<T>(item: Type<T>): Type<readonly T[], 'array'> {
  return defineType<readonly T[], 'array'>({
    name: 'array',
    item,
    isOrdered: false,
    problem: value => arrayProblem(item, value),
    canonical: value => Object.freeze(value.map(one => (item.canonical === undefined ? one : item.canonical(one)))),
    equals: (a, b) => a.length === b.length && compareItems(item, a, b) === 0,
    compare: (a, b) => compareItems(item, a, b),
    toText: value => canonicalJsonText(value.map(one => item.toJson(one))),
    fromText: text => itemsOf(item, parseJson(text)),
    toJson: value => value.map(one => item.toJson(one)),
    fromJson: json => itemsOf(item, json),
  })
}

function arrayProblem(item: Type<unknown>, value: unknown): string | undefined {
  if (!Array.isArray(value)) return `must be an array, got ${kindOf(value)}`
  for (let at = 0; at < value.length; at++) {
    const problem = item.problem(value[at])
    if (problem !== undefined) return `item ${at} ${problem}`
  }
  return undefined
}

function itemsOf<T>(item: Type<T>, json: unknown): readonly T[] {
  if (!Array.isArray(json)) throw new TypeProblem(`must be an array in JSON, got ${kindOf(json)}`)
  return Object.freeze(
    json.map((one, at) => {
      try {
        return item.fromJson(one)
      } catch (problem) {
        if (problem instanceof TypeProblem) throw new TypeProblem(`item ${at} ${problem.message}`)
        throw problem
      }
    }),
  )
}

function compareItems<T>(item: Type<T>, a: readonly T[], b: readonly T[]): number {
  for (const [at, left] of a.entries()) {
    if (at >= b.length) return 1
    const right = b[at]
    const order = right === undefined ? 0 : item.compare(left, right)
    if (order !== 0) return order
  }
  return Math.sign(a.length - b.length)
}
