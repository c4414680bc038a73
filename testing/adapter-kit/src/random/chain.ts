import * as fc from 'fast-check'
import type { SetColumn } from './shape.ts'

/** One call of a random chain as drawn: what the number stands for depends on the set that it meets. */
export interface DrawnCall {
  readonly does: (typeof verbs)[number]
  readonly dice: number
}

const verbs = ['where', 'ref', 'order', 'cut', 'calculate', 'import', 'group', 'source', 'join', 'select'] as const

const weighted = fc.oneof(
  { weight: 6, arbitrary: fc.constant('where' as const) },
  { weight: 9, arbitrary: fc.constant('ref' as const) },
  { weight: 5, arbitrary: fc.constant('calculate' as const) },
  { weight: 4, arbitrary: fc.constant('import' as const) },
  { weight: 2, arbitrary: fc.constant('order' as const) },
  { weight: 2, arbitrary: fc.constant('cut' as const) },
  { weight: 2, arbitrary: fc.constant('group' as const) },
  { weight: 2, arbitrary: fc.constant('source' as const) },
  { weight: 2, arbitrary: fc.constant('join' as const) },
  { weight: 1, arbitrary: fc.constant('select' as const) },
)
/** A number that is another one when it shrinks, which would help nobody. */
export const seeds = fc.noShrink(fc.integer({ min: 0, max: 2 ** 31 - 1 }))

export interface DrawnChain {
  readonly start: number
  readonly calls: readonly DrawnCall[]
  /** What is read of the set at the end. */
  readonly reads: number
}

export const chains: fc.Arbitrary<DrawnChain> = fc.record({
  start: seeds,
  calls: fc.array(fc.record({ does: weighted, dice: seeds }), { maxLength: 7, size: 'max' }),
  reads: seeds,
})

/** A value over the columns of a set. */
export type Value =
  | { readonly is: 'column'; readonly name: string }
  | { readonly is: 'literal'; readonly value: unknown }
  | {
      readonly is: 'call'
      readonly name: 'plus' | 'minus' | 'concat' | 'coalesce'
      readonly args: readonly [Value, Value]
    }
  | {
      readonly is: 'case'
      readonly type: SetColumn['type']
      readonly when: Test
      readonly then: Value
      readonly otherwise: Value
    }
  | { readonly is: 'link'; readonly calls: readonly Call[]; readonly computes: Computation }

/** A condition over the columns of a set. */
export type Test =
  | { readonly is: 'and' | 'or'; readonly left: Test; readonly right: Test }
  | { readonly is: 'not'; readonly of: Test }
  | { readonly is: Comparison; readonly left: Value; readonly right: Value }
  | { readonly is: 'null'; readonly of: Value; readonly isNegative: boolean }
  | { readonly is: 'listed'; readonly of: Value; readonly values: readonly unknown[]; readonly isNegative: boolean }
  | {
      readonly is: 'inside'
      readonly of: Value
      readonly calls: readonly Call[]
      readonly column: string
      readonly isNegative: boolean
    }

export const comparisons = ['eq', 'ne', 'lt', 'lte', 'gt', 'gte'] as const
export type Comparison = (typeof comparisons)[number]
export type AggregateName = 'count' | 'sum' | 'min' | 'max' | 'avg'
export interface Computation {
  readonly name: AggregateName
  /** Absent: rows are counted. */
  readonly column?: string
}
export interface SortKey {
  readonly column: string
  readonly isDescending: boolean
}
/** A column of one side of a join, by number. */
export interface SideColumn {
  readonly side: number
  readonly column: string
}
export interface JoinedColumn extends SideColumn {
  readonly name: string
}
/** A condition over the columns of one side. */
export interface SideTest {
  readonly side: number
  readonly test: Test
}
/** One more side of a join: a set of its own, whose column meets one of a side before it. */
export interface JoinSide {
  readonly kind: 'inner' | 'left' | 'right' | 'full'
  readonly other: readonly Call[]
  readonly on: readonly [before: SideColumn, own: string]
  /** What the pairs have to meet besides. */
  readonly also?: SideTest
}
/** The first rows of a join, in an order that leaves nothing open. */
export interface JoinCut {
  readonly keys: readonly (SideColumn & { readonly isDescending: boolean })[]
  readonly limit: number
  readonly offset: number
}

/** One call of a chain, with every name known. */
export type Call =
  | { readonly does: 'open'; readonly entity: number }
  /** The rows that a reference leads to from the row outside. */
  | { readonly does: 'link'; readonly ref: string }
  | { readonly does: 'where'; readonly test: Test }
  | { readonly does: 'ref'; readonly ref: string }
  | { readonly does: 'order'; readonly keys: readonly SortKey[] }
  | { readonly does: 'cut'; readonly limit?: number; readonly offset: number }
  | { readonly does: 'calculate'; readonly name: string; readonly value: Value }
  | {
      readonly does: 'group'
      readonly names: readonly string[]
      readonly computes: readonly (Computation & { readonly as: string })[]
      readonly ids: readonly string[]
    }
  /** The column that a path over has-one references leads to. */
  | { readonly does: 'import'; readonly refs: readonly string[]; readonly column: string }
  | { readonly does: 'source' }
  | {
      readonly does: 'join'
      readonly sides: readonly JoinSide[]
      readonly where?: SideTest
      readonly cut?: JoinCut
      readonly columns: readonly JoinedColumn[]
    }
  | { readonly does: 'select'; readonly names: readonly string[] }

export type Reading =
  | { readonly reads: 'rows' | 'first' | 'stream' | 'pages' }
  | { readonly reads: 'values'; readonly column: string }
  | { readonly reads: 'aggregate'; readonly computes: Computation }

/** A chain with every name known. */
export interface Chain {
  readonly calls: readonly Call[]
  readonly reading: Reading
  /** How often it passes from one database to another. */
  readonly hops: number
}

/** What an imported column is called. */
export const pathOf = ({ refs, column }: Call & { does: 'import' }): string => [...refs, column].join('.')

/** A column of a row, and what it gets. */
export interface Assignment {
  readonly column: string
  readonly value: Value
}

/** A change of all rows that a chain leads to. */
export type Change = { readonly calls: readonly Call[]; readonly hops: number } & (
  | { readonly does: 'delete' }
  | { readonly does: 'update'; readonly sets: readonly Assignment[] }
  /** Every row becomes one of an entity. */
  | { readonly does: 'insert'; readonly into: number; readonly sets: readonly Assignment[] }
)
