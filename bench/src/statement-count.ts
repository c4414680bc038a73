import type { Source } from '@vantage-ts/core'
import { counted, type Result } from './benchmark.ts'

/** Statements that a call sends to some sources, told by the sources themselves. */
async function statementsOf(sources: readonly Source[], call: () => unknown): Promise<number> {
  let count = 0
  const stops = sources.map(source => source.on('statement', () => void count++))
  await call()
  for (const stop of stops) stop()
  return count
}

export interface StatementFacts {
  readonly name: string
  readonly sources: readonly Source[]
  readonly call: () => unknown
  /** How many it takes by hand. */
  readonly baseline: number
}

/** How many statements a call sends, against those that it takes by hand. */
export async function statementCount({ name, sources, call, baseline }: StatementFacts): Promise<Result> {
  const sent = await statementsOf(sources, call)
  return counted({
    name: `${name}-statements`,
    unit: 'statements',
    ours: sent,
    baseline,
    ratio: sent / baseline,
    target: 1,
    bound: 'at most',
  })
}
