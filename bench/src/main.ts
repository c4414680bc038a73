import type { Benchmark, Result } from './benchmark.ts'
import { benchmarks } from './benchmarks.ts'
import { chosen, type Command, CommandProblem, readCommand, usage } from './command.ts'
import { textTable } from './result-table.ts'
import { saveResults } from './results-file.ts'

/** How long one side of a pair runs. */
const sampleMs = 25
/** A quarter of it is not enough on two loaded cores, where the compilers wait for their turn: it doubled what we need. */
const warmUpMs = 1500

function parsed(args: readonly string[]): { readonly command: Command; readonly wanted: readonly Benchmark[] } {
  const command = readCommand(args)
  return { command, wanted: chosen(benchmarks, command.names) }
}

async function runAll({ command, wanted }: ReturnType<typeof parsed>): Promise<void> {
  const results: Result[] = []
  for (const benchmark of wanted) {
    progress(`${benchmark.name} ...`)
    for (const result of await benchmark.run({ pairs: command.pairs, sampleMs, warmUpMs, collect })) {
      results.push(result)
      if (command.isJson) console.log(JSON.stringify(result))
    }
    progress('')
  }
  if (!command.isJson) console.log(textTable(results))
  const said = ['npm run bench', ...process.argv.slice(2)].join(' ').replace('bench --', 'bench -- --')
  if (command.saves)
    saveResults(
      results,
      said,
      benchmarks.map(({ name }) => name),
    )
}

/**
 * Collects the young garbage, so that no side pays for what the one before left.
 *
 * A full collection would also throw away compiled code whose shapes have no living object, and every sample would measure
 * the compilers at work: eight times as slow here, for every contender.
 */
function collect(): void {
  if (globalThis.gc === undefined) throw new Error('run node with --expose-gc, as `npm run bench` does')
  globalThis.gc({ type: 'minor' })
}

function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

function list(wanted: readonly Benchmark[]): string {
  const width = Math.max(...wanted.map(({ name }) => name.length))
  return wanted.map(({ name, about }) => `${name.padEnd(width)}  ${about}`).join('\n')
}

try {
  const asked = parsed(process.argv.slice(2))
  if (asked.command.isHelp) console.log(usage)
  else if (asked.command.isList) console.log(list(asked.wanted))
  else await runAll(asked)
} catch (thrown) {
  if (!(thrown instanceof CommandProblem)) throw thrown
  console.error(`bench: ${thrown.message} \`npm run bench -- --help\` tells more.`)
  process.exitCode = 2
}
