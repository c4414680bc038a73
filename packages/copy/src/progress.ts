import type { Tally } from './checkpoint.ts'

/** How far a copy has come. */
export interface CopyProgress extends Tally {
  /** Rows of the set that is read, where they were counted first. */
  readonly total: number | undefined
  /** Milliseconds since it began, or went on. */
  readonly elapsedMs: number
  /** Rows read in a second, on the average since then. */
  readonly rowsPerSecond: number
  /** The last call says `done` or `failed`. */
  readonly state: 'running' | 'done' | 'failed'
}
