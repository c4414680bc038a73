import { abortError, throwIfAborted, unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { Pool, PoolConnection, PoolOptions, SslOptions } from 'mysql2'
import mysql from 'mysql2'
import { mysqlError } from './errors.ts'
import type { ConnectOptions } from './options.ts'
import type { ServerFacts } from './server.ts'
import { type Session, sessionOf } from './session.ts'

/** How long connecting, or waiting for a free connection, may take. */
const defaultTimeoutMs = 10_000
/** Prepared statements that one connection keeps; each costs the server some memory. */
const maxPreparedStatements = 256
/** The flag of the protocol under which updates count rows that stay as they are. */
const foundRows = 2

/** Ends the wait for a connection. */
type Leave = (reason: VantageError) => void

/** What is known of the inside of a pool. */
interface Inside {
  readonly config: {
    readonly connectionConfig: {
      readonly host?: string
      readonly port?: number
      readonly socketPath?: string
      readonly user?: string
      readonly database?: string
      readonly clientFlags: number
      readonly jsonStrings: boolean
    }
  }
}

/** The connections of one source: a pool of its own, or one around which it was opened. */
export class Connections {
  readonly pool: Pool
  readonly place: string
  readonly #isOwn: boolean
  readonly #timeoutMs: number
  readonly #settings: readonly string[]
  readonly #facts: ServerFacts
  /** Taken by transactions and streams, which may keep them for ever. */
  readonly #kept = new Set<Session>()
  /** Calls that wait for a connection. */
  readonly #waiting = new Set<Leave>()
  #isClosed = false

  /** No I/O. Errors: `invalid` for a pool whose settings lose what is needed. */
  constructor(options: ConnectOptions, facts: ServerFacts) {
    this.#isOwn = options.pool === undefined
    this.#timeoutMs = options.connectTimeoutMs ?? defaultTimeoutMs
    this.#facts = facts
    this.#settings = Object.entries(options.settings ?? {}).map(settingText)
    this.pool = options.pool === undefined ? ownPool(options) : unchecked<Pool>(options.pool, 'MysqlPool is its shape')
    const { connectionConfig } = unchecked<Inside>(this.pool, 'pools keep their options').config
    if (!this.#isOwn) checkPool(connectionConfig)
    this.place = placeOf(connectionConfig)
  }

  /** Takes a connection, which the caller releases. Errors: `connection`, `permission`, `timeout`, `cancelled`. */
  async acquire(signal: AbortSignal | undefined): Promise<Session> {
    const session = sessionOf(await this.#connection(signal))
    this.#facts.server ??= session.server
    try {
      return await session.take(this.#settings)
    } catch (thrown) {
      session.release(true)
      throw mysqlError(thrown, { place: this.place, phase: 'connecting', isWrite: false })
    }
  }

  #connection(signal: AbortSignal | undefined): Promise<PoolConnection> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(closed())
      throwIfAborted(signal)
      const abort = (): void => leave(signal === undefined ? closed() : abortError(signal))
      const settled = (): void => {
        clearTimeout(deadline)
        this.#waiting.delete(leave)
        signal?.removeEventListener('abort', abort)
      }
      let isLeft = false
      const leave: Leave = reason => {
        isLeft = true
        settled()
        reject(reason)
      }
      const deadline = setTimeout(() => leave(this.#exhausted()), this.#timeoutMs)
      this.#waiting.add(leave)
      signal?.addEventListener('abort', abort, { once: true })
      this.pool.getConnection((error, connection) => {
        // Nobody waits for it any more: it goes back as it came.
        if (isLeft) return connection?.release()
        settled()
        if (error === null || error === undefined) return resolve(connection)
        reject(mysqlError(error, { place: this.place, phase: 'connecting', isWrite: false }))
      })
    })
  }

  #exhausted(): VantageError {
    return new VantageError(
      `${this.place}: no connection became free, or could be made, before the deadline; end transactions and streams that are left open, raise max, or check host and port`,
      { kind: 'timeout', retry: 'safe', details: { reason: 'pool-exhausted', outcome: 'not sent' } },
    )
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
    if (this.#isClosed) return
    this.#isClosed = true
    for (const leave of this.#waiting) leave(closed())
    for (const session of this.#kept) this.letGo(session, true)
    if (this.#isOwn) await new Promise<void>(resolve => this.pool.end(() => resolve()))
  }
}

/** Names and words are checked where options are. */
const settingText = ([name, value]: readonly [string, string | number]): string =>
  `${name} = ${typeof value === 'number' ? value : `'${value}'`}`

function checkPool({ clientFlags, jsonStrings }: Inside['config']['connectionConfig']): void {
  const invalid = (what: string): VantageError =>
    new VantageError(`the pool needs ${what}: createPool({ flags: ['-FOUND_ROWS'], jsonStrings: true, … })`, {
      kind: 'invalid',
    })
  // With it nothing tells a row that an insert made from one that was there.
  if ((clientFlags & foundRows) !== 0) throw invalid("flags: ['-FOUND_ROWS']")
  if (!jsonStrings) throw invalid('jsonStrings: true')
}

const placeOf = ({ host, port, socketPath, user, database }: Inside['config']['connectionConfig']): string =>
  `MySQL at ${socketPath ?? `${host}:${port}`}, database ${database ?? '?'}, user ${user ?? '?'}`

const closed = (): VantageError =>
  new VantageError('the source is closed; open it again', { kind: 'connection', details: { outcome: 'not sent' } })

function ownPool(options: ConnectOptions): Pool {
  const {
    url,
    max = 10,
    connectTimeoutMs = defaultTimeoutMs,
    ssl,
    pool: _pool,
    settings: _settings,
    ...login
  } = options
  const config: PoolOptions = {
    ...(url === undefined ? login : loginOf(url)),
    ...(ssl === undefined ? {} : { ssl: unchecked<SslOptions>({ ...ssl }, 'they are handed to node:tls') }),
    connectionLimit: max,
    connectTimeout: connectTimeoutMs,
    charset: 'utf8mb4',
    flags: ['-FOUND_ROWS'],
    jsonStrings: true,
    maxPreparedStatements,
    enableKeepAlive: true,
  }
  return mysql.createPool(config)
}

/** Parts of a url. The driver itself would take its parameters for options of any kind. */
function loginOf(url: string): PoolOptions {
  const { hostname, port, username, password, pathname, search } = new URL(url)
  if (search !== '')
    throw new VantageError('the url of MySQL takes no parameters; give ssl and the like as options', {
      kind: 'invalid',
    })
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1') || 'localhost',
    port: port === '' ? 3306 : Number(port),
    ...(username === '' ? {} : { user: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(pathname.length < 2 ? {} : { database: decodeURIComponent(pathname.slice(1)) }),
  }
}
