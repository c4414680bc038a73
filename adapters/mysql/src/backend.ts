import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Request,
  throwIfAborted,
} from '@vantage-ts/core/adapter'
import { type BackendFacts, MysqlData } from './backend-data.ts'
import { cancelNow, cancelOnAbort } from './cancel.ts'
import type { MysqlStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { endsConnection, mysqlError } from './errors.ts'
import { checkedRows, perform, planFor, type Together, valuesOf } from './perform.ts'
import type { RowReader } from './row-reader.ts'
import type { Session } from './session.ts'
import { beginTransaction } from './transaction.ts'

/** Runs statements on connections of a pool, one per statement. */
export class MysqlBackend extends MysqlData implements Backend<MysqlStatement> {
  readonly #connections: Connections

  constructor(facts: BackendFacts, connections: Connections) {
    super(facts)
    this.#connections = connections
  }

  async run(compiled: MysqlStatement, request: Request): Promise<Answer> {
    const { signal } = request
    const session = await this.#connections.acquire(signal)
    let isBroken = false
    const cancelling = signal === undefined ? undefined : cancelOnAbort(this.#connections.pool, session, signal)
    const together = new OwnTransaction(session)
    try {
      throwIfAborted(signal)
      return await perform(session, compiled, request, together)
    } catch (thrown) {
      isBroken = endsConnection(thrown)
      const attempt = { place: this.#connections.place, phase: 'running', isWrite: compiled.isWrite } as const
      throw mysqlError(thrown, together.isUndone ? { ...attempt, isTransaction: true } : attempt)
    } finally {
      await cancelling?.end()
      session.release(isBroken)
    }
  }

  /** Reads a select in batches over a connection of its own; the database waits while nobody asks for the next batch. */
  async *stream(compiled: MysqlStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { signal } = request
    const { pool, place } = this.#connections
    const session = await this.#connections.keep(signal)
    const cancelling = signal === undefined ? undefined : cancelOnAbort(pool, session, signal)
    let isBroken = false
    let reader: RowReader | undefined
    try {
      throwIfAborted(signal)
      const plan = planFor(session, compiled)
      reader = await session.read(plan.text, valuesOf(compiled, plan, request))
      for (;;) {
        const rows = await reader.next(batchRows)
        if (rows.length > 0) yield checkedRows(compiled, rows)
        if (rows.length < batchRows) return
      }
    } catch (thrown) {
      isBroken = endsConnection(thrown)
      throw mysqlError(thrown, { place, phase: 'running', isWrite: false })
    } finally {
      if (!isBroken && reader?.isOver === false) await leave(reader, () => cancelNow(pool, session))
      await cancelling?.end()
      this.#connections.letGo(session, isBroken)
    }
  }

  begin(options: BeginOptions): Promise<BackendTransaction> {
    return beginTransaction(this.facts, this.#connections, options)
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    const { place } = this.#connections
    const session = await this.#connections.acquire(signal)
    let isBroken = false
    try {
      await session.command('DO 0')
    } catch (thrown) {
      isBroken = endsConnection(thrown)
      throw mysqlError(thrown, { place, phase: 'running', isWrite: false })
    } finally {
      session.release(isBroken)
    }
  }

  close(): Promise<void> {
    return this.#connections.close()
  }
}

/** How long what is left of a reading may take to arrive before the server is told to stop, which takes a connection. */
const restMs = 20

/** Ends a reading before its end: what is left is dropped, and where that is much the server is told to stop. */
async function leave(reader: RowReader, cancel: () => Promise<void>): Promise<void> {
  const dropped = reader.discard()
  let soon: NodeJS.Timeout | undefined
  const late = new Promise<'late'>(resolve => {
    soon = setTimeout(resolve, restMs, 'late')
  })
  const first = await Promise.race([dropped, late])
  clearTimeout(soon)
  if (first !== 'late') return
  await Promise.all([dropped, cancel()])
}

/** The transaction around one call that sends several statements. */
class OwnTransaction implements Together {
  readonly isInside = false
  readonly #session: Session
  /** It began, and ended without a commit: whatever was lost, nothing of it is written. */
  isUndone = false

  constructor(session: Session) {
    this.#session = session
  }

  async atomically<T>(work: () => Promise<T>): Promise<T> {
    this.isUndone = true
    await this.#session.command('START TRANSACTION')
    try {
      const result = await work()
      this.isUndone = false
      await this.#session.command('COMMIT')
      return result
    } catch (thrown) {
      if (!endsConnection(thrown)) await this.#session.command('ROLLBACK')
      throw thrown
    }
  }
}
