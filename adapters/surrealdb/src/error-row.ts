import type { ErrorDetails, ErrorKind, Retry } from '@vantage-ts/core/adapter'
import type { DriverProblem } from './driver-problem.ts'

/** What a failure of the engine or the driver means. */
export interface Meaning {
  readonly message: string
  readonly kind: ErrorKind
  readonly retry?: Retry
  readonly details?: ErrorDetails
}

/** One known failure: told by the driver's kind and its text; codes are the same for most. */
export interface ErrorRow {
  readonly id: string
  readonly kind?: string
  readonly name?: string
  readonly detail?: string
  /** How the text begins. Anchored, since a text quotes values, which could say anything. */
  readonly text?: RegExp
  /** What the text says anywhere, once the values are taken out of it; not looked for in what an author threw. */
  readonly says?: RegExp
  means(problem: DriverProblem, match: readonly string[]): Meaning
}

export const overflow =
  'the result is beyond what the type holds in SurrealDB; narrow the set, or calculate after reading'
