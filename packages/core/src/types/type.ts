import { VantageError } from '../errors/vantage-error.ts'
import { unchecked } from './cast.ts'
import type { Json } from './json-value.ts'

/** How the values of a type add up, or `undefined` where adding makes no sense. */
export type Arithmetic = 'int' | 'bigint' | 'float' | 'decimal' | 'duration'

/** Precision of an instant: milliseconds, microseconds, nanoseconds. */
export type InstantUnits = 'ms' | 'us' | 'ns'

/**
 * A glue type: what a column holds, whatever source it lives in, and the only way its values are checked, compared and
 * carried between sources.
 *
 * Shape: `name` is that of the exported constant ('int', 'plainDate', 'instantNs'; 'enum', 'array' for the factories).
 * No method uses `this`, so each can be passed on alone. Null is never handed in: it means "no value" in every type.
 * Errors: `fromText` and `fromJson` throw `TypeProblem`; `problem` returns; nothing ever names the value itself.
 */
export interface Type<out T, out Name extends string = string> {
  readonly name: Name
  /** Carries T for the compiler; never present. */
  readonly '~t'?: T
  /** Whether `<`, `>`, `min`, `max` and ordering make sense. `compare` is total either way. */
  readonly isOrdered: boolean
  readonly arithmetic: Arithmetic | undefined
  /** `undefined` when the value is one of T; else what is wrong and what to do, as the rest of a sentence: "must be …". */
  problem(value: unknown): string | undefined
  /** The one form of a value that can be written in several ways (upper-case uuid, −0, Temporal of another copy). */
  canonical?(value: T): T
  equals(a: T, b: T): boolean
  /** Total order −1, 0, 1; text by code point. It is 0 exactly when `equals` holds. */
  compare(a: T, b: T): number
  /** Exact canonical text: two values have the same text exactly when `equals` holds, so it serves as a key. */
  toText(value: T): string
  fromText(text: string): T
  /** Exact JSON form: wire, cursors, resume tokens. */
  toJson(value: T): Json
  fromJson(json: unknown): T
  /** Type of the items of an array. */
  readonly item?: Type<unknown>
  /** Members of an enum. */
  readonly members?: readonly string[]
  /** Bounds of a `decimal(precision, scale)`: digits in all, digits after the point. */
  readonly digits?: { readonly precision: number; readonly scale: number }
  /** Precision of an instant. */
  readonly units?: InstantUnits
}

/** The value type of a type: `TypeOf<typeof int>` -> `number`. */
export type TypeOf<Ty> = Ty extends Type<infer T> ? T : never

/**
 * A value that a type or a storage cannot hold exactly.
 *
 * Shape: the message goes on from a place the caller puts before it: "must be text, got a number".
 * Errors: thrown by codecs; whoever knows row and field wraps it into a `type-mismatch`.
 */
export class TypeProblem extends Error {
  static {
    Object.defineProperty(TypeProblem.prototype, 'name', { value: 'TypeProblem' })
  }
}

/**
 * Checks a value and returns it in its canonical form.
 *
 * Shape: `place` is what the message starts with, such as `User.age`; a function where finding it costs something.
 * Errors: `type-mismatch` naming place, type and the next step; never the value.
 */
export function accept<T>(type: Type<T>, value: unknown, place: string | (() => string)): T {
  const problem = type.problem(value)
  if (problem !== undefined) {
    throw new VantageError(`${typeof place === 'string' ? place : place()} ${problem}`, {
      kind: 'type-mismatch',
      details: { type: type.name },
    })
  }
  const exact = unchecked<T>(value, 'problem() found none')
  return type.canonical === undefined ? exact : type.canonical(exact)
}
