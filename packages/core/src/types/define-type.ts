import { kindOf } from './kind-of.ts'
import type { Type } from './type.ts'
import { TypeProblem } from './type.ts'

/** The parts of a type that have no default. */
type Needed = 'name' | 'problem' | 'toText' | 'fromText'

/** What `defineType` takes: a `Type` whose usual parts may be left out. */
export type TypeParts<T, Name extends string> = Pick<Type<T, Name>, Needed> &
  Partial<Omit<Type<T, Name>, Needed | '~t'>>

/**
 * Makes a type from what is special about it.
 *
 * Shape: left out, a type is ordered by `<` and equal by `===` (right for primitives), has no arithmetic, and its JSON form
 * is its text. Vendor types (`citext`, `recordId`) are made with it in their adapter.
 */
export const defineType = <T, Name extends string>(parts: TypeParts<T, Name>): Type<T, Name> => ({
  isOrdered: true,
  arithmetic: undefined,
  equals: identical,
  compare: byOperator,
  toJson: parts.toText,
  fromJson: json => parts.fromText(textIn(json)),
  ...parts,
})

const identical = (a: unknown, b: unknown): boolean => a === b

/** Order by the language's `<`: right for numbers, bigints, booleans and ASCII text. */
const byOperator = <T>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)

/** The string a JSON form consists of; throws `TypeProblem` for anything else. */
export function textIn(json: unknown): string {
  if (typeof json === 'string') return json
  throw new TypeProblem(`must be a string in JSON, got ${kindOf(json)}`)
}

/** Returns the value if it is one of the type, in canonical form; else throws `TypeProblem`. */
export function checked<T>(type: Pick<Type<T>, 'problem' | 'canonical'>, value: T): T {
  const problem = type.problem(value)
  if (problem !== undefined) throw new TypeProblem(problem)
  return type.canonical === undefined ? value : type.canonical(value)
}
