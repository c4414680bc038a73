import { VantageError } from '../errors/vantage-error.ts'
import type { StatementEvent } from './events.ts'
import type { Source } from './source.ts'

/**
 * Runs work and gives its result if it sends exactly so many statements through the sources: for tests that state what a call costs.
 *
 * Shape: one source or several, counted together; statements of their transactions count.
 * Errors: `unexpected-query` for another number, with the statements that were sent; the work's own errors as they are.
 */
export async function expectStatements<T>(
  sources: Source | readonly Source[],
  count: number,
  work: () => T | PromiseLike<T>,
): Promise<T> {
  const sent: StatementEvent[] = []
  const heard = new Set([sources].flat())
  const forgets = [...heard].map(source => source.on('statement', event => sent.push(event)))
  let result: T
  try {
    result = await work()
  } finally {
    for (const forget of forgets) forget()
  }
  if (sent.length === count) return result
  const list = sent.map(({ source, text }, index) => `\n${index + 1}. ${source}: ${text}`).join('')
  throw new VantageError(`expected ${count} statements, and ${sent.length} were sent${list}`, {
    kind: 'unexpected-query',
    details: { count: sent.length },
  })
}
