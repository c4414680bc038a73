import type { VantageError } from '../errors/vantage-error.ts'

/** What a commit did besides. */
export interface Receipt {
  /** Writes to other databases that ran inside and that no rollback would have undone, in their order. */
  readonly unprotected: readonly string[]
  /** What was sent after the commit, in its order. */
  readonly afterCommit: readonly SentAfterCommit[]
}

export interface SentAfterCommit {
  readonly what: string
  readonly outcome: 'done' | 'failed' | 'not sent'
  readonly error?: VantageError
}
