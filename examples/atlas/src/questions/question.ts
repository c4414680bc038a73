import type { CallOptions, Plan } from '@vantage-ts/core'
import type { Atlas } from '../atlas.ts'

/** One line of an answer: what a table prints and `--json` writes. */
export interface AnswerRow {
  readonly [column: string]: unknown
}

export interface Answer {
  /** Single values about the whole, such as `{ cities: 8215 }`, where the rows are only a part of it. */
  readonly summary?: AnswerRow
  readonly rows: readonly AnswerRow[]
}

/** A set or an expression: it says what it would do, and has done nothing yet. */
export interface Lazy {
  explain(): Plan
}

/** A question over all engines: one lazy expression, and how its result is shown. */
export interface Question<Written extends Lazy> {
  readonly name: string
  readonly title: string
  /** Writes the question down. Nothing runs. `limit` is the number of rows the user wants at most. */
  write(atlas: Atlas, limit: number | undefined): Written
  /** Runs what was written. */
  answer(written: Written, options: CallOptions): Promise<Answer>
}

/** A question that was written for an atlas: ready to be explained and to be run. */
export interface WrittenQuestion {
  readonly plan: Plan
  answer(options: CallOptions): Promise<Answer>
}

/** A question as the program sees it, whatever its expression is. */
export interface AnyQuestion {
  readonly name: string
  readonly title: string
  write(atlas: Atlas, limit: number | undefined): WrittenQuestion
}

export const question = <Written extends Lazy>({ name, title, write, answer }: Question<Written>): AnyQuestion => ({
  name,
  title,
  write: (atlas, limit) => {
    const written = write(atlas, limit)
    return { plan: written.explain(), answer: options => answer(written, options) }
  },
})
