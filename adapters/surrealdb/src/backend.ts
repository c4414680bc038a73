import {
  abortError,
  type Answer,
  type Backend,
  type BackendLimits,
  type BackendTransaction,
  type BeginOptions,
  type Request,
  type Statement,
  type StorageTable,
  unsupported,
  VantageError,
} from '@vantage-ts/core/adapter'
import { abilities, maxInsertRows, operators } from './abilities.ts'
import { compileStatement, type SurrealStatement } from './compile.ts'
import type { Connection, Session } from './connection.ts'
import { explained } from './errors.ts'
import { runStatement } from './run.ts'
import { inBatches, streamChunks } from './stream.ts'
import { backendTransaction, beginSession, type TransactionSession } from './transaction.ts'
import { clientStorages, storages } from './types.ts'

export interface BackendSettings {
  readonly name: string
  readonly connection: Connection
  readonly database: object
  readonly maxDeferredList: number
  /** Whether the client is somebody else's, whose codec loses the difference between 1 and 1.0. */
  readonly isForeign: boolean
}

/** SurrealDB behind Vantage's contract, outside or inside a transaction. */
export class SurrealBackend implements Backend<SurrealStatement> {
  readonly name: string
  readonly database: object
  readonly can = abilities
  readonly storages: StorageTable
  readonly operators = operators
  readonly limits: BackendLimits
  readonly #settings: BackendSettings
  readonly #transaction: TransactionSession | undefined

  constructor(settings: BackendSettings, transaction?: TransactionSession) {
    this.name = settings.name
    this.database = settings.database
    this.storages = settings.isForeign ? clientStorages : storages
    this.limits = { maxInsertRows, maxDeferredList: settings.maxDeferredList, replace: 'declared' }
    this.#settings = settings
    this.#transaction = transaction
  }

  get #session(): Session {
    return this.#transaction ?? this.#settings.connection
  }

  compile(statement: Statement): SurrealStatement {
    return compileStatement(statement, this.storages, this.#settings.isForeign)
  }

  run(compiled: SurrealStatement, request: Request): Promise<Answer> {
    const { kind } = compiled.statement
    if (this.#transaction?.isReadOnly === true && kind !== 'select' && kind !== 'raw') throw readOnly(this.name)
    const answer = runStatement(compiled, request, this.#session, this.name)
    const { signal } = request
    if (this.#transaction !== undefined && signal !== undefined)
      this.#failWhenAborted(this.#transaction, signal, answer)
    return answer
  }

  /** The caller does not wait for an aborted statement, so nobody knows what it did inside the transaction. */
  #failWhenAborted(transaction: TransactionSession, signal: AbortSignal, answer: Promise<unknown>): void {
    const abort = (): void => transaction.fail(abortError(signal, true))
    signal.addEventListener('abort', abort, { once: true })
    const forget = (): void => signal.removeEventListener('abort', abort)
    answer.then(forget, forget)
  }

  stream(compiled: SurrealStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    return inBatches(this.#chunks(compiled, request), batchRows)
  }

  async *#chunks(compiled: SurrealStatement, request: Request): AsyncGenerator<readonly unknown[]> {
    if (compiled.batches === undefined) return yield (await this.run(compiled, request)).rows
    if (this.#transaction !== undefined) return yield* streamChunks(compiled, request, this.#transaction, this.name)
    const snapshot = await this.#snapshot(request.signal)
    if (snapshot === undefined) return yield (await this.run(compiled, request)).rows
    try {
      yield* streamChunks(compiled, request, snapshot, this.name)
    } finally {
      // Nothing depends on its end, and a server that is silent would hold up the caller.
      void snapshot.rollback().catch(() => {})
    }
  }

  /** A transaction to read in; undefined over HTTP, which has none. */
  async #snapshot(signal: AbortSignal | undefined): Promise<TransactionSession | undefined> {
    try {
      const options = { readOnly: true, ...(signal === undefined ? {} : { signal }) }
      return await beginSession(this.name, this.#settings.connection, options)
    } catch (thrown) {
      const error = explained(thrown, this.name)
      if (error.kind === 'unsupported') return undefined
      throw error
    }
  }

  async begin(options: BeginOptions): Promise<BackendTransaction> {
    if (this.#transaction !== undefined) throw unsupported(this.name, 'savepoint', 'nest transactions')
    const session = await beginSession(this.name, this.#settings.connection, options)
    return backendTransaction(session, new SurrealBackend(this.#settings, session))
  }

  async ping(): Promise<void> {
    try {
      await this.#session.query('RETURN true', {})
    } catch (thrown) {
      throw explained(thrown, this.name)
    }
  }

  async close(): Promise<void> {
    if (this.#transaction === undefined) await this.#settings.connection.close()
  }
}

const readOnly = (name: string): VantageError =>
  new VantageError(`${name}: this transaction is for reading only; begin one without readOnly to write`, {
    kind: 'invalid',
    details: { source: name },
  })
