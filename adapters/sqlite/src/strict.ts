import { unchecked } from '@vantage-ts/core/adapter'
import type { AggregateFunction, Cell, Fold, ScalarFunction } from './functions.ts'

type Loose = (...args: Cell[]) => Cell

/** A function that gives null when one of its arguments is. Drivers count its parameters, so it has as many as it takes. */
export function strictOf({ arity, call }: ScalarFunction): Loose {
  const loose = unchecked<Loose>(call, 'SQL text is rendered with arguments of the right types')
  switch (arity) {
    case 0:
      return () => loose()
    case 1:
      return (a: Cell) => (a === null ? null : loose(a))
    case 2:
      return (a: Cell, b: Cell) => (a === null || b === null ? null : loose(a, b))
    case 3:
      return (a: Cell, b: Cell, c: Cell) => (a === null || b === null || c === null ? null : loose(a, b, c))
  }
}

interface Folding {
  fold: Fold | undefined
}
type Step = (state: Folding, ...args: Cell[]) => Folding

/** The three parts that drivers make an aggregate of. Drivers count the parameters of `step`. */
export function foldOf({ arity, start }: AggregateFunction): {
  readonly start: () => Folding
  readonly step: Step
  readonly result: (state: Folding) => Cell
} {
  const step = (state: Folding, value: Cell, option: Cell): Folding => {
    if (value === null) return state
    state.fold ??= start()
    state.fold.add(value, option)
    return state
  }
  return {
    start: () => ({ fold: undefined }),
    step: arity === 1 ? (state: Folding, value: Cell) => step(state, value, null) : step,
    result: ({ fold }) => fold?.result() ?? null,
  }
}
