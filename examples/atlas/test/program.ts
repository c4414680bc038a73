import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const main = join(import.meta.dirname, '../src/main.ts')

/** What a finished program left. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A running atlas, as `npm start` runs it. */
export class Program {
  readonly #child: ChildProcess
  readonly #outcome: Promise<Outcome>
  readonly #watchers = new Set<() => void>()
  #out = ''
  #err = ''

  constructor(args: readonly string[], program: string = main) {
    this.#child = spawn(process.execPath, ['--conditions=@vantage-ts/source', program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1' },
    })
    this.#child.stdout?.on('data', chunk => {
      this.#out += String(chunk)
    })
    this.#child.stderr?.on('data', chunk => {
      this.#err += String(chunk)
      for (const watcher of this.#watchers) watcher()
    })
    this.#outcome = once(this.#child, 'close').then(([code]) => ({ code, out: this.#out, err: this.#err }))
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }
  outcome(): Promise<Outcome> {
    return this.#outcome
  }
  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }
  /** Waits until it has said something on stderr. Errors: it ended without. */
  async said(pattern: RegExp): Promise<void> {
    const seen = new Promise<void>(done => {
      const look = () => pattern.test(this.#err) && done()
      this.#watchers.add(look)
      look()
    })
    const ended = this.#outcome.then(({ code, err }) => {
      if (!pattern.test(err)) throw new Error(`the program ended (${code}) without saying ${pattern}:\n${err}`)
    })
    await Promise.race([seen, ended])
  }
}

export const run = (args: readonly string[], program?: string): Promise<Outcome> => new Program(args, program).outcome()

/** A folder for data that goes with the tests; PostgreSQL's user may enter it. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-atlas-'))
  chmodSync(folder, 0o711)
  return folder
}

export function removeData(folder: string): void {
  // Where the temporary folder itself is private, PostgreSQL's files are elsewhere.
  const location = join(folder, 'postgres', 'location')
  if (existsSync(location)) rmSync(readFileSync(location, 'utf8'), { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}
