import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Request,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { checkedRows } from './answer.ts'
import { type BackendFacts, DuckdbData } from './backend-data.ts'
import type { DuckdbStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { duckdbError, endsInstance } from './errors.ts'
import { runStatement, sentFor } from './run-statement.ts'
import type { Session } from './session.ts'
import { Reader } from './stream.ts'

/** Begins a transaction on a connection of its own. It sees the rows as they were at its first statement, and its own changes. */
export async function beginTransaction(
  facts: BackendFacts,
  connections: Connections,
  { isolation, readOnly, signal }: BeginOptions,
): Promise<BackendTransaction> {
  if (isolation === 'serializable')
    throw new VantageError('DuckDB has snapshots (repeatable-read) only; begin without isolation: serializable', {
      kind: 'unsupported',
    })
  throwIfAborted(signal)
  const session = await connections.acquire(signal)
  return new DuckdbTransaction(facts, connections, session, readOnly === true)
}

/** One open transaction: statements run on its connection, in turn. */
class DuckdbTransaction extends DuckdbData implements BackendTransaction, Backend<DuckdbStatement> {
  readonly backend = this
  readonly #connections: Connections
  readonly #session: Session
  readonly #readers = new Set<Reader>()
  #tail: Promise<unknown> = Promise.resolve()
  /** The first failure: after it DuckDB takes nothing but a rollback. */
  #failure: VantageError | undefined
  /** It begins with its first statement, whose snapshot it has: a scope that is left before costs nothing. */
  #isBegun = false
  #isOver = false
  readonly #beginText: string

  constructor(facts: BackendFacts, connections: Connections, session: Session, isReader: boolean) {
    super(facts)
    this.#connections = connections
    this.#session = session
    this.#beginText = isReader ? 'BEGIN TRANSACTION READ ONLY' : 'BEGIN TRANSACTION'
  }

  run(compiled: DuckdbStatement, request: Request): Promise<Answer> {
    return this.#inTurn(request.signal, async () => {
      await this.#park()
      return runStatement(this.#session, compiled, request, true)
    })
  }

  /** Rows that are still to be read when another statement of the transaction runs are fetched before. */
  async *stream(compiled: DuckdbStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { parameters, signal } = request
    const reader = await this.#inTurn(signal, async () => {
      await this.#park()
      const { text, values } = sentFor(compiled, parameters)
      const started = new Reader(this.#session, await this.#session.start(text, values, signal))
      this.#readers.add(started)
      return started
    })
    try {
      for (;;) {
        const rows = await this.#inTurn(signal, () => reader.next(batchRows, signal))
        if (rows.length === 0) return
        yield checkedRows(compiled, rows)
      }
    } finally {
      reader.end()
      this.#readers.delete(reader)
    }
  }

  async #park(): Promise<void> {
    for (const reader of this.#readers) await reader.park()
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.#inTurn(signal, () => this.#session.run('SELECT 1', [], signal))
  }

  /** Closing the source of a transaction undoes what is still open. */
  async close(): Promise<void> {
    if (!this.#isOver) await this.rollback()
  }

  /** Errors: the kind of the first failed statement, since DuckDB can only roll back then; `conflict` when another commit came first. */
  async commit(): Promise<void> {
    const failure = this.#failure
    if (failure !== undefined) {
      await this.rollback()
      throw nothingCommitted(failure)
    }
    try {
      await this.#inTurn(
        undefined,
        async () => {
          if (this.#isBegun) await this.#session.execute('COMMIT')
        },
        false,
      )
    } finally {
      await this.#end()
    }
  }

  async rollback(): Promise<void> {
    if (this.#isOver) return
    this.#endReaders('the transaction was rolled back')
    let isBroken = true
    try {
      await this.#after(async () => {
        if (this.#isBegun) await this.#session.execute('ROLLBACK')
      })
      isBroken = false
    } catch (thrown) {
      // What ended by itself has rolled back already, which is all that is wanted.
      if (this.#session.isOpen && !endsInstance(thrown)) isBroken = true
    } finally {
      await this.#end(isBroken)
    }
  }

  async #end(isBroken = this.#failure !== undefined): Promise<void> {
    if (this.#isOver) return
    this.#isOver = true
    this.#endReaders('the transaction is over')
    await this.#connections.release(this.#session, isBroken)
  }

  #endReaders(reason: string): void {
    if (this.#readers.size === 0) return
    const failure = new VantageError(`${reason}, while rows of a stream in it were still to be read`, {
      kind: 'invalid',
    })
    for (const reader of this.#readers) reader.end(failure)
  }

  /** Runs work after what is running; none runs after a failure. */
  #inTurn<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>, isStatement = true): Promise<Result> {
    return this.#after(async () => {
      if (this.#isOver) throw overAlready(this.name)
      throwIfAborted(signal)
      if (this.#failure !== undefined) throw afterFailure(this.#failure)
      try {
        if (isStatement && !this.#isBegun) {
          await this.#session.execute(this.#beginText)
          this.#isBegun = true
        }
        return await work()
      } catch (thrown) {
        const error = duckdbError(thrown, { place: this.#connections.place, phase: 'running' })
        this.#failure ??= error
        throw error
      }
    })
  }

  #after<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => {})
    return turn
  }
}

const overAlready = (name: string): VantageError =>
  new VantageError(`the transaction on ${name} is over; begin another`, { kind: 'invalid', details: { source: name } })

const afterFailure = (failure: VantageError): VantageError =>
  new VantageError('an earlier statement of this transaction failed; roll back and repeat the work', {
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
