import { unchecked } from '@vantage-ts/core/adapter'
import type { FieldPacket, PoolConnection, QueryOptions } from 'mysql2'
import type { ServerVersion } from './server.ts'
import { findsLostUpdates, serverVersionOf, variants } from './server.ts'
import { RowReader } from './row-reader.ts'
import { resetThere } from './skipped.ts'
import type { WireValue } from './wire-value.ts'

/** One row as the driver gives it, by position. */
export type RawRow = readonly unknown[]

/** The answer to one statement. */
export interface Result {
  readonly rows: readonly RawRow[]
  readonly fields: readonly FieldPacket[]
  /** Of a statement that gives no rows. */
  readonly header: Header | undefined
}

/** What the server says of a statement that gives no rows. */
export interface Header {
  readonly affectedRows: number
  readonly insertId: number | string
  /** `Rows matched: 1  Changed: 0  Warnings: 0`, in the language of the server. */
  readonly info: string
  readonly serverStatus: number
}

/** What is known of the inside of the driver's connection. */
interface Inside {
  readonly _handshakePacket: { readonly serverVersion: string }
  readonly stream: { destroy(): void }
}

const inTransaction = 1

/** Modes under which values are refused instead of bent, and text means what standard SQL says. */
const modes = [
  'STRICT_ALL_TABLES',
  'NO_ZERO_DATE',
  'NO_ZERO_IN_DATE',
  'ERROR_FOR_DIVISION_BY_ZERO',
  'NO_ENGINE_SUBSTITUTION',
  'NO_BACKSLASH_ESCAPES',
  'NO_AUTO_VALUE_ON_ZERO',
  'NO_UNSIGNED_SUBTRACTION',
]

function settingsFor(server: ServerVersion): readonly string[] {
  const { flavor } = server
  // Else MariaDB sets the columns of an update one after the other, each from those before it.
  const all = flavor === 'mariadb' ? [...modes, 'SIMULTANEOUS_ASSIGNMENT'] : modes
  return [
    `NAMES utf8mb4 COLLATE ${variants[flavor].collation}`,
    "time_zone = '+00:00'",
    `sql_mode = '${all.join(',')}'`,
    'div_precision_increment = 30',
    'group_concat_max_len = 1073741824',
    // Has a type before a statement reads it.
    resetThere,
    // As much as the usual buffer has room for. By so many bytes MariaDB sorts texts, without a word, and both tell rows of windows apart: 1,024 unless told.
    'max_sort_length = 16384',
    ...(findsLostUpdates(server) ? ['innodb_snapshot_isolation = ON'] : []),
  ]
}

/** One connection of a pool with what is known about it; it outlives the times it is taken from the pool. */
export class Session {
  readonly connection: PoolConnection
  readonly server: ServerVersion
  #isSettled = false
  #isTaken = false
  #isCut = false
  #status = 0
  #reader: RowReader | undefined
  #tail: Promise<unknown> = Promise.resolve()

  constructor(connection: PoolConnection) {
    this.connection = connection
    this.server = serverVersionOf(this.#inside._handshakePacket.serverVersion)
    // A connection that breaks while nothing runs on it tells so by an event, which would end the process.
    connection.on('error', ignore)
  }

  get #inside(): Inside {
    return unchecked<Inside>(this.connection, "the driver's connection keeps its socket and the greeting of the server")
  }

  /** Marks it as taken from the pool; the first time its settings are made. */
  async take(settings: readonly string[]): Promise<this> {
    this.#isTaken = true
    if (!this.#isSettled) await this.command(`SET ${[...settingsFor(this.server), ...settings].join(', ')}`)
    this.#isSettled = true
    return this
  }

  /** Gives it back to the pool, or ends it; once, however often it is called. */
  release(isBroken: boolean): void {
    if (!this.#isTaken) return
    this.#isTaken = false
    if (isBroken || this.#isCut) this.#end()
    else this.connection.release()
  }

  #end(): void {
    this.connection.destroy()
    // The driver only closes its own half, and would wait for a server that does not answer.
    this.#inside.stream.destroy()
  }

  /** Cuts the connection, whatever it is doing. */
  cut(): void {
    this.#isCut = true
    this.#end()
  }

  /** Runs one prepared statement. Errors: whatever the driver gives. */
  async run(text: string, values: readonly WireValue[]): Promise<Result> {
    await this.#reader?.park()
    return this.#result(done => {
      this.connection.execute(optionsFor(text), [...values], done)
    })
  }

  /** Runs text without values that is not prepared: commands of the adapter's own, and what the server does not prepare. */
  async command(text: string): Promise<Result> {
    await this.#reader?.park()
    return this.#result(done => {
      this.connection.query(optionsFor(text), done)
    })
  }

  /** Reads the rows of one prepared statement batch by batch. One at a time: the next statement makes it keep its rows. */
  async read(text: string, values: readonly WireValue[]): Promise<RowReader> {
    await this.#reader?.park()
    const command = this.connection.execute(optionsFor(text), [...values])
    const reader = new RowReader(this.connection, command)
    this.#reader = reader
    void reader.settled.then(() => {
      if (this.#reader === reader) this.#reader = undefined
    })
    return reader
  }

  #result(send: (done: (error: unknown, rows: unknown, fields: unknown) => void) => void): Promise<Result> {
    return new Promise((resolve, reject) => {
      send((error, rows, fields) => {
        if (error !== null && error !== undefined) return reject(error)
        const result = resultOf(rows, fields)
        this.#status = result.header?.serverStatus ?? this.#status
        resolve(result)
      })
    })
  }

  /** Runs work after what is running on this connection. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(ignore)
    return turn
  }

  /** Whether the server said with its last answer without rows that no transaction is open. */
  get isOutsideTransaction(): boolean {
    return (this.#status & inTransaction) === 0
  }
}

/** Rows come by position, values without loss: whole numbers beyond 2^53 as digits, dates as text. */
function optionsFor(text: string): QueryOptions {
  const options = { sql: text, rowsAsArray: true, supportBigNumbers: true, bigNumberStrings: false, dateStrings: true }
  // The code that the driver makes for rows refuses columns that are named as parts of every object; its slower way does not.
  return privateName.test(text) ? Object.assign(options, { disableEval: true }) : options
}
const privateName = /__(?:proto|(?:define|lookup)[GS]etter)__/

/** The driver gives a header, rows, or a list of such where a procedure gives several. */
function resultOf(rows: unknown, fields: unknown): Result {
  if (!Array.isArray(rows)) return { rows: [], fields: [], header: unchecked<Header>(rows, 'no rows: a header') }
  const results: readonly unknown[] = rows
  if (!Array.isArray(fields) || !fields.some(field => field === undefined || Array.isArray(field)))
    return {
      rows: unchecked(results, 'rows by position'),
      fields: unchecked(fields ?? [], 'their columns'),
      header: undefined,
    }
  const at = results.findIndex(Array.isArray)
  const last = results.at(-1)
  return {
    rows: unchecked(results[at] ?? [], 'the first rows of several'),
    fields: unchecked(fields[at] ?? [], 'their columns'),
    header: Array.isArray(last) ? undefined : unchecked<Header>(last, 'no rows: a header'),
  }
}

const sessions = new WeakMap<PoolConnection, Session>()

/** The session of a connection: one, also when several sources share a pool. */
export function sessionOf(connection: PoolConnection): Session {
  let session = sessions.get(connection)
  if (session === undefined) {
    session = new Session(connection)
    sessions.set(connection, session)
  }
  return session
}

const ignore = (): void => {}
