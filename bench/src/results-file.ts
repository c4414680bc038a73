import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Result } from './benchmark.ts'
import { type Machine, machine } from './machine.ts'
import { markdownTable, notesOf } from './result-table.ts'

interface SavedResult extends Result {
  readonly date: string
}

interface Saved {
  readonly machine: Machine
  /** The command of the last run that was saved. */
  readonly command: string
  readonly results: readonly SavedResult[]
}

const folder = join(import.meta.dirname, '..')
const file = join(folder, 'results', 'latest.json')

/**
 * Writes `results/latest.json` and `RESULTS.md`.
 *
 * Shape: a run of some benchmarks keeps the results of the others, if they come from this machine and these versions.
 */
export function saveResults(results: readonly Result[], command: string, names: readonly string[]): void {
  const now = machine()
  const date = new Date().toISOString().slice(0, 10)
  const fresh = results.map(result => ({ ...result, date }))
  const before = readSaved()
  const isSame = before !== undefined && JSON.stringify(before.machine) === JSON.stringify(now)
  const kept = isSame ? before.results.filter(({ name }) => !fresh.some(result => result.name === name)) : []
  const place = (name: string): number => {
    const index = names.findIndex(known => name === known || name.startsWith(`${known}-`))
    return index === -1 ? names.length : index
  }
  const all = [...kept, ...fresh].sort((a, b) => place(a.name) - place(b.name))
  const saved: Saved = { machine: now, command, results: all }
  mkdirSync(join(folder, 'results'), { recursive: true })
  writeFileSync(file, `${JSON.stringify(saved, undefined, 2)}\n`)
  writeFileSync(join(folder, 'RESULTS.md'), report(saved))
}

function readSaved(): Saved | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

function report({ machine: on, command, results }: Saved): string {
  const dates = [...new Set(results.map(({ date }) => date))].sort()
  const notes = notesOf(results)
  return `# Results of the benchmarks

Written by \`npm run bench -- --save\`; how they are measured is told in the [README](README.md).

- Machine: ${on.cpu}, ${on.cores} cores, ${on.memoryGiB} GiB, ${on.os}
- Node ${on.node}, npm ${on.npm}
- ${Object.entries(on.versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}
- ${dates.join(', ')}; \`${command}\`

${markdownTable(results)}
${notes.length === 0 ? '' : `\n${notes.map(note => `- ${note}`).join('\n')}\n`}`
}
