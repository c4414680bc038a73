import { VantageError } from '@vantage-ts/core'
import type { Asked } from '@vantage-ts/example-asking'
import type { EngineName } from './engines.ts'

/** One question, answered by one engine or more. */
export interface Answered {
  readonly name: string
  readonly title: string
  /** In the order in which the engines were asked; not all of them are asked everything. */
  readonly answers: readonly EngineAnswer[]
}

export interface EngineAnswer {
  readonly engine: EngineName
  readonly asked: Asked
}

/** The answers by question. Errors: `internal` where engines say different things. */
export function byQuestion(answers: readonly EngineAnswer[]): readonly Answered[] {
  const names = [...new Set(answers.map(({ asked }) => asked.name))]
  return names.flatMap(name => {
    const own = answers.filter(({ asked }) => asked.name === name)
    const [first, ...others] = own
    if (first === undefined) return []
    for (const other of others) checkSame(first, other)
    return [{ name, title: first.asked.title, answers: own }]
  })
}

/** Whole rows, in their order; decimals count as what they say. */
function checkSame(first: EngineAnswer, other: EngineAnswer): void {
  const [wanted, found] = [first, other].map(({ asked }) => JSON.stringify(asked.rows))
  if (wanted === found) return
  throw new VantageError(
    `${other.engine} answers ${other.asked.name} with ${found}, and ${first.engine} with ${wanted}`,
    { kind: 'internal', details: { question: other.asked.name } },
  )
}
