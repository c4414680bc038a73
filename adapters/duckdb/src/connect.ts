import { resolve } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { abortError, throwIfAborted, VantageError } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { duckdbError } from './errors.ts'
import { registerFunctions } from './functions.ts'
import { type DuckdbOptions, isInMemory } from './options.ts'
import { Session } from './session.ts'

/** How long waiting for a free connection may take. */
const waitMs = 10_000

interface Opened {
  readonly instance: DuckDBInstance
  /** Kept for as long as the instance: it holds our functions. */
  readonly first: DuckDBConnection
}

/** Ends the wait for a connection with one, or with a reason why there is none. */
interface Waiting {
  enter(session: Session): void
  leave(reason: VantageError): void
}

/** The connections to one database: an instance that is opened at the first use, and as many connections as run at once. */
export class Connections {
  readonly #options: DuckdbOptions
  readonly #max: number
  readonly #idle: Session[] = []
  readonly #taken = new Set<Session>()
  readonly #waiting: Waiting[] = []
  /** Connections that are being made. */
  #made = 0
  #opened: Promise<Opened> | undefined
  #isClosed = false

  constructor(options: DuckdbOptions) {
    this.#options = options
    this.#max = options.connections ?? 10
  }

  /** The file, for messages. */
  get place(): string {
    return this.#options.file ?? ':memory:'
  }

  /** Takes a connection, which the caller gives back. Errors: `connection`, `timeout`, `cancelled`. */
  async acquire(signal: AbortSignal | undefined): Promise<Session> {
    if (this.#isClosed) throw closed()
    throwIfAborted(signal)
    const idle = this.#idle.pop()
    if (idle !== undefined) return this.#take(idle)
    if (this.#taken.size + this.#made >= this.#max) return this.#take(await this.#wait(signal))
    this.#made++
    try {
      const { instance } = await this.#open()
      const session = new Session(await this.#connect(instance))
      if (this.#isClosed) {
        await session.close()
        throw closed()
      }
      return this.#take(session)
    } catch (thrown) {
      throw duckdbError(thrown, { place: this.place, phase: 'opening' })
    } finally {
      this.#made--
    }
  }

  async #connect(instance: DuckDBInstance): Promise<DuckDBConnection> {
    const { schema } = this.#options
    const connection = await instance.connect()
    if (schema === undefined) return connection
    try {
      await connection.run(`USE ${quoteIdentifier(schema)}`)
      return connection
    } catch (thrown) {
      connection.closeSync()
      throw thrown
    }
  }

  #take(session: Session): Session {
    this.#taken.add(session)
    return session
  }

  /** Gives a connection back; one that is broken is closed. */
  async release(session: Session, isBroken = false): Promise<void> {
    if (!this.#taken.delete(session)) return
    if (isBroken || this.#isClosed) {
      await session.close()
      await this.#serveNext()
      return
    }
    const next = this.#waiting.shift()
    if (next === undefined) this.#idle.push(session)
    else next.enter(session)
  }

  /** Makes a connection for who waits, in the place of one that went. */
  async #serveNext(): Promise<void> {
    if (this.#isClosed || this.#waiting.length === 0 || this.#taken.size + this.#made >= this.#max) return
    try {
      await this.release(await this.acquire(undefined))
    } catch (thrown) {
      this.#waiting.shift()?.leave(VantageError.from(thrown))
    }
  }

  #wait(signal: AbortSignal | undefined): Promise<Session> {
    return new Promise((resolve, reject) => {
      const settled = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', abort)
        const at = this.#waiting.indexOf(waiting)
        if (at >= 0) this.#waiting.splice(at, 1)
      }
      const waiting: Waiting = {
        enter(session) {
          settled()
          resolve(session)
        },
        leave(reason) {
          settled()
          reject(reason)
        },
      }
      const abort = (): void => waiting.leave(signal === undefined ? closed() : abortError(signal))
      const timer = setTimeout(() => waiting.leave(exhausted(this.#max)), waitMs)
      signal?.addEventListener('abort', abort, { once: true })
      this.#waiting.push(waiting)
    })
  }

  /** The instance; an attempt that failed is made again by the next call. */
  #open(): Promise<Opened> {
    this.#opened ??= this.#openInstance().catch(thrown => {
      this.#opened = undefined
      throw thrown
    })
    return this.#opened
  }

  async #openInstance(): Promise<Opened> {
    const settings = settingsOf(this.#options)
    const { place } = this
    // Sources of one process share the instance of a file: DuckDB's lock keeps other processes out, not this one.
    const instance =
      place === ':memory:' || place === ''
        ? await DuckDBInstance.create(':memory:', settings)
        : await DuckDBInstance.fromCache(isInMemory(place) ? place : resolve(place), settings)
    const first = await instance.connect()
    try {
      await first.run("SET GLOBAL TimeZone = 'UTC'")
      registerFunctions(first)
    } catch (thrown) {
      first.closeSync()
      instance.closeSync()
      throw thrown
    }
    return { instance, first }
  }

  /** Ends transactions, streams and waits, and what runs; then lets go of the file. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    for (const waiting of this.#waiting.splice(0)) waiting.leave(closed())
    await Promise.all([...this.#taken, ...this.#idle.splice(0)].map(session => session.close()))
    const opened = await this.#opened?.catch(() => undefined)
    opened?.first.closeSync()
    opened?.instance.closeSync()
  }
}

function settingsOf({ readOnly, threads, memoryLimit, tempFolder }: DuckdbOptions): Record<string, string> {
  return {
    // Nothing is downloaded, whatever a statement names.
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    ...(readOnly === true ? { access_mode: 'READ_ONLY' } : {}),
    ...(threads === undefined ? {} : { threads: String(threads) }),
    ...(memoryLimit === undefined ? {} : { memory_limit: memoryLimit }),
    ...(tempFolder === undefined ? {} : { temp_directory: tempFolder }),
  }
}

const closed = (): VantageError =>
  new VantageError('the source is closed; open it again', { kind: 'connection', details: { outcome: 'not sent' } })

const exhausted = (max: number): VantageError =>
  new VantageError(
    `none of the ${max} connections became free before the deadline; end transactions and streams that are left open, or raise connections`,
    { kind: 'timeout', retry: 'safe', details: { reason: 'connections-exhausted' } },
  )
