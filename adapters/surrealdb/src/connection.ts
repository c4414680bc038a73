import { VantageError } from '@vantage-ts/core/adapter'
import type { Surreal } from 'surrealdb'
import { open, type Opened } from './connect.ts'
import { explained } from './errors.ts'
import { atMost } from './pause.ts'
import type { Address } from './settings.ts'
import { inWriteTurn } from './write-turns.ts'

/** Runs statements of one session; a transaction is one too. */
export interface Session {
  readonly inTransaction: boolean
  /** Whether statements may meet what others of the session wrote and nobody else can see yet. */
  readonly seesOwnWrites: boolean
  /** The result of the last statement in the text. */
  query(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown>
  /** The same of a text that may write. */
  write(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown>
}

/** What of the driver runs statements: a client, or a transaction of it. */
export interface Queryable {
  query(text: string, values?: Record<string, unknown>): { collect(): Promise<unknown[]> }
}

/** One connection: made on first use, made anew when it is lost; calls under way then fail, which the driver would not do. */
export class Connection implements Session {
  readonly inTransaction = false
  readonly seesOwnWrites = false
  readonly #name: string
  readonly #open: () => Promise<Opened>
  readonly #pending = new Set<(error: VantageError) => void>()
  #running = 0
  #idle: (() => void) | undefined
  #opened: Opened | undefined
  #opening: Promise<Opened> | undefined
  #isClosed = false

  constructor(name: string, how: () => Promise<Opened>) {
    this.#name = name
    this.#open = how
  }

  static to(name: string, address: Address): Connection {
    return new Connection(name, () => open(address))
  }

  /** Around a client that somebody else connected, and closes. */
  static around(name: string, client: Surreal, connectTimeoutMs: number): Connection {
    return new Connection(name, async () => {
      if (client.status !== 'connected') await ready(client, connectTimeoutMs)
      return { client, isEmbedded: false, close: async () => {} }
    })
  }

  /** The connected client. Errors: `connection`, `permission`. */
  async client(): Promise<Surreal> {
    if (this.#isClosed) throw this.#closed()
    const known = this.#opened
    if (known !== undefined && known.client.status === 'connected') return known.client
    const opening = (this.#opening ??= this.#connect())
    return (await opening).client
  }

  async #connect(): Promise<Opened> {
    try {
      this.#opened = undefined
      const opened = await this.#open()
      if (this.#isClosed) {
        await opened.close()
        throw this.#closed()
      }
      this.#watch(opened)
      this.#opened = opened
      return opened
    } catch (thrown) {
      throw explained(thrown, this.#name)
    } finally {
      this.#opening = undefined
    }
  }

  #watch(opened: Opened): void {
    const lost = (): void => {
      for (const forget of forgets) forget()
      if (this.#opened === opened) this.#opened = undefined
      this.#failPending(lostConnection(this.#name))
    }
    const forgets = [opened.client.subscribe('disconnected', lost), opened.client.subscribe('reconnecting', lost)]
  }

  #failPending(error: VantageError): void {
    const waiting = [...this.#pending]
    this.#pending.clear()
    for (const fail of waiting) fail(error)
  }

  /**
   * Runs work on the connection: it settles with the work, or fails when the connection goes.
   *
   * Errors: `connection` when it was closed in the meantime; otherwise what the driver throws.
   */
  settle<T>(start: () => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#isClosed) throw this.#closed()
      this.#pending.add(reject)
      this.#running++
      const end = (): void => {
        this.#pending.delete(reject)
        if (--this.#running === 0) this.#idle?.()
      }
      start().finally(end).then(resolve, reject)
    })
  }

  async query(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    const known = this.#opened
    const client = known !== undefined && known.client.status === 'connected' ? known.client : await this.client()
    return this.settle(() => lastResult(client, text, values))
  }

  async write(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    const client = await this.client()
    return this.settle(() => inWriteTurn(client, () => lastResult(client, text, values)))
  }

  /** Ends the connection. Callers that wait get an error at once; the engine is only let go when it is done with their work. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    const opened = this.#opened ?? (await this.#opening?.catch(() => undefined))
    this.#opened = undefined
    this.#failPending(this.#closed())
    if (opened === undefined) return
    const end = (): Promise<void> => opened.close().catch(() => {})
    if (opened.isEmbedded) await atMost(patienceMs, this.#whenIdle().then(end))
    else await end()
  }

  #whenIdle(): Promise<void> {
    if (this.#running === 0) return Promise.resolve()
    return new Promise(resolve => {
      this.#idle = resolve
    })
  }

  #closed(): VantageError {
    return new VantageError(`${this.#name} is closed; open it again`, { kind: 'connection' })
  }
}

/** The result of the last statement; an error of any statement is thrown. */
export async function lastResult(
  session: Queryable,
  text: string,
  values: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const results = await session.query(text, { ...values }).collect()
  return results.at(-1)
}

/** How long closing waits for work that its callers no longer wait for. */
const patienceMs = 5_000
const lostConnection = (name: string): VantageError =>
  new VantageError(`${name}: the connection to SurrealDB is gone; the next call connects again`, {
    kind: 'connection',
    retry: 'safe',
  })

async function ready(client: Surreal, deadlineMs: number): Promise<void> {
  if (client.status === 'disconnected')
    throw new VantageError('the client given to surrealdb() is not connected; connect it first', { kind: 'connection' })
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new VantageError(`the client given to surrealdb() did not connect within ${deadlineMs} ms`, {
      kind: 'connection',
      retry: 'safe',
    })
    timer = setTimeout(() => reject(error), deadlineMs)
  })
  await Promise.race([client.ready, late]).finally(() => clearTimeout(timer))
}
