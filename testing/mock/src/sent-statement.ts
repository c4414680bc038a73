import type { VantageError } from '@vantage-ts/core/adapter'
import type { Wording } from './wording.ts'
import { textOf, type Words } from './words.ts'

/** The steps of a transaction, which stand among the statements. */
export type TransactionStepName = 'begin' | 'commit' | 'rollback' | 'savepoint' | 'rollback to savepoint' | 'release'

/** One statement that reached a mock, or one step of a transaction. */
export interface SentStatement {
  /** Counts what reached the mock, from 1. */
  readonly number: number
  readonly kind: 'select' | 'insert' | 'insert-select' | 'update' | 'delete' | 'raw' | 'step'
  /** With its values: `select * from users where city = "Riga"`. */
  readonly text: string
  /** Without them: `select * from users where city = ?`. */
  readonly shape: string
  /** Which transaction it ran in, counted from 1; absent outside of one. */
  readonly transaction: number | undefined
  readonly outcome: 'waiting' | 'answered' | 'failed' | 'unexpected'
  /** How many rows were read or written. */
  readonly rows: number
  readonly error: VantageError | undefined
}

/** Its text is put together when somebody looks at it. */
export class Sent implements SentStatement {
  readonly number: number
  readonly words: Words
  readonly transaction: number | undefined
  outcome: SentStatement['outcome'] = 'waiting'
  rows = 0
  error: VantageError | undefined

  constructor(number: number, words: Words, transaction: number | undefined) {
    this.number = number
    this.words = words
    this.transaction = transaction
  }

  get kind(): Wording['kind'] {
    return this.words.wording.kind
  }
  get text(): string {
    return textOf(this.words)
  }
  get shape(): string {
    return this.words.wording.shape
  }
}
