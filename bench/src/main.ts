import type { Benchmark, Result } from './benchmark.ts'
import { benchmarks } from './benchmarks.ts'
import { chosen, type Command, CommandProblem, readCommand, usage } from './command.ts'
import { textTable } from './result-table.ts'
import { saveResults } from './results-file.ts'
import { runAlone } from './run-alone.ts'

function parsed(args: readonly string[]): { readonly command: Command; readonly wanted: readonly Benchmark[] } {
  const command = readCommand(args)
  return { command, wanted: chosen(benchmarks, command.names) }
}

async function runAll({ command, wanted }: ReturnType<typeof parsed>): Promise<void> {
  const results: Result[] = []
  for (const benchmark of wanted) {
    progress(`${benchmark.name} ...`)
    for (const result of await runAlone(benchmark.name, command.pairs)) {
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
