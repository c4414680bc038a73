import {
  type Answer,
  type Backend,
  type BackendLimits,
  type BeginOptions,
  type Request,
  type Statement,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { abilities } from './abilities.ts'
import { type Compiled, compile, operators } from './compile.ts'
import type { Place } from './connect.ts'
import type { Connection } from './connection.ts'
import { errorOf, isBusy } from './errors.ts'
import type { Reader } from './reader.ts'
import { SqliteTransaction } from './transaction.ts'
import { Turn, whenFree } from './turn.ts'
import { storages } from './types.ts'

export interface BackendSettings {
  readonly name: string
  readonly place: Place
  /** How long to wait for the lock of another connection or process. */
  readonly busyTimeoutMs: number
  readonly maxDeferredList: number
}

/** What the source and its transactions have in common. */
abstract class Statements implements Backend<Compiled> {
  readonly name: string
  readonly database: object
  readonly can = abilities
  readonly storages = storages
  readonly operators = operators
  readonly limits: BackendLimits
  protected readonly settings: BackendSettings

  constructor(settings: BackendSettings, database: object) {
    this.settings = settings
    this.name = settings.name
    this.database = database
    // Rows of one insert are one transaction: large enough to be fast, small enough not to hold the thread for long.
    this.limits = { maxInsertRows: 5000, maxDeferredList: settings.maxDeferredList, replace: 'declared' }
  }

  compile(statement: Statement): Compiled {
    return compile(statement)
  }

  abstract run(compiled: Compiled, request: Request): Answer | Promise<Answer>
  protected abstract open(compiled: Compiled, request: Request): Promise<Reader>
  abstract ping(signal: AbortSignal | undefined): Promise<void>
  abstract close(): Promise<void>

  async *stream(compiled: Compiled, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const reader = await this.open(compiled, request)
    try {
      for (;;) {
        throwIfAborted(request.signal)
        const batch = this.mapped(() => reader.next(batchRows))
        if (batch.length > 0) yield batch
        if (batch.length < batchRows) return
        // Reading answers at once: without a pause nothing else of the process would run, no deadline either.
        await new Promise(resolve => setImmediate(resolve))
      }
    } finally {
      reader.close()
    }
  }

  /** Work whose failures become Vantage errors. */
  protected mapped<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (thrown) {
      throw errorOf(thrown, { file: this.settings.place.label })
    }
  }

  /** The same, waiting for locks of others. */
  protected async free<Result>(work: () => Result, signal?: AbortSignal): Promise<Result> {
    try {
      return await whenFree(work, isBusy, this.settings.busyTimeoutMs, signal)
    } catch (thrown) {
      throw errorOf(thrown, { file: this.settings.place.label })
    }
  }
}

/**
 * Runs statements on one connection and answers at once; each transaction gets a connection of its own.
 *
 * SQLite takes one writer at a time. Writers of this process wait for their turn, those of others are met as a lock and
 * waited for with pauses: the thread is never blocked. In memory, and around a connection that was given, there is only one
 * connection, so everybody waits while a transaction is open.
 */
export class SqliteBackend extends Statements {
  readonly #turn = new Turn()
  readonly #inside = new Set<Inside>()
  readonly #idle: Connection[] = []
  #connection: Connection | undefined
  #isClosed = false

  constructor(settings: BackendSettings) {
    super(settings, {})
  }

  run(compiled: Compiled, request: Request): Answer | Promise<Answer> {
    if (this.#mustWait(compiled)) return this.#inTurn(compiled, request)
    try {
      return this.#main().run(compiled, request)
    } catch (thrown) {
      if (isBusy(thrown)) return this.free(() => this.#main().run(compiled, request), request.signal)
      throw errorOf(thrown, { file: this.settings.place.label })
    }
  }

  #mustWait({ isRead }: Compiled): boolean {
    return this.#turn.isTaken && (!isRead || this.settings.place.isShared)
  }

  async #inTurn(compiled: Compiled, request: Request): Promise<Answer> {
    const release = await this.#turn.take(this.settings.busyTimeoutMs, request.signal)
    try {
      return await this.free(() => this.#main().run(compiled, request), request.signal)
    } finally {
      release()
    }
  }

  protected override async open(compiled: Compiled, request: Request): Promise<Reader> {
    const release = this.#mustWait(compiled)
      ? await this.#turn.take(this.settings.busyTimeoutMs, request.signal)
      : undefined
    try {
      return await this.free(() => this.#main().read(compiled, request.parameters), request.signal)
    } finally {
      release?.()
    }
  }

  #main(): Connection {
    if (this.#isClosed) throw new VantageError(`${this.name} is closed; open it again`, { kind: 'connection' })
    this.#connection ??= this.settings.place.connect()
    return this.#connection
  }

  async begin({ readOnly, signal }: BeginOptions): Promise<SqliteTransaction<Inside>> {
    const { place } = this.settings
    const isReader = readOnly === true || place.isReadOnly
    // Readers beside a writer need its log; without it a commit waits until the last reader has gone.
    const needsTurn = !isReader || place.isShared || !(await this.free(() => this.#main().isLogged, signal))
    const release = needsTurn ? await this.#turn.take(this.settings.busyTimeoutMs, signal) : () => {}
    let connection: Connection | undefined
    try {
      const opened = await this.free(() => this.#own(), signal)
      connection = opened
      refuseOpen(opened, this.name)
      await this.free(() => opened.begin(isReader), signal)
      return this.#transaction(opened, isReader, release)
    } catch (thrown) {
      release()
      if (connection !== undefined && connection !== this.#connection) connection.close()
      throw errorOf(thrown, { file: place.label })
    }
  }

  /** The connection of a transaction: one of its own, where there may be several. */
  #own(): Connection {
    const { place } = this.settings
    return place.isShared ? this.#main() : (this.#idle.pop() ?? place.connect())
  }

  #transaction(connection: Connection, isReader: boolean, release: () => void): SqliteTransaction<Inside> {
    const inside = new Inside(this.settings, this.database, connection)
    this.#inside.add(inside)
    return new SqliteTransaction(connection, {
      backend: inside,
      free: work => this.free(work),
      ending: () => {
        inside.end('the transaction is over')
        // A statement of ours that still reads would keep the commit waiting.
        this.#connection?.park()
      },
      ended: () => {
        this.#inside.delete(inside)
        if (isReader && connection === this.#connection) connection.allowWrites()
        this.#keep(connection)
        release()
      },
    })
  }

  /** Opening a connection costs more than most transactions, so a few are kept. */
  #keep(connection: Connection): void {
    if (connection === this.#connection) return
    if (this.#isClosed || this.#idle.length >= 4 || connection.inTransaction) connection.close()
    else this.#idle.push(connection)
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.free(() => this.#main().execute('PRAGMA schema_version'), signal)
  }

  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.mapped(() => {
      for (const inside of this.#inside) inside.abandon()
      for (const connection of this.#idle.splice(0)) connection.close()
      this.#connection?.close()
    })
  }
}

/** The statements of one transaction. */
class Inside extends Statements {
  readonly #connection: Connection
  readonly #readers = new Set<Reader>()
  #over: string | undefined

  constructor(settings: BackendSettings, database: object, connection: Connection) {
    super(settings, database)
    this.#connection = connection
  }

  run(compiled: Compiled, request: Request): Answer | Promise<Answer> {
    this.#needOpen()
    try {
      return this.#connection.run(compiled, request)
    } catch (thrown) {
      if (isBusy(thrown)) return this.free(() => this.#connection.run(compiled, request), request.signal)
      throw errorOf(thrown, { file: this.settings.place.label })
    }
  }

  protected override async open(compiled: Compiled, request: Request): Promise<Reader> {
    this.#needOpen()
    const reader = await this.free(() => this.#connection.read(compiled, request.parameters), request.signal)
    this.#readers.add(reader)
    return reader
  }

  #needOpen(): void {
    if (this.#over !== undefined)
      throw new VantageError(`${this.#over}; use the source itself, or begin another`, { kind: 'invalid' })
  }

  /** Refuses what comes from now on; rows that are still to be read are gone. */
  end(reason: string): void {
    this.#over = reason
    if (this.#readers.size === 0) return
    const error = new VantageError(`${reason}, while rows of a stream in it were still to be read`, { kind: 'invalid' })
    for (const reader of this.#readers) reader.close(error)
  }

  /** The source is being closed: rolls back. */
  abandon(): void {
    this.end('the source was closed and the transaction rolled back')
    this.#connection.close()
  }

  async ping(): Promise<void> {
    this.#needOpen()
  }

  close(): Promise<void> {
    return Promise.resolve()
  }
}

function refuseOpen(connection: Connection, name: string): void {
  if (connection.inTransaction)
    throw new VantageError(`${name}: the connection that was given is already in a transaction; end it first`, {
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'locked' },
    })
}
