import type { VantageError } from './vantage-error.ts'

/**
 * The loss of a connection while something was under way that may have been done: nobody knows, and the error says so, since who
 * repeats it without looking may do it twice.
 *
 * Shape: what already tells of an outcome stays as it is, and what is not to be repeated stays so.
 */
export function withUnknownOutcome(error: VantageError, question: string): VantageError {
  const { kind, details, retry, message } = error
  if (kind !== 'connection' || (details.outcome !== undefined && details.outcome !== 'unknown')) return error
  const told = error.withDetails({ outcome: 'unknown' })
  if (retry === 'never' || message.includes('before repeating')) return told
  return told.withAdvice(`whether ${question} is unknown: read what was written before repeating it`, 'after-reread')
}
