import { fork } from 'node:child_process'
import { join } from 'node:path'
import type { Result } from './benchmark.ts'

const program = join(import.meta.dirname, 'one-benchmark.ts')

/**
 * Runs one benchmark in a process of its own, under the options of this one.
 *
 * What earlier benchmarks taught the compilers of a shared process decides the figures of later ones: reading 10,000 rows
 * took 1.26 of the driver after the others, and 1.17 alone.
 *
 * Errors: when the process ends without results; it has printed why.
 */
export function runAlone(name: string, pairs: number): Promise<readonly Result[]> {
  return new Promise((resolve, reject) => {
    const child = fork(program, [name, String(pairs)])
    let results: readonly Result[] | undefined
    child.on('message', message => {
      results = message as readonly Result[]
    })
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0 && results !== undefined) resolve(results)
      else reject(new Error(`the benchmark ${name} ended with ${signal ?? `exit code ${code}`} and no results`))
    })
  })
}
