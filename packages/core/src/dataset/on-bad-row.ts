import type { VantageError } from '../errors/vantage-error.ts'

/** What to do with a row that does not fit its types: fail (default), leave it out, or leave it out and tell. */
export type OnBadRow = 'fail' | 'skip' | ((problem: VantageError) => void)
