/**
 * Casts with a name and a reason. This is the only file of core where a bare `as` is allowed; everywhere else the reason
 * stands at the call and a reviewer can search for it.
 */

/** Hands a value on as a T that the compiler cannot see; `reason` says who vouches for it. Does nothing at run time. */
export function unchecked<T>(value: unknown, reason: string): T
export function unchecked(value: unknown): unknown {
  return value
}

/** The keys of an object whose type lists all of them: `{ a: 1, b: 2 }` -> `('a' | 'b')[]`. */
export const keysOf = <T extends object>(object: T): (keyof T & string)[] => Object.keys(object) as (keyof T & string)[]

/** A value as an object whose members are unknown, or `undefined` for primitives and null. Functions count as objects. */
export function objectOf(value: unknown): { readonly [key: PropertyKey]: unknown } | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  return value as { readonly [key: PropertyKey]: unknown }
}
