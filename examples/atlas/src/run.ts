import { ask } from './ask.ts'
import { load } from './load/load.ts'
import { Progress, type ProgressStream } from './load/progress.ts'
import { publicFiles } from './load/public-data.ts'
import { Stamps } from './load/stamp.ts'
import { inPlaceLine, loadLines } from './load/tell.ts'
import { type Options, readOptions, UsageError } from './options.ts'
import { helpLines } from './print/help.ts'
import { jsonLine, reportLines, type Style } from './print/report.ts'
import type { AnyQuestion } from './questions/question.ts'
import { questions } from './questions/questions.ts'
import type { Sources } from './sources.ts'
import { StatementCount } from './statement-count.ts'

export interface Surroundings {
  out(text: string): void
  readonly err: ProgressStream
  readonly style: Style
  readonly signal: AbortSignal
}

/** The whole program: gives the exit code. Errors: whatever keeps it from answering; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  try {
    return await follow(args, surroundings)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    surroundings.err.write(`atlas: ${thrown.message}\nSee npm start -- --help\n`)
    return 2
  }
}

async function follow(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const options = readOptions(
    args,
    questions.map(({ name }) => name),
  )
  if (options.isHelp) {
    surroundings.out(`${helpLines(questions).join('\n')}\n`)
    return 0
  }
  // The engines' drivers are loaded only now: help and a misspelt option answer at once.
  const { openSources } = await import('./sources.ts')
  const sources = await openSources(options.dataFolder)
  try {
    await loadAll(sources, options, surroundings)
    await askAll(sources, options, surroundings)
  } finally {
    await sources.close()
  }
  return 0
}

/** What is said about loading goes to stderr, so that stdout holds answers only. */
async function loadAll({ datasets, atlas }: Sources, options: Options, { err, signal }: Surroundings): Promise<void> {
  const stamps = new Stamps(options.dataFolder)
  const progress = new Progress(err)
  for (const dataset of datasets) {
    signal.throwIfAborted()
    const loaded = await load(dataset, { stamps, progress, signal })
    err.write(`${loadLines(loaded).join('\n')}\n`)
  }
  const airports = await atlas.airports.count({ signal })
  err.write(`${inPlaceLine('airports', airports, 'CSV', publicFiles.airports.origin)}\n\n`)
}

async function askAll(sources: Sources, options: Options, { out, style, signal }: Surroundings): Promise<void> {
  const statements = new StatementCount(sources.all)
  for (const question of options.questions.map(questionNamed)) {
    signal.throwIfAborted()
    const asked = await ask(question, sources.atlas, { limit: options.limit, statements, signal })
    out(options.isJson ? `${jsonLine(asked)}\n` : `${reportLines(asked, style).join('\n')}\n`)
  }
}

function questionNamed(name: string): AnyQuestion {
  const found = questions.find(question => question.name === name)
  if (found === undefined) throw new UsageError(`there is no question "${name}"`)
  return found
}
