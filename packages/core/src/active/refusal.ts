import { VantageError } from '../errors/vantage-error.ts'

/** What code of the application says no with is a refusal; what it trips over is a mistake in it. */
export function refusalOf(thrown: unknown): VantageError {
  const isMistake = thrown instanceof TypeError || thrown instanceof ReferenceError || thrown instanceof SyntaxError
  return VantageError.from(thrown, isMistake ? 'internal' : 'validation')
}
