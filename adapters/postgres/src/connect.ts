import { abortError, throwIfAborted, unchecked, VantageError } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import pg, { type Pool, type PoolConfig } from 'pg'
import { postgresError } from './errors.ts'
import type { ConnectOptions } from './options.ts'
import { type Session, sessionOf } from './session.ts'

/** How long connecting, or waiting for a free connection, may take. */
const connectTimeoutMs = 10_000

/** Ends the wait for a connection. */
type Leave = (reason: VantageError) => void

interface Inside {
  readonly Client: new (
    options: object,
  ) => { readonly host: string; readonly port: number; readonly user?: string; readonly database?: string }
  readonly options: { readonly pipeline?: boolean }
}

/** The connections of one source: a pool of its own, or one around which it was opened. */
export class Connections {
  readonly pool: Pool
  readonly #isOwn: boolean
  /** Taken by transactions and streams, which may keep them for ever. */
  readonly #kept = new Set<Session>()
  /** Calls that wait for a connection. */
  readonly #waiting = new Set<Leave>()
  #place: string | undefined
  #isClosed = false

  /** No I/O. Errors: `invalid` for a url that is none. */
  constructor(options: ConnectOptions) {
    this.#isOwn = options.pool === undefined
    this.pool = options.pool === undefined ? ownPool(options) : unchecked<Pool>(options.pool, 'PgPool is its shape')
    // A connection that breaks while it waits in the pool tells so by an event, which would end the process.
    this.pool.on('error', ignore)
    if (unchecked<Inside>(this.pool, 'pools keep their options').options.pipeline === true)
      throw new VantageError('a pool with pipeline: true cannot be shared; open a source with { url }', {
        kind: 'invalid',
      })
    if (this.#isOwn) this.#placeOf()
  }

  /** Where the database is, for messages: never with a password. */
  get place(): string {
    this.#place ??= this.#placeOf()
    return this.#place
  }

  /** Takes a connection, which the caller releases. Errors: `connection`, `permission`, `timeout`, `cancelled`. */
  acquire(signal: AbortSignal | undefined): Promise<Session> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed())
      throwIfAborted(signal)
      const abort = (): void => leave(signal === undefined ? closed() : abortError(signal))
      const settled = (): void => {
        this.#waiting.delete(leave)
        signal?.removeEventListener('abort', abort)
      }
      let isLeft = false
      const leave: Leave = reason => {
        isLeft = true
        settled()
        reject(reason)
      }
      this.#waiting.add(leave)
      signal?.addEventListener('abort', abort, { once: true })
      this.pool.connect((error, client) => {
        // Nobody waits for it any more: it goes back as it came.
        if (isLeft) return client?.release()
        settled()
        if (client !== undefined) return resolve(sessionOf(client).take())
        reject(postgresError(error, { place: this.place, phase: 'connecting', isWrite: false }))
      })
    })
  }

  /** Takes a connection for a transaction or a stream: closing the source ends it. */
  async keep(signal: AbortSignal | undefined): Promise<Session> {
    const session = await this.acquire(signal)
    this.#kept.add(session)
    return session
  }

  /** Gives back a connection that was kept. */
  letGo(session: Session, isBroken: boolean): void {
    this.#kept.delete(session)
    session.release(isBroken)
  }

  /** Ends transactions, streams and waits, lets statements that run come to their end, and ends the pool if it is ours. */
  async close(): Promise<void> {
    this.#isClosed = true
    // The pool itself would leave them waiting.
    for (const leave of this.#waiting) leave(closed())
    for (const session of this.#kept) this.letGo(session, true)
    if (this.#isOwn) await this.pool.end()
    else this.pool.off('error', ignore)
  }

  #placeOf(): string {
    const { Client, options } = unchecked<Inside>(this.pool, 'a pool has the class of its clients and their options')
    try {
      const { host, port, user, database } = new Client(options)
      return `PostgreSQL at ${host}:${port}, database ${database ?? '?'}, user ${user ?? '?'}`
    } catch (thrown) {
      // The driver's message may show the url, and with it the password.
      const cause = new Error(thrown instanceof Error ? thrown.name : 'the driver refuses it')
      throw new VantageError(
        'the url of PostgreSQL cannot be read; write postgres://user:password@host:5432/database, with special characters as %xx',
        { kind: 'invalid', cause },
      )
    }
  }
}

const ignore = (): void => {}

const closed = (): VantageError =>
  new VantageError('the source is closed; open it again', { kind: 'connection', details: { outcome: 'not sent' } })

function ownPool(options: ConnectOptions): Pool {
  const { url, max, connectTimeoutMs: deadline = connectTimeoutMs, namedStatements, schema, ...login } = options
  const config: PoolConfig = {
    ...login,
    ...(max === undefined ? {} : { max }),
    connectionTimeoutMillis: deadline,
    keepAlive: true,
    Client: unchecked(
      clientWith(settingsOf(namedStatements !== false, schema)),
      'pg makes its clients with the options of the pool',
    ),
  }
  const pool = new pg.Pool(config)
  // Whoever prints a pool must not see the password in the url.
  if (url !== undefined) Object.defineProperty(pool.options, 'connectionString', { value: url, enumerable: false })
  return pool
}

/** Settings of every session, so that the text of values is the same whatever the server's defaults are. */
function settingsOf(isDirect: boolean, schema: ConnectOptions['schema']): Readonly<Record<string, string>> {
  return {
    // Proxies know these two; most refuse others.
    TimeZone: 'UTC',
    DateStyle: 'ISO',
    ...(isDirect ? { IntervalStyle: 'iso_8601', extra_float_digits: '1', bytea_output: 'hex' } : {}),
    ...(schema === undefined ? {} : { search_path: [schema].flat().map(quoteIdentifier).join(', ') }),
  }
}

type Connected = (error: Error | null) => void

/** What is known of the inside of pg's client. */
interface StartingClient {
  readonly connection: { readonly stream: { destroy(): void } }
  getStartupConf(): object
  connect(callback: Connected): void
}

/** pg's client, starting its sessions with our settings: cheaper than a SET after connecting, and proxies carry them along. */
function clientWith(settings: Readonly<Record<string, string>>): typeof pg.Client {
  const Base = unchecked<new (config?: object) => StartingClient>(pg.Client, 'getStartupConf makes the first message')
  class SettledClient extends Base {
    override getStartupConf(): object {
      return { ...super.getStartupConf(), ...settings }
    }

    /** A refused login may leave the socket open, which the server would keep until its own deadline. */
    override connect(callback: Connected): void {
      super.connect(error => {
        if (error) this.connection.stream.destroy()
        callback(error)
      })
    }
  }
  return unchecked<typeof pg.Client>(SettledClient, 'it adds to the first message only')
}
