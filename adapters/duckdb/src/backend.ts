import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Request,
  type Staging,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { answerOf, checkedRows } from './answer.ts'
import { type BackendFacts, DuckdbData } from './backend-data.ts'
import type { DuckdbStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { duckdbError, endsInstance } from './errors.ts'
import { runStatement, sentFor } from './run-statement.ts'
import type { Session } from './session.ts'
import { TableStaging } from './staging.ts'
import { Reader } from './stream.ts'
import { beginTransaction } from './transaction.ts'
import { type Race, untilWon } from './until-won.ts'

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
    const race = {
      timeoutMs: this.facts.conflictTimeoutMs,
      skipsExisting: compiled.skipsExisting,
      signal: request.signal,
    }
    const { staging } = request
    return staging instanceof TableStaging
      ? this.#insertStaged(staging, compiled, race)
      : this.#with(request.signal, session => untilWon(() => run(session), race))
  }

  /** The rows stay put by where it fails: a write that lost against another begins again with them. */
  async #insertStaged(staging: TableStaging, compiled: DuckdbStatement, race: Race): Promise<Answer> {
    const { text } = staging.bulk
    const answer = await staging.with(session =>
      untilWon(async () => answerOf(compiled, await session.runNow(text, race.signal)), race),
    )
    await staging.clear()
    return answer
  }

  async stage({ bulk }: DuckdbStatement, signal: AbortSignal | undefined): Promise<Staging> {
    if (bulk === undefined) throw new VantageError('rows without values cannot be put by', { kind: 'internal' })
    return new TableStaging(bulk, {
      signal,
      acquire: () => this.#connections.acquire(signal),
      release: (session, isBroken) => this.#connections.release(session, isBroken),
      failure: thrown => ({ error: this.#failure(thrown), isBroken: endsInstance(thrown) }),
    })
  }

  #failure(thrown: unknown): VantageError {
    return duckdbError(thrown, { place: this.#connections.place, phase: 'running' })
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
      throw this.#failure(thrown)
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
      const { text, values } = sentFor(compiled, parameters)
      reader = new Reader(session, await session.start(text, values, signal))
      for (;;) {
        const rows = await reader.next(batchRows, signal)
        if (rows.length === 0) break
        yield checkedRows(compiled, rows)
      }
      isBroken = false
    } catch (thrown) {
      throw this.#failure(thrown)
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
