import { type Plan, VantageError } from '@vantage-ts/core'
import type { Answer, AnyQuestion } from './question.ts'
import type { StatementCount, StatementCounts } from './statement-count.ts'

/** A question with its answer and what it took. */
export interface Asked extends Answer {
  readonly name: string
  readonly title: string
  readonly plan: Plan
  readonly statements: StatementCounts
  readonly durationMs: number
}

export interface AskOptions {
  readonly limit?: number | undefined
  readonly statements: StatementCount
  readonly signal: AbortSignal
}

/** Writes a question down, explains it, runs it. Errors: those of the sources, with the question as context. */
export async function ask<Place>(question: AnyQuestion<Place>, place: Place, options: AskOptions): Promise<Asked> {
  const { name, title } = question
  const { statements, limit, signal } = options
  statements.take()
  try {
    const { plan, answer } = question.write(place, limit)
    const started = performance.now()
    const answered = await answer({ signal })
    const durationMs = performance.now() - started
    return { name, title, plan, ...answered, statements: statements.take(), durationMs }
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`asking ${name}`)
  }
}
