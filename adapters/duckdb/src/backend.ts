import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Request,
  throwIfAborted,
} from '@vantage-ts/core/adapter'
import { checkedRows } from './answer.ts'
import { type BackendFacts, DuckdbData } from './backend-data.ts'
import type { DuckdbStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { duckdbError, endsInstance } from './errors.ts'
import { runStatement, textFor } from './run-statement.ts'
import type { Session } from './session.ts'
import { Reader } from './stream.ts'
import { beginTransaction } from './transaction.ts'
import { untilWon } from './until-won.ts'

/** Runs statements on connections of one instance, one per statement. */
export class DuckdbBackend extends DuckdbData implements Backend<DuckdbStatement> {
  readonly #connections: Connections

  constructor(facts: BackendFacts, connections: Connections) {
    super(facts)
    this.#connections = connections
  }

  run(compiled: DuckdbStatement, request: Request): Promise<Answer> {
    const run = (session: Session): Promise<Answer> => runStatement(session, compiled, request, false)
    if (!compiled.isWrite) return this.#with(request.signal, run)
    const { conflictTimeoutMs } = this.facts
    return this.#with(request.signal, session =>
      untilWon(() => run(session), {
        timeoutMs: conflictTimeoutMs,
        skipsExisting: compiled.skipsExisting,
        signal: request.signal,
      }),
    )
  }

  /** Work on a connection of its own, whose failures become ours. */
  async #with<Result>(signal: AbortSignal | undefined, work: (session: Session) => Promise<Result>): Promise<Result> {
    const session = await this.#connections.acquire(signal)
    let isBroken = false
    try {
      throwIfAborted(signal)
      return await work(session)
    } catch (thrown) {
      isBroken = endsInstance(thrown)
      throw duckdbError(thrown, { place: this.#connections.place, phase: 'running' })
    } finally {
      await this.#connections.release(session, isBroken)
    }
  }

  /** Reads in chunks over a connection of its own; DuckDB waits while nobody asks for the next one. */
  async *stream(compiled: DuckdbStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { parameters, signal } = request
    const session = await this.#connections.acquire(signal)
    let reader: Reader | undefined
    let isBroken = true
    try {
      throwIfAborted(signal)
      // What its plan takes for granted has to hold when it runs: both are in one transaction.
      await session.execute('BEGIN TRANSACTION READ ONLY', signal)
      reader = new Reader(session, await session.start(textFor(compiled, parameters), parameters, signal))
      for (;;) {
        const rows = await reader.next(batchRows, signal)
        if (rows.length === 0) break
        yield checkedRows(compiled, rows)
      }
      isBroken = false
    } catch (thrown) {
      throw duckdbError(thrown, { place: this.#connections.place, phase: 'running' })
    } finally {
      reader?.end()
      if (!isBroken) await session.execute('COMMIT')
      // Left before its end, or failed: the connection goes, and with it what it still reads.
      await this.#connections.release(session, isBroken)
    }
  }

  begin(options: BeginOptions): Promise<BackendTransaction> {
    return beginTransaction(this.facts, this.#connections, options)
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.#with(signal, session => session.run('SELECT 1', [], signal))
  }

  close(): Promise<void> {
    return this.#connections.close()
  }
}
