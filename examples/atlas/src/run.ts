import { ask, jsonLine, reportLines, StatementCount, type Surroundings, UsageError } from '@vantage-ts/example-asking'
import { helpLines } from './help.ts'
import { load } from './load/load.ts'
import { Progress } from './load/progress.ts'
import { publicFiles } from './load/public-data.ts'
import { Stamps } from './load/stamp.ts'
import { inPlaceLine, loadLines } from './load/tell.ts'
import { type Options, readOptions } from './options.ts'
import type { AtlasQuestion } from './questions/question.ts'
import { questions } from './questions/questions.ts'
import type { Sources } from './sources.ts'

/** The whole program. Errors: whatever keeps it from answering; servers are stopped by then. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<void> {
  const options = readOptions(
    args,
    questions.map(({ name }) => name),
  )
  if (options.isHelp) {
    surroundings.out(`${helpLines(questions).join('\n')}\n`)
    return
  }
  // The engines' drivers are loaded only now: help and a misspelt option answer at once.
  const { openSources } = await import('./sources.ts')
  const sources = await openSources(options.dataFolder, options.flights)
  try {
    await loadAll(sources, options, surroundings)
    await askAll(sources, options, surroundings)
  } finally {
    await sources.close()
  }
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
  const lines = [inPlaceLine('airports', airports, 'CSV', publicFiles.airports.origin)]
  if (options.flights === '3m') {
    const flights = await atlas.flights.count({ signal })
    lines.push(inPlaceLine('flights', flights, 'DuckDB', publicFiles.manyFlights.origin))
  }
  err.write(`${lines.join('\n')}\n\n`)
}

async function askAll(sources: Sources, options: Options, { out, style, signal }: Surroundings): Promise<void> {
  const statements = new StatementCount(sources.all)
  for (const question of options.questions.map(questionNamed)) {
    signal.throwIfAborted()
    const asked = await ask(question, sources.atlas, { limit: options.limit, statements, signal })
    out(options.isJson ? `${jsonLine(asked)}\n` : `${reportLines(asked, style).join('\n')}\n`)
  }
}

function questionNamed(name: string): AtlasQuestion {
  const found = questions.find(question => question.name === name)
  if (found === undefined) throw new UsageError(`there is no question "${name}"`)
  return found
}
