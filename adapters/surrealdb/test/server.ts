import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A SurrealDB server in a process of its own, which can be killed. */
export class TestServer implements AsyncDisposable {
  readonly #process: ChildProcess
  readonly port: number

  private constructor(process: ChildProcess, port: number) {
    this.#process = process
    this.port = port
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}`
  }

  static async start(url = 'mem://', port = 0): Promise<TestServer> {
    const file = join(import.meta.dirname, 'server-process.ts')
    const child = spawn(process.execPath, ['--conditions=@vantage-ts/source', file, url, String(port)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await Promise.race([
      once(child.stdout, 'data'),
      once(child, 'exit').then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
    ])
    return new TestServer(child, Number(line))
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await ended
  }

  /** Stops it from answering, as a hung machine would. */
  pause(): void {
    this.#process.kill('SIGSTOP')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
  }
}
