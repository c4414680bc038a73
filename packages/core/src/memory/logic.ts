import type { Evaluate, Frame } from './frame.ts'

// Three-valued logic: null is unknown, and only what both possibilities agree on is known.

export const both =
  (left: Evaluate, right: Evaluate): Evaluate =>
  frame => {
    const a = left(frame)
    if (a === false) return false
    const b = right(frame)
    return b === false ? false : a === null || b === null ? null : true
  }

export const either =
  (left: Evaluate, right: Evaluate): Evaluate =>
  frame => {
    const a = left(frame)
    if (a === true) return true
    const b = right(frame)
    return b === true ? true : a === null || b === null ? null : false
  }

export const not =
  (operand: Evaluate): Evaluate =>
  frame => {
    const value = operand(frame)
    return value === null ? null : value === false
  }

/** Keeps a row only when every condition is true; unknown and false need not be told apart. */
export type Filter = (frame: Frame) => boolean

export function allOf(conditions: readonly Evaluate[]): Filter {
  const [first, second, ...rest] = conditions
  if (first === undefined) return () => true
  if (second === undefined) return frame => first(frame) === true
  if (rest.length === 0) return frame => first(frame) === true && second(frame) === true
  const others = allOf(rest)
  return frame => first(frame) === true && second(frame) === true && others(frame)
}
