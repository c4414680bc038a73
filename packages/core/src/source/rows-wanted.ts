import type { OnBadRow } from '../dataset/on-bad-row.ts'
import type { RowForm } from './decoder.ts'

/** How the rows of a statement are wanted. */
export interface RowsWanted {
  readonly form: RowForm
  readonly entity: string
  readonly onBadRow?: OnBadRow
  /** Adds to a row what is computed here. */
  readonly finish?: (row: object) => void
}

export interface Decoded {
  readonly rows: readonly unknown[]
  readonly count: number
}
