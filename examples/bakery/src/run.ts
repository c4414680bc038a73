import { ask, type Asked, jsonLine, reportLines, StatementCount, type Surroundings } from '@vantage-ts/example-asking'
import { byQuestion, type EngineAnswer } from './answered.ts'
import { type EngineName, withEngine } from './engines.ts'
import { helpLines } from './help.ts'
import { type Options, readOptions } from './options.ts'
import { questions } from './questions/questions.ts'
import { comparedLines, summaryLines } from './report.ts'

/** The whole program. Errors: whatever keeps it from answering, and engines that differ; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const { out } = surroundings
  const options = readOptions(
    args,
    questions.map(({ name }) => name),
  )
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

async function askEngine(name: EngineName, options: Options, { err, signal }: Surroundings): Promise<EngineAnswer[]> {
  signal.throwIfAborted()
  const tell = (text: string) => void err.write(`bakery: ${text}\n`)
  return withEngine(name, tell, async ({ place, sources }, known) => {
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
