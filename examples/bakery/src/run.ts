import {
  ask,
  type Asked,
  jsonLine,
  reportLines,
  StatementCount,
  type Surroundings,
  type Tell,
} from '@vantage-ts/example-asking'
import { withoutMissing } from '@vantage-ts/example-asking/mysql-server'
import { byQuestion, type EngineAnswer } from './answered.ts'
import { type EngineName, withEngine } from './engines.ts'
import { helpLines } from './help.ts'
import { type Options, readOptions } from './options.ts'
import { questions } from './questions/questions.ts'
import { comparedLines, summaryLines } from './report.ts'

/** The whole program. Errors: whatever keeps it from answering, and engines that differ; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { out } = surroundings
  const asked = readOptions(
    args,
    questions.map(({ name }) => name),
  )
  const options = { ...asked, engines: asked.isHelp ? [] : withoutMissing(asked.engines, tellTo(surroundings)) }
  if (options.isHelp) return out(`${helpLines().join('\n')}\n`)
  const answers: EngineAnswer[] = []
  for (const engine of options.engines) answers.push(...(await askEngine(engine, options, surroundings)))
  surroundings.signal.throwIfAborted()
  out(
    linesOf(answers, options, surroundings)
      .map(line => `${line}\n`)
      .join(''),
  )
}

const tellTo =
  ({ err }: Surroundings): Tell =>
  text =>
    void err.write(`bakery: ${text}\n`)

async function askEngine(name: EngineName, options: Options, surroundings: Surroundings): Promise<EngineAnswer[]> {
  const { signal } = surroundings
  signal.throwIfAborted()
  return withEngine(name, tellTo(surroundings), async ({ place, sources }, known) => {
    const statements = new StatementCount(sources)
    const answers: EngineAnswer[] = []
    for (const question of known.filter(each => options.questions.includes(each.name))) {
      signal.throwIfAborted()
      answers.push({ engine: name, asked: await ask(question, place, { statements, signal }) })
    }
    return answers
  })
}

function linesOf(answers: readonly EngineAnswer[], { engines, isJson }: Options, { style }: Surroundings): string[] {
  const answered = byQuestion(answers)
  if (isJson) return answers.map(({ engine, asked }) => engineJsonLine(engine, asked))
  if (engines.length === 1) return answers.flatMap(({ asked }) => reportLines(asked, style))
  return [...answered.flatMap(each => comparedLines(each, style)), ...summaryLines(answered, engines, style)]
}

/** The line of a question with its engine in front. */
const engineJsonLine = (engine: EngineName, asked: Asked): string => `{"engine":"${engine}",${jsonLine(asked).slice(1)}`
