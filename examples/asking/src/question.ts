import type { CallOptions, Plan } from '@vantage-ts/core'

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

/** A question about a place of sets: one lazy expression, and how its result is shown. */
export interface Question<Place, Written extends Lazy> {
  readonly name: string
  readonly title: string
  /** Writes the question down. Nothing runs. `limit` is the number of rows the user wants at most. */
  write(place: Place, limit: number | undefined): Written
  /** Runs what was written. */
  answer(written: Written, options: CallOptions): Promise<Answer>
}

/** A question that was written for a place: ready to be explained and to be run. */
export interface WrittenQuestion {
  readonly plan: Plan
  answer(options: CallOptions): Promise<Answer>
}

/** A question as programs see it, whatever its expression is. */
export interface AnyQuestion<Place> {
  readonly name: string
  readonly title: string
  write(place: Place, limit: number | undefined): WrittenQuestion
}

/** Makes questions about one kind of place: `const question = questionsAbout<Atlas>()`. */
export const questionsAbout =
  <Place>() =>
  <Written extends Lazy>({ name, title, write, answer }: Question<Place, Written>): AnyQuestion<Place> => ({
    name,
    title,
    write: (place, limit) => {
      const written = write(place, limit)
      return { plan: written.explain(), answer: options => answer(written, options) }
    },
  })
