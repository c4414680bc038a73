import { planLines, type Style, tableLines } from '@vantage-ts/example-asking'
import type { Answered, EngineAnswer } from './answered.ts'
import type { EngineName } from './engines.ts'

/** A question of several engines: its answer once, then how each of them came to it. */
export function comparedLines({ name, title, answers }: Answered, style: Style, width = 100): string[] {
  const inner = width - 2
  return [
    `${style.strong(name)}  ${title}`,
    '',
    ...tableLines(answers[0]?.asked.rows ?? [], inner).map(indented),
    '',
    ...answers.flatMap(({ engine, asked }) => [
      style.faint(indented(`${engine}, statements: ${statementsOf(asked)}`)),
      ...planLines(asked.plan, inner - 2).map(line => style.faint(indented(indented(line)))),
    ]),
    '',
  ]
}

/** Every question beside the statements that each engine ran for it. */
export function summaryLines(answered: readonly Answered[], engines: readonly EngineName[], style: Style): string[] {
  const rows = answered.map(({ name, answers }) => ({
    question: name,
    rows: answers[0]?.asked.rows.length ?? 0,
    ...Object.fromEntries(engines.map(engine => [engine, countOf(answers, engine)])),
  }))
  return [
    style.strong('statements by question and engine; all answers are the same'),
    '',
    ...tableLines(rows, 100).map(indented),
    '',
  ]
}

function countOf(answers: readonly EngineAnswer[], engine: EngineName): number | null {
  const found = answers.find(answer => answer.engine === engine)
  if (found === undefined) return null
  return Object.values(found.asked.statements).reduce((sum, count) => sum + count, 0)
}

const statementsOf = ({ statements }: EngineAnswer['asked']): string =>
  Object.entries(statements)
    .map(([source, count]) => `${source} ${count}`)
    .join(', ')

const indented = (line: string): string => (line === '' ? '' : `  ${line}`)
