import type { Occurrence } from '../expression/statement.ts'

/** One row as it is fed in: cells by position, in the form in which the source stores them. */
export type Cells = readonly unknown[]

/** What one run of a select shares with its sub-queries. */
export interface RunState {
  /** Values of the statement, by `Param.index`. */
  readonly parameters: readonly unknown[]
  /** The rows of a table that a sub-query reads. */
  rowsOf(occurrence: Occurrence): readonly Cells[]
  /** What is computed once per run, by the number that the compiler gave it. */
  readonly results: unknown[]
  /** Bytes that rows to be ordered or grouped may take, as estimated. */
  readonly maxOrderBytes: number
}

/** Where an expression is evaluated: the current row, and the row outside of a sub-query. Reused from row to row. */
export class Frame {
  row: Cells = noCells
  /** Results of the aggregates of the current group. */
  aggregates: readonly unknown[] = noCells
  /** Cells of a wrong type read as null instead of failing. */
  isLenient = false
  readonly parameters: readonly unknown[]
  readonly run: RunState
  readonly outer: Frame | undefined

  constructor(run: RunState, outer: Frame | undefined) {
    this.run = run
    this.outer = outer
    this.parameters = run.parameters
  }
}
const noCells: Cells = Object.freeze([])

/** A compiled expression: null stands for "no value" and for "unknown". */
export type Evaluate<T = unknown> = (frame: Frame) => T | null
