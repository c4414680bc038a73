import {
  type Answer,
  type Backend,
  type BackendTransaction,
  type BeginOptions,
  type Isolation,
  type Request,
  throwIfAborted,
  VantageError,
} from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { answerOf, checkedRows, sendingOf, wireValues } from './answer.ts'
import { type BackendFacts, PostgresData, probe } from './backend-data.ts'
import { cancelOnAbort } from './cancel.ts'
import type { PostgresStatement } from './compile.ts'
import type { Connections } from './connect.ts'
import { endsConnection, postgresError } from './errors.ts'
import type { Session } from './session.ts'
import type { WireQuery, WireValue } from './wire-query.ts'

const isolations: { readonly [Name in Isolation]: string } = {
  'read-committed': 'READ COMMITTED',
  'repeatable-read': 'REPEATABLE READ',
  serializable: 'SERIALIZABLE',
}

function beginText({ isolation, readOnly }: BeginOptions): string {
  const level = isolation === undefined ? '' : ` ISOLATION LEVEL ${isolations[isolation]}`
  const access = readOnly === undefined ? '' : readOnly ? ' READ ONLY' : ' READ WRITE'
  return `BEGIN${level}${access}`
}

/** Begins a transaction on a connection of its own. */
export async function beginTransaction(
  facts: BackendFacts,
  connections: Connections,
  options: BeginOptions,
): Promise<BackendTransaction> {
  const { signal } = options
  const session = await connections.keep(signal)
  const transaction = new PostgresTransaction(facts, connections, session)
  await transaction.start(beginText(options), signal)
  return transaction
}

/** One open transaction: statements run on its connection, in turn. */
class PostgresTransaction extends PostgresData implements BackendTransaction, Backend<PostgresStatement> {
  readonly backend = this
  readonly #connections: Connections
  readonly #session: Session
  /** The first failure since the beginning, or since the savepoint it was rolled back to. */
  #failure: VantageError | undefined
  #state: 'open' | 'over' | 'lost' = 'open'
  #cursors = 0

  constructor(facts: BackendFacts, connections: Connections, session: Session) {
    super(facts)
    this.#connections = connections
    this.#session = session
  }

  async start(text: string, signal: AbortSignal | undefined): Promise<void> {
    try {
      throwIfAborted(signal)
      await this.#send(text, undefined, '', signal, false)
    } catch (thrown) {
      this.#end(true)
      throw thrown
    }
  }

  async run(compiled: PostgresStatement, request: Request): Promise<Answer> {
    const values = wireValues(compiled, request)
    const { text, name } = sendingOf(compiled, values, false)
    return answerOf(compiled, await this.#send(text, values, name, request.signal, compiled.isWrite))
  }

  /** By a cursor of SQL, so that other statements of the transaction may run between two batches. */
  async *stream(compiled: PostgresStatement, request: Request, batchRows: number): AsyncGenerator<readonly unknown[]> {
    const { signal } = request
    const cursor = `vantage_${++this.#cursors}`
    const values = wireValues(compiled, request)
    const { text } = sendingOf(compiled, values, false)
    await this.#send(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${text}`, values, '', signal, false)
    try {
      for (;;) {
        const { rows, fields } = await this.#send(`FETCH ${batchRows} FROM ${cursor}`, [], '', signal, false)
        if (rows.length > 0) yield checkedRows(compiled, rows, fields)
        if (rows.length < batchRows) break
      }
    } finally {
      if (this.#state === 'open' && this.#failure === undefined)
        await this.#send(`CLOSE ${cursor}`, [], '', undefined, false)
    }
  }

  async ping(signal: AbortSignal | undefined): Promise<void> {
    await this.run(probe, { parameters: [], rows: [], signal })
  }

  /** Closing the source of a transaction undoes what is still open. */
  async close(): Promise<void> {
    if (this.#state !== 'over') await this.rollback()
  }

  /** Errors: the kind of the first failed statement, when PostgreSQL could only roll back. */
  async commit(): Promise<void> {
    try {
      const failure = this.#failure
      const { command } = await this.#session.inTurn(() => {
        if (this.#session.isOutsideTransaction) throw endedByText()
        return this.#direct('COMMIT')
      })
      if (command === 'ROLLBACK') throw nothingCommitted(failure)
    } catch (thrown) {
      throw this.#explainCommit(thrown)
    } finally {
      this.#end(this.#state === 'lost')
    }
  }

  async rollback(): Promise<void> {
    let isBroken = true
    try {
      await this.#session.inTurn(() => this.#direct('ROLLBACK'))
      isBroken = false
    } catch (thrown) {
      // A lost connection has rolled back already, which is all that is wanted.
      if (this.#state !== 'lost') throw thrown
    } finally {
      this.#end(isBroken)
    }
  }

  async savepoint(name: string): Promise<void> {
    await this.#send(`SAVEPOINT ${quoteIdentifier(name)}`, undefined, '', undefined, false)
  }

  async rollbackTo(name: string): Promise<void> {
    await this.#session.inTurn(() => this.#direct(`ROLLBACK TO SAVEPOINT ${quoteIdentifier(name)}`))
    this.#failure = undefined
  }

  async release(name: string): Promise<void> {
    await this.#send(`RELEASE SAVEPOINT ${quoteIdentifier(name)}`, undefined, '', undefined, false)
  }

  #end(isBroken: boolean): void {
    this.#state = 'over'
    this.#connections.letGo(this.#session, isBroken)
  }

  /** Runs a statement in turn; none runs after a failure, since PostgreSQL refuses all until a rollback. */
  #send(
    text: string,
    values: readonly WireValue[] | undefined,
    name: string,
    signal: AbortSignal | undefined,
    isWrite: boolean,
  ): Promise<WireQuery> {
    return this.#session.inTurn(async () => {
      throwIfAborted(signal)
      if (this.#failure !== undefined) throw afterFailure(this.#failure)
      const cancelling = signal === undefined ? undefined : cancelOnAbort(this.#connections.pool, this.#session, signal)
      try {
        return await this.#direct(text, values, name, isWrite)
      } finally {
        await cancelling?.end()
      }
    })
  }

  /** Runs a statement now. */
  async #direct(text: string, values?: readonly WireValue[], name = '', isWrite = false): Promise<WireQuery> {
    if (this.#state === 'over') throw overAlready(this.name)
    try {
      return await this.#session.run(text, values, name)
    } catch (thrown) {
      const { place } = this.#connections
      const error = postgresError(thrown, { place, phase: 'running', isWrite, isTransaction: true })
      if (endsConnection(thrown, error)) this.#state = 'lost'
      this.#failure ??= error
      throw error
    }
  }

  /** Whether a commit whose connection broke took place, nobody knows. */
  #explainCommit(thrown: unknown): VantageError {
    const error = VantageError.from(thrown)
    if (this.#state !== 'lost') return error
    return new VantageError('the connection was lost during the commit; read what was written before repeating it', {
      kind: 'connection',
      retry: 'after-reread',
      details: { ...error.details, outcome: 'unknown' },
      cause: error,
    })
  }
}

const overAlready = (name: string): VantageError =>
  new VantageError(`the transaction on ${name} is over; begin another`, { kind: 'invalid', details: { source: name } })

const endedByText = (): VantageError =>
  new VantageError('vendor text has ended the transaction before its commit; leave that to commit() and rollback()', {
    kind: 'invalid',
    details: { outcome: 'unknown' },
  })

const afterFailure = (failure: VantageError): VantageError =>
  new VantageError(
    'an earlier statement of this transaction failed; roll back, to a savepoint or altogether, and repeat the work',
    {
      kind: 'invalid',
      details: { reason: 'failed-transaction' },
      cause: failure,
    },
  )

const nothingCommitted = (failure: VantageError | undefined): VantageError =>
  new VantageError('nothing was committed, because a statement of the transaction had failed; repeat the transaction', {
    kind: failure?.kind ?? 'invalid',
    retry: failure?.retry ?? 'never',
    details: { ...failure?.details, outcome: 'rolled back' },
    ...(failure === undefined ? {} : { cause: failure }),
  })
