import {
  abortError,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  unsupported,
  VantageError,
} from '@vantage-ts/core/adapter'
import type { Surreal, SurrealTransaction } from 'surrealdb'
import { type Connection, lastResult, type Session } from './connection.ts'
import { explained, missingTable } from './errors.ts'
import { inWriteTurn } from './write-turns.ts'

interface Begun {
  readonly client: Surreal
  readonly inner: SurrealTransaction
  readonly isReadOnly: boolean
}

/**
 * An open transaction of the engine, which keeps what a failed statement did before it failed: so any failure ends it, and
 * commit is refused with the first one.
 */
export class TransactionSession implements Session {
  readonly inTransaction = true
  seesOwnWrites = false
  readonly #name: string
  readonly #connection: Connection
  readonly #client: Surreal
  readonly #inner: SurrealTransaction
  readonly isReadOnly: boolean
  #failure: VantageError | undefined
  #isOver = false

  constructor(name: string, connection: Connection, { client, inner, isReadOnly }: Begun) {
    this.#name = name
    this.#connection = connection
    this.#client = client
    this.#inner = inner
    this.isReadOnly = isReadOnly
  }

  async query(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    if (this.#failure !== undefined) throw this.#failure.withContext('the transaction failed before')
    if (this.#isOver) throw this.#ended()
    try {
      return await this.#connection.settle(() => lastResult(this.#inner, text, values))
    } catch (thrown) {
      // A table that does not exist is read as an empty one; nothing was done that could be kept.
      if (missingTable(thrown) !== undefined) throw thrown
      const error = withoutConnection(explained(thrown, this.#name))
      this.#failure ??= error
      throw error
    }
  }

  write(text: string, values: Readonly<Record<string, unknown>>): Promise<unknown> {
    this.seesOwnWrites = true
    return this.query(text, values)
  }

  /** Called when it is unknown what became of a statement. */
  fail(error: VantageError): void {
    this.#failure ??= error
  }

  async commit(): Promise<void> {
    if (this.#failure === undefined && !this.isReadOnly)
      return this.#end(() => inWriteTurn(this.#client, () => this.#inner.commit()))
    const failure = this.#failure
    await this.#end(() => this.#inner.cancel()).catch(thrown => {
      if (failure === undefined) throw thrown
    })
    if (failure !== undefined) throw failure.withContext('commit refused, since a statement of the transaction failed')
  }

  async rollback(): Promise<void> {
    if (this.#isOver) return
    await this.#end(() => this.#inner.cancel()).catch(thrown => {
      // A transaction of a lost connection is gone, which is what was wanted.
      if (VantageError.from(thrown).kind !== 'connection') throw thrown
    })
  }

  async #end(work: () => Promise<void>): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    try {
      await this.#connection.settle(work)
    } catch (thrown) {
      throw explained(thrown, this.#name)
    }
  }

  #ended(): VantageError {
    return new VantageError(`${this.#name}: the transaction has ended; begin another`, { kind: 'invalid' })
  }
}

/** A transaction whose connection is lost will not be committed any more. */
const withoutConnection = (error: VantageError): VantageError =>
  error.kind === 'connection' ? error.withDetails({ outcome: 'rolled back' }) : error

/** Begins a transaction. Errors: `unsupported` for an isolation that the engine lacks. */
export async function beginSession(
  name: string,
  connection: Connection,
  options: BeginOptions,
): Promise<TransactionSession> {
  // Its transactions see a snapshot and refuse to overwrite each other, and allow write skew.
  if (options.isolation === 'serializable')
    throw unsupported(
      name,
      'serializable',
      'run serializable transactions',
      'use repeatable-read and check what you rely on by a write',
    )
  const client = await connection.client()
  try {
    const begin = (): Promise<SurrealTransaction> => client.beginTransaction()
    const begun = connection.settle(() => (options.readOnly === true ? begin() : inWriteTurn(client, begin)))
    const inner = await unlessAborted(begun, options.signal, late => {
      connection.settle(() => late.cancel()).catch(() => {})
    })
    return new TransactionSession(name, connection, { client, inner, isReadOnly: options.readOnly === true })
  } catch (thrown) {
    throw explained(thrown, name)
  }
}

/** The result, unless the signal aborts before; what comes late is handed to `discard`. */
async function unlessAborted<T>(
  work: Promise<T>,
  signal: AbortSignal | undefined,
  discard: (late: T) => void,
): Promise<T> {
  if (signal === undefined) return work
  let forget = (): void => {}
  const aborted = new Promise<never>((_, reject) => {
    const abort = (): void => reject(abortError(signal))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    forget = () => signal.removeEventListener('abort', abort)
  })
  try {
    return await Promise.race([work, aborted])
  } catch (thrown) {
    if (signal.aborted) work.then(discard, () => {})
    throw thrown
  } finally {
    forget()
  }
}

export const backendTransaction = (session: TransactionSession, backend: Backend): BackendTransaction => ({
  backend,
  commit: () => session.commit(),
  rollback: () => session.rollback(),
})
