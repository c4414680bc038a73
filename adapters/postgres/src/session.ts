import { unchecked } from '@vantage-ts/core/adapter'
import type { PoolClient, Submittable } from 'pg'
import { NamedStatements } from './named-statements.ts'
import { CopyBuffer } from './copy-buffer.ts'
import { type CompiledCopy, CopyQuery } from './copy-in.ts'
import { type Preparation, unnamed, type Wire, WireQuery, type WireValue } from './wire-query.ts'

/** Named statements that one connection keeps; each costs the server some memory. */
const maxNamedStatements = 256

/** A COPY that data is sent to; `done` settles when it has ended. */
export interface Copying {
  readonly query: CopyQuery
  readonly done: Promise<void>
}

/** One connection of a pool with what is known about it; it outlives the times it is taken from the pool. */
export class Session {
  readonly client: PoolClient
  readonly #wire: Wire
  readonly #statements = new NamedStatements(maxNamedStatements)
  #isTaken = false
  #isCut = false
  #copyBuffer: CopyBuffer | undefined
  #tail: Promise<unknown> = Promise.resolve()

  constructor(client: PoolClient) {
    this.client = client
    this.#wire = unchecked<Wire>(client.connection, "pg's connection sends these messages")
    // A connection that breaks while nothing runs on it tells so by an event, which would end the process.
    client.on('error', ignore)
  }

  /** Marks it as taken from the pool. */
  take(): this {
    this.#isTaken = true
    return this
  }

  /** Gives it back to the pool, or ends it; once, however often it is called. */
  release(isBroken: boolean): void {
    if (!this.#isTaken) return
    this.#isTaken = false
    this.client.release(isBroken || this.#isCut)
  }

  /** Cuts the connection, whatever it is doing. */
  cut(): void {
    this.#isCut = true
    this.#wire.stream.destroy()
  }

  /**
   * Runs one statement. An empty name leaves it unnamed; without values it is a command whose text is the adapter's own.
   *
   * Errors: whatever the driver gives.
   */
  run(text: string, values?: readonly WireValue[], name = ''): Promise<WireQuery> {
    return new Promise((resolve, reject) => {
      const query = new WireQuery(text, values, this.#preparation(name), error => {
        if (error !== undefined && error !== null) return reject(error)
        if (name !== '' && query.fields !== undefined) this.#remember(name, query)
        resolve(query)
      })
      this.#submit(query, reject)
    })
  }

  /** Runs COPY … FROM STDIN on rows, as a statement of its own. Errors: whatever the driver gives. */
  async copyIn(copy: CompiledCopy, rows: readonly (readonly unknown[])[]): Promise<WireQuery> {
    const data = this.#copyBuffer ?? new CopyBuffer()
    this.#copyBuffer = undefined
    copy.fill(data, rows)
    const copying = this.startCopy(copy.text)
    copying.query.send(data.message())
    copying.query.end()
    await copying.done
    data.clear()
    this.#copyBuffer = data
    return copying.query
  }

  /** Begins COPY … FROM STDIN. Errors: whatever the driver gives, by `done`. */
  startCopy(text: string): Copying {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const query = new CopyQuery(text, error => (error === undefined || error === null ? resolve() : reject(error)))
    this.#submit(query, reject)
    // Whoever waits for it is told; it may fail before.
    promise.catch(ignore)
    return { query, done: promise }
  }

  #submit(query: WireQuery, reject: (thrown: unknown) => void): void {
    try {
      this.client.query(unchecked<Submittable>(query, 'submit() takes the connection that pg has'))
    } catch (thrown) {
      // A message may be half sent: nobody can tell what the server makes of the rest.
      this.cut()
      reject(thrown)
    }
  }

  /** Runs work after what is running on this connection; pg would queue it, but warns of that. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(ignore)
    return turn
  }

  /** Whether the server says that no transaction is open. */
  get isOutsideTransaction(): boolean {
    return this.client.getTransactionStatus() === 'I'
  }

  /** Lets the server forget a named statement before its next use. */
  forget(name: string): void {
    this.#statements.forget(name)
  }

  #preparation(name: string): Preparation {
    if (name === '') return unnamed
    const known = this.#statements.get(name)
    if (known !== undefined) return known
    const dropped = this.#statements.takeDropped()
    const isParsed = this.#wire.parsedStatements[name] !== undefined && !dropped.includes(name)
    return { name, isParsed, fields: undefined, dropped }
  }

  #remember(name: string, query: WireQuery): void {
    if (this.#statements.get(name) === undefined) this.#statements.add(name, query.fields)
  }
}

const sessions = new WeakMap<PoolClient, Session>()

/** The session of a connection: one, also when several sources share a pool. */
export function sessionOf(client: PoolClient): Session {
  let session = sessions.get(client)
  if (session === undefined) {
    session = new Session(client)
    sessions.set(client, session)
  }
  return session
}

const ignore = (): void => {}
