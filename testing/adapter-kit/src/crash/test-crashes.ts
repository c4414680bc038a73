import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { unchecked } from '@vantage-ts/core/adapter'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { OpenedTables } from '../adapter.ts'
import { same } from '../check.ts'
import type { KitSource } from '../kit-source.ts'
import { crashWorks, storedIn } from './crash-work.ts'

/** An engine that keeps its data in a folder, in the process that uses it. */
export interface CrashUnderTest {
  readonly name: string
  /** What Node runs: a program that makes `crashTables` in the folder of its first argument and hands the others to `runCrashWork`. */
  readonly program: readonly string[]
  /** Opens what that left. */
  open(folder: string): OpenedTables
}

/** Each step takes a process of its own, and a machine that does much else takes its time. */
const timeout = 120_000

/**
 * Kills a process at each step of its work, and finds in what it left one of the states that are allowed, which repeating the work
 * leads on from.
 */
export function testCrashes(engine: CrashUnderTest): void {
  describe(`${engine.name}: a process that is killed`, () => {
    test.each(Object.entries(crashWorks))(
      'at each step of %s leaves what was permanent',
      { timeout },
      async (name, work) => {
        const { lines: steps } = await runIn(engine, newFolder(), [name])
        same(steps.filter(step => step === 'saved').length, work.states.length - 1)
        for (let step = 1; step <= steps.length; step++) {
          const folder = newFolder()
          const { lines } = await runIn(engine, folder, [name, String(step)], step)
          same(lines, steps.slice(0, step))
          await using left = opened(engine, folder)
          const saved = lines.filter(line => line === 'saved').length
          const stored = await storedIn(left.source)
          // What is no transaction is permanent before that is told.
          const allowed = name === 'save()' ? work.states : [work.states[saved]]
          expect(allowed, `killed at step ${step}, ${lines.at(-1)}`).toContainEqual(stored)
          await work.run(left.source, () => {})
          same(await storedIn(left.source), work.states.at(-1))
        }
      },
    )

    test('at any time keeps every transaction whole, and all that were committed', async () => {
      const folder = newFolder()
      const { lines } = await runIn(engine, folder, ['commits'], 5)
      await using left = opened(engine, folder)
      const [balances, amounts] = await storedIn(left.source)
      // The process may have died between a commit and telling of it.
      expect([lines.length, lines.length + 1]).toContain(amounts.length)
      same(balances, [10 + amounts.length, 20, 30, 40])
    })
  })
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-crash-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
  return folder
}

function opened(engine: CrashUnderTest, folder: string): { readonly source: KitSource } & AsyncDisposable {
  const { source, close } = engine.open(folder)
  return { source: unchecked<KitSource>(source, 'it has what the work needs'), [Symbol.asyncDispose]: close }
}

/** Runs the program to its end, or kills it once it told of so many steps; gives all it told. */
async function runIn(
  { program }: CrashUnderTest,
  folder: string,
  args: readonly string[],
  killedAfter?: number,
): Promise<{ readonly lines: readonly string[] }> {
  const child: ChildProcess & { readonly stdout: NodeJS.ReadableStream } = spawn(
    process.execPath,
    [...program, folder, ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => {
    lines.push(line)
    if (lines.length === killedAfter) child.kill('SIGKILL')
  })
  const [code, signal] = await once(child, 'close')
  same([code, signal], killedAfter === undefined ? [0, null] : [null, 'SIGKILL'])
  return { lines }
}
