import { VantageError } from '@vantage-ts/core'

/** The program that failed. */
export interface FailingProgram {
  readonly name: string
  /** What to add where the same command may simply be repeated. */
  readonly repeating: string
}

/** What went wrong in words, and what can be done; a defect of the program shows its stack instead. */
export function failureLines(thrown: unknown, program: FailingProgram): string[] {
  if (!VantageError.is(thrown)) return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)]
  const { message, kind, retry, details } = thrown
  const { statement } = details
  return [
    `${program.name}: ${message}`,
    ...(statement === undefined ? [] : [`  statement: ${statement}`]),
    ...(retry === 'safe' ? [`  ${program.repeating}`] : []),
    ...(kind === 'internal' && thrown.cause instanceof Error && thrown.cause.stack !== undefined
      ? [thrown.cause.stack]
      : []),
  ]
}
