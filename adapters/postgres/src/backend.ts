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
import { answerOf, sendingOf, wireValues } from './answer.ts'
import { type BackendFacts, PostgresData, probe } from './backend-data.ts'
import { copiedIn } from './bulk-insert.ts'
import { cancelOnAbort } from './cancel.ts'
import type { PostgresStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { streamByCursor } from './cursor.ts'
import { endsConnection, hasLostPlan, isOutOfRange, postgresError } from './errors.ts'
import type { Session } from './session.ts'
import { CopyStaging } from './staging.ts'
import { beginTransaction } from './transaction.ts'
import type { WireQuery } from './wire-query.ts'

/** Runs statements on connections of a pool, one per statement. */
export class PostgresBackend extends PostgresData implements Backend<PostgresStatement> {
  readonly #connections: Connections

  constructor(facts: BackendFacts, connections: Connections) {
    super(facts)
    this.#connections = connections
  }

  async run(compiled: PostgresStatement, request: Request): Promise<Answer> {
    const { signal, staging } = request
    if (staging instanceof CopyStaging) return answerOf(compiled, await staging.insert())
    const session = await this.#connections.acquire(signal)
    let isBroken = false
    const cancelling = signal === undefined ? undefined : cancelOnAbort(this.#connections.pool, session, signal)
    try {
      throwIfAborted(signal)
      return answerOf(compiled, await this.#send(session, compiled, request))
    } catch (thrown) {
      const { isWrite } = compiled
      const error = postgresError(thrown, { place: this.#connections.place, phase: 'running', isWrite })
      isBroken = endsConnection(thrown, error)
      throw error
    } finally {
      await cancelling?.end()
      session.release(isBroken)
    }
  }

  /**
   * Sends once more, since nothing was done yet, when a plan no longer fits the tables or was lost by a proxy, and when a
   * list holds a number that its column cannot hold.
   */
  async #send(session: Session, compiled: PostgresStatement, request: Request): Promise<WireQuery> {
    const { insert } = compiled
    const copied = insert === undefined ? undefined : await copiedIn(session, insert, request.rows)
    if (copied !== undefined) return copied
    const values = wireValues(compiled, request)
    const { text, name } = sendingOf(compiled, values, true)
    try {
      return await session.run(text, values, name)
    } catch (thrown) {
      const { wide } = compiled
      if (wide !== undefined && text !== wide.text && isOutOfRange(thrown))
        return session.run(wide.text, values, wide.name)
      if (name === '' || !hasLostPlan(thrown)) throw thrown
      session.forget(name)
      return session.run(text, values, name)
    }
  }

  stream(compiled: PostgresStatement, request: Request, batchRows: number): AsyncIterable<readonly unknown[]> {
    return streamByCursor(this.#connections, compiled, request, batchRows)
  }

  async stage({ insert }: PostgresStatement, signal: AbortSignal | undefined): Promise<Staging> {
    const { copy } = insert ?? {}
    if (insert === undefined || copy === undefined)
      throw new VantageError('only rows that nothing is given back of are put by', { kind: 'internal' })
    return new CopyStaging(insert, copy, this.#connections, signal)
  }

  begin(options: BeginOptions): Promise<BackendTransaction> {
    return beginTransaction(this.facts, this.#connections, options)
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.run(probe, { parameters: [], rows: [], signal })
  }

  close(): Promise<void> {
    return this.#connections.close()
  }
}
