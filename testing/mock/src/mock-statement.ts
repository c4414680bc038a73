import type { CompiledStatement, Statement } from '@vantage-ts/core/adapter'
import type { AnswerColumn } from './answer.ts'
import type { Wording } from './wording.ts'

/** A statement as a mock keeps it: worded, with the columns of its answer. */
export interface MockStatement extends CompiledStatement {
  readonly statement: Statement
  readonly wording: Wording
  /** Undefined for vendor text. */
  readonly columns: readonly AnswerColumn[] | undefined
}
