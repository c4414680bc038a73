import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GuardedServer, ServerOptions } from './guarded-server.ts'
import { StatementProxy, type WireProtocol } from './statement-proxy.ts'

/** A server whose data outlives its death, behind a port that knows its statements. */
export class FaultyPlace {
  readonly proxy: StatementProxy
  readonly #folder: string
  readonly #start: (options: ServerOptions) => Promise<GuardedServer>
  #server: GuardedServer

  private constructor(
    folder: string,
    parts: Pick<FaultyPlace, 'proxy'> & { start: FaultyPlace['start']; server: GuardedServer },
  ) {
    this.#folder = folder
    this.proxy = parts.proxy
    this.#start = parts.start
    this.#server = parts.server
  }

  static async open(start: FaultyPlace['start'], protocol: WireProtocol): Promise<FaultyPlace> {
    const folder = mkdtempSync(join(tmpdir(), 'vantage-faults-'))
    const server = await start({ folder })
    return new FaultyPlace(folder, { proxy: await StatementProxy.listen(protocol), start, server })
  }

  get start(): (options: ServerOptions) => Promise<GuardedServer> {
    return this.#start
  }
  /** The url of the server through the port. */
  get url(): string {
    return this.proxy.to(this.#server.url)
  }

  /** Kills the server, and starts it again with its data. */
  async kill(): Promise<void> {
    process.kill(this.#server.pid, 'SIGKILL')
    await this.#server.stop()
    this.#server = await this.#start({ folder: this.#folder })
    this.proxy.to(this.#server.url)
  }

  async close(): Promise<void> {
    await this.proxy[Symbol.asyncDispose]()
    await this.#server.stop()
    // The files of a server that root starts may be in another place.
    for (const place of [this.#folder, this.#server.place]) rmSync(place, { recursive: true, force: true })
  }
}
