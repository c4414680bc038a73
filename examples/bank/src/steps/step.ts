import type { AnswerRow } from '@vantage-ts/example-asking'
import type { BankSource } from '../bank-source.ts'

/** One thing that happens in the bank, and a table of what came of it. */
export interface Step {
  readonly name: string
  readonly title: string
  /** Does it. Shape: the rows are the same on every engine. */
  run(db: BankSource): Promise<readonly AnswerRow[]>
}
