import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Isolation,
  type Request,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { type BackendFacts, MysqlData } from './backend-data.ts'
import { cancelOnAbort } from './cancel.ts'
import type { MysqlStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { endsConnection, endsTransaction, mysqlError } from './errors.ts'
import { checkedRows, perform, planFor, type Together, valuesOf } from './perform.ts'
import { quoteName } from './quote.ts'
import { findsLostUpdates, type ServerVersion } from './server.ts'
import type { Session } from './session.ts'

/**
 * The level of the server that keeps what an isolation promises. Where its own repeatable reads let one transaction overwrite what
 * another has written meanwhile, only the next level keeps that from happening: it locks what it reads.
 */
function levelOf(isolation: Isolation, server: ServerVersion): string {
  if (isolation === 'read-committed') return 'READ COMMITTED'
  return isolation === 'repeatable-read' && findsLostUpdates(server) ? 'REPEATABLE READ' : 'SERIALIZABLE'
}

/** Begins a transaction on a connection of its own. */
export async function beginTransaction(
  facts: BackendFacts,
  connections: Connections,
  options: BeginOptions,
): Promise<BackendTransaction> {
  const session = await connections.keep(options.signal)
  const transaction = new MysqlTransaction(facts, connections, session)
  await transaction.start(options)
  return transaction
}

/** One open transaction: statements run on its connection, in turn. */
class MysqlTransaction extends MysqlData implements BackendTransaction, Backend<MysqlStatement> {
  readonly backend = this
  readonly #connections: Connections
  readonly #session: Session
  /** What made the database roll everything back, before it was asked to. */
  #failure: VantageError | undefined
  #state: 'open' | 'over' | 'lost' = 'open'
  #savepoints = 0

  constructor(facts: BackendFacts, connections: Connections, session: Session) {
    super(facts)
    this.#connections = connections
    this.#session = session
  }

  async start({ isolation, readOnly, signal }: BeginOptions): Promise<void> {
    const access = readOnly === undefined ? '' : readOnly ? ' READ ONLY' : ' READ WRITE'
    try {
      throwIfAborted(signal)
      // Of the next transaction alone.
      if (isolation !== undefined)
        await this.#command(`SET TRANSACTION ISOLATION LEVEL ${levelOf(isolation, this.#session.server)}`)
      await this.#command(`START TRANSACTION${access}`)
    } catch (thrown) {
      this.#end(true)
      throw thrown
    }
  }

  run(compiled: MysqlStatement, request: Request): Promise<Answer> {
    return this.#inTurn(request.signal, compiled.isWrite, async () => {
      const answer = await perform(this.#session, compiled, request, this.#together)
      // Vendor text may end the transaction, as the definition of a table does.
      if (compiled.isRaw && compiled.isWrite && this.#session.isOutsideTransaction) throw endedByText()
      return answer
    })
  }

  /** What is done by several statements is undone together. */
  readonly #together: Together = { isInside: true, atomically: work => this.#asOne(work) }

  async #asOne<T>(work: () => Promise<T>): Promise<T> {
    const name = `vantage_part_${++this.#savepoints}`
    await this.#session.command(`SAVEPOINT ${name}`)
    try {
      const result = await work()
      await this.#session.command(`RELEASE SAVEPOINT ${name}`)
      return result
    } catch (thrown) {
      if (!endsConnection(thrown) && !endsTransaction(thrown))
        await this.#session.command(`ROLLBACK TO SAVEPOINT ${name}`)
      throw thrown
    }
  }

  /** Other statements of the transaction may run between two batches: what is left of the rows is kept in memory then. */
  async *stream(compiled: MysqlStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { signal } = request
    const reader = await this.#inTurn(signal, false, () => {
      const plan = planFor(this.#session, compiled)
      return this.#session.read(plan.text, valuesOf(compiled, plan, request))
    })
    try {
      for (;;) {
        throwIfAborted(signal)
        const rows = await reader.next(batchRows)
        if (rows.length > 0) yield checkedRows(compiled, rows)
        if (rows.length < batchRows) return
      }
    } catch (thrown) {
      throw this.#failed(thrown, false)
    } finally {
      if (!reader.isOver && this.#state === 'open') await reader.discard()
    }
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.#inTurn(signal, false, () => this.#session.command('DO 0'))
  }

  /** Closing the source of a transaction undoes what is still open. */
  async close(): Promise<void> {
    if (this.#state !== 'over') await this.rollback()
  }

  /** Errors: the kind of the failure that made the database roll back. */
  async commit(): Promise<void> {
    try {
      await this.#session.inTurn(async () => {
        if (this.#failure !== undefined) throw nothingCommitted(this.#failure)
        await this.#command('COMMIT')
      })
    } catch (thrown) {
      if (this.#state === 'open' && this.#failure !== undefined) await this.#command('ROLLBACK').catch(() => {})
      throw this.#explainCommit(thrown)
    } finally {
      this.#end(this.#state === 'lost')
    }
  }

  async rollback(): Promise<void> {
    let isBroken = true
    try {
      await this.#session.inTurn(() => this.#command('ROLLBACK'))
      isBroken = false
    } catch (thrown) {
      // A lost connection has rolled back already, which is all that is wanted.
      if (this.#state !== 'lost') throw thrown
    } finally {
      this.#end(isBroken)
    }
  }

  async savepoint(name: string): Promise<void> {
    await this.#inTurn(undefined, false, () => this.#session.command(`SAVEPOINT ${quoteName(name)}`))
  }

  async rollbackTo(name: string): Promise<void> {
    await this.#inTurn(undefined, false, () => this.#session.command(`ROLLBACK TO SAVEPOINT ${quoteName(name)}`))
  }

  async release(name: string): Promise<void> {
    await this.#inTurn(undefined, false, () => this.#session.command(`RELEASE SAVEPOINT ${quoteName(name)}`))
  }

  #end(isBroken: boolean): void {
    this.#state = 'over'
    this.#connections.letGo(this.#session, isBroken)
  }

  /** Runs work in turn; none runs after the database has rolled back, since it would be outside. */
  #inTurn<T>(signal: AbortSignal | undefined, isWrite: boolean, work: () => Promise<T>): Promise<T> {
    return this.#session.inTurn(async () => {
      throwIfAborted(signal)
      if (this.#state === 'over') throw overAlready(this.name)
      if (this.#failure !== undefined) throw afterFailure(this.#failure)
      const cancelling = signal === undefined ? undefined : cancelOnAbort(this.#connections.pool, this.#session, signal)
      try {
        return await work()
      } catch (thrown) {
        throw this.#failed(thrown, isWrite)
      } finally {
        await cancelling?.end()
      }
    })
  }

  async #command(text: string): Promise<void> {
    if (this.#state === 'over') throw overAlready(this.name)
    try {
      await this.#session.command(text)
    } catch (thrown) {
      throw this.#failed(thrown, false)
    }
  }

  #failed(thrown: unknown, isWrite: boolean): VantageError {
    const { place } = this.#connections
    const isLost = endsConnection(thrown)
    const isUndone = endsTransaction(thrown) || (VantageError.is(thrown) && thrown.details.outcome === 'ended by text')
    const error = mysqlError(thrown, { place, phase: 'running', isWrite, isTransaction: true })
    if (isLost && this.#state === 'open') this.#state = 'lost'
    if (isLost || isUndone) this.#failure ??= error
    return error
  }

  /** Whether a commit whose connection broke took place, nobody knows. */
  #explainCommit(thrown: unknown): VantageError {
    const error = VantageError.from(thrown)
    if (this.#state !== 'lost' || error.details.outcome === 'nothing committed') return error
    return new VantageError('the connection was lost during the commit; read what was written before repeating it', {
      kind: 'connection',
      retry: 'after-reread',
      details: { ...error.details, outcome: 'unknown' },
      cause: error,
    })
  }
}

const overAlready = (name: string): VantageError =>
  new VantageError(`the transaction on ${name} is over; begin another`, { kind: 'invalid', details: { source: name } })

const endedByText = (): VantageError =>
  new VantageError(
    'vendor text has ended the transaction before its commit, as definitions of tables do; leave that to commit() and rollback()',
    { kind: 'invalid', details: { outcome: 'ended by text' } },
  )

const afterFailure = (failure: VantageError): VantageError =>
  new VantageError('the transaction was rolled back after an earlier failure; repeat it', {
    kind: 'invalid',
    details: { reason: 'failed-transaction' },
    cause: failure,
  })

const nothingCommitted = (failure: VantageError): VantageError =>
  new VantageError('nothing was committed, because a statement of the transaction had failed; repeat the transaction', {
    kind: failure.kind,
    retry: failure.retry,
    details: { ...failure.details, outcome: 'rolled back' },
    cause: failure,
  })
