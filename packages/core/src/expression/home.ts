import type { ExpressionSource } from './execute.ts'

/** Stands where parts of an expression belong to different sources or table occurrences. */
export const several: unique symbol = Symbol('several')
export type Home = ExpressionSource | undefined | typeof several
export type Scope = string | undefined | typeof several

export const joinHome = (a: Home, b: Home): Home =>
  a === undefined || a === b
    ? b
    : b === undefined
      ? a
      : a !== several && b !== several && a.database === b.database
        ? a
        : several
export const joinScope = (a: Scope, b: Scope): Scope => (a === undefined || a === b ? b : b === undefined ? a : several)
