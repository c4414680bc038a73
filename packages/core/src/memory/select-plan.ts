import type { JoinKind, Occurrence, StoredColumn } from '../expression/statement.ts'
import type { RowPlace } from '../source/backend.ts'
import type { Accumulator, AccumulatorSettings } from './accumulator.ts'
import type { Cells, Evaluate, Frame } from './frame.ts'
import type { Filter } from './logic.ts'
import type { OutsideCell } from './scope.ts'
import type { SortKey } from './sorter.ts'

/** One aggregate of a select. */
export interface AggregatePlan {
  /** Absent for the count of rows. */
  readonly argument: Evaluate | undefined
  /** What the aggregate is told besides, once for all rows. */
  readonly option: Evaluate | undefined
  start(settings: AccumulatorSettings): Accumulator
}

export interface GroupKeyPlan {
  readonly evaluate: Evaluate
  /** A value that is not null as a key. */
  key(value: unknown): unknown
}

export interface OrderPlan extends SortKey {
  readonly evaluate: Evaluate
}

/** An equality with something outside that picks the rows of a correlated sub-query without scanning them all. */
export interface ProbePlan {
  readonly column: Evaluate
  readonly outside: Evaluate
  key(value: unknown): unknown
  /** Where the run keeps the rows by key. */
  readonly result: number
}

/** One side of a join: the rows of a select. */
export interface JoinSide {
  readonly plan: SelectPlan
  /** Cells of a row. */
  readonly width: number
  /** Where a run keeps its rows. */
  readonly result: number
}

/** A select whose rows are the same for all rows outside, and where a run keeps them. */
export interface HeldSelect {
  readonly plan: SelectPlan
  readonly result: number
}

/** An equality of the two sides, by which rows find each other. */
export interface JoinKey {
  readonly left: Evaluate
  readonly right: Evaluate
  key(value: unknown): unknown
}

export interface JoinPlan {
  readonly join: JoinKind
  readonly left: JoinSide
  readonly right: JoinSide
  readonly keys: readonly JoinKey[]
  /** The whole condition, over a row of both sides' cells. */
  readonly on: Filter
}

/** A compiled select: closures over the row, by what they are for. */
export interface SelectPlan {
  /** Tells the columns of its own row from those of selects around it. */
  readonly scope: object
  /** The table at the bottom, below derived ones; absent: one row without cells. */
  readonly from: Occurrence | undefined
  /** The select in the place of a table, whose rows are fed into this one. */
  readonly inner: SelectPlan | undefined
  /** The same, in a select that is run for each row outside, where that makes no difference to the inner one. */
  readonly held: HeldSelect | undefined
  /** The join in the place of a table, whose pairs of rows are fed into this one. */
  readonly joined: JoinPlan | undefined
  /** Where a run keeps these pairs, on the same terms. */
  readonly joinedOnce: number | undefined
  readonly filter: Filter | undefined
  /** The same conditions as a value of three-valued logic. */
  readonly where: Evaluate | undefined
  readonly isAggregated: boolean
  readonly aggregates: readonly AggregatePlan[]
  readonly groupKeys: readonly GroupKeyPlan[] | undefined
  readonly having: Evaluate | undefined
  readonly project: (frame: Frame) => readonly unknown[]
  readonly order: readonly OrderPlan[]
  readonly limit: Evaluate | undefined
  readonly offset: Evaluate | undefined
  /** Whether its result depends on the row outside. */
  readonly isCorrelated: boolean
  /** The cells of rows outside that it depends on. */
  readonly outside: readonly OutsideCell[]
  readonly probe: ProbePlan | undefined
  positionOf(column: StoredColumn): number | undefined
  /** Where a row of its table lies; undefined where nobody knows. */
  placeOf(row: Cells): RowPlace | undefined
  /** Whether a column is handed out as it is stored, so that whoever decodes it sees what is wrong with it. */
  shows(column: StoredColumn): boolean
}
