import type { Decimal } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import type { AggregateFunction, Cell, ScalarFunction } from './functions.ts'

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

interface Folded {
  value: Decimal | undefined
  count: number
}

/** The three parts that drivers make an aggregate of. */
export function foldOf({ add, result }: AggregateFunction): {
  start: () => Folded
  step: (state: Folded, value: Cell) => Folded
  result: (state: Folded) => Cell
} {
  return {
    start: () => ({ value: undefined, count: 0 }),
    step: (state, value) => {
      if (value === null) return state
      state.value = add(state.value, String(value))
      state.count++
      return state
    },
    result: ({ value, count }) => (value === undefined ? null : result(value, count)),
  }
}
