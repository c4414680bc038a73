import type { Plan } from '@vantage-ts/core'
import { VantageError } from '@vantage-ts/core'
import type { Atlas } from './atlas.ts'
import type { Answer, AnyQuestion } from './questions/question.ts'
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
  readonly limit: number | undefined
  readonly statements: StatementCount
  readonly signal: AbortSignal
}

/** Writes a question down, explains it, runs it. Errors: those of the sources, with the question as context. */
export async function ask(question: AnyQuestion, atlas: Atlas, options: AskOptions): Promise<Asked> {
  const { name, title } = question
  const { statements, limit, signal } = options
  statements.take()
  try {
    const { plan, answer } = question.write(atlas, limit)
    const started = performance.now()
    const answered = await answer({ signal })
    const durationMs = performance.now() - started
    return { name, title, plan, ...answered, statements: statements.take(), durationMs }
  } catch (thrown) {
    throw VantageError.from(thrown).withContext(`asking ${name}`)
  }
}
