import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

/** What a finished program left. */
export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A running program, as npm's scripts run it: for tests of whole programs. */
export class StartedProgram {
  readonly #child: ChildProcess
  readonly #outcome: Promise<Outcome>
  readonly #watchers = new Set<() => void>()
  #out = ''
  #err = ''

  constructor(file: string, args: readonly string[]) {
    this.#child = spawn(process.execPath, ['--conditions=@vantage-ts/source', file, ...args], {
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
