import { unchecked } from './cast.ts'
import { checked, defineType } from './define-type.ts'
import { jsonProblem } from './json-problem.ts'
import { canonicalJsonText, frozenJson, parseJson } from './json-text.ts'
import type { Json } from './json-value.ts'
import { compareText } from './text.ts'
import type { Type } from './type.ts'

/**
 * JSON value: null, booleans, finite numbers, well-formed strings, arrays and plain objects of these.
 *
 * Shape: immutable; an accepted value is a frozen copy. Equality is structural and ignores the order of keys; text has them
 * sorted; not ordered. A null at the top is no value in a nullable column.
 * Units: at most 1,000 levels.
 * Errors: −0, NaN, undefined, functions, instances of classes, cycles and lone surrogates are refused.
 */
export const json: Type<Json, 'json'> = /* @__PURE__ */ defineType<Json, 'json'>({
  name: 'json',
  isOrdered: false,
  problem: jsonProblem,
  canonical: frozenJson,
  equals: (a, b) => a === b || canonicalJsonText(a) === canonicalJsonText(b),
  compare: (a, b) => compareText(canonicalJsonText(a), canonicalJsonText(b)),
  toText: canonicalJsonText,
  fromText: parseJson,
  toJson: value => value,
  fromJson: value => checked(json, unchecked<Json>(value, 'checked in the same breath')),
})
