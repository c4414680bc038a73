import { VantageError } from '@vantage-ts/core'

/** What went wrong in words, and what can be done; a defect of the program shows its stack instead. */
export function failureLines(thrown: unknown): string[] {
  if (!VantageError.is(thrown)) return [thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)]
  const { message, kind, retry, details } = thrown
  const { statement } = details
  return [
    `atlas: ${message}`,
    ...(statement === undefined ? [] : [`  statement: ${statement}`]),
    ...(retry === 'safe' ? ['  The same command may simply be repeated; what is loaded stays.'] : []),
    ...(kind === 'internal' && thrown.cause instanceof Error && thrown.cause.stack !== undefined
      ? [thrown.cause.stack]
      : []),
  ]
}
