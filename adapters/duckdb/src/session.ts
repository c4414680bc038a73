import type {
  DuckDBConnection,
  DuckDBMaterializedResult,
  DuckDBPreparedStatement,
  DuckDBResult,
} from '@duckdb/node-api'
import { VantageError } from '@vantage-ts/core/adapter'
import { bindValue } from './bind.ts'
import { PreparedStatements } from './prepared-statements.ts'

/** Statements that one connection keeps prepared. */
const keptStatements = 200
/** How often a request to interrupt is repeated: one that comes before the statement has begun does nothing. */
const repeatMs = 5

/**
 * One connection with its prepared statements.
 *
 * Errors: those of the driver, unmapped.
 */
export class Session {
  readonly connection: DuckDBConnection
  readonly #prepared = new PreparedStatements(keptStatements)
  /** What the database does now. */
  readonly #running = new Set<Promise<unknown>>()
  #isOpen = true

  constructor(connection: DuckDBConnection) {
    this.connection = connection
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Runs a statement to its end; a signal interrupts it. */
  run(text: string, values: readonly unknown[], signal?: AbortSignal): Promise<DuckDBMaterializedResult> {
    return this.#interruptible(signal, async () => (await this.#ready(text, values)).run())
  }

  /** Runs text without values, which is planned and run at once. */
  runNow(text: string, signal?: AbortSignal): Promise<DuckDBMaterializedResult> {
    return this.#interruptible(signal, () => this.connection.run(text))
  }

  /** Runs a statement that is not kept. */
  runOnce(text: string, values: readonly unknown[], signal?: AbortSignal): Promise<DuckDBMaterializedResult> {
    return this.#once(text, values, signal, statement => statement.run())
  }

  /** Starts a statement whose rows are read as they come. */
  start(text: string, values: readonly unknown[], signal?: AbortSignal): Promise<DuckDBResult> {
    return this.#once(text, values, signal, statement => statement.stream())
  }

  #once<Result>(
    text: string,
    values: readonly unknown[],
    signal: AbortSignal | undefined,
    run: (statement: DuckDBPreparedStatement) => Promise<Result>,
  ): Promise<Result> {
    return this.#interruptible(signal, async () => {
      const statement = await this.connection.prepare(text)
      try {
        bindValues(statement, values)
        return await run(statement)
      } finally {
        statement.destroySync()
      }
    })
  }

  /** Runs text of the adapter's own, one statement or several. */
  execute(text: string, signal?: AbortSignal): Promise<unknown> {
    return this.#interruptible(signal, () => this.connection.run(text))
  }

  /** Work on this connection that the database does; a signal interrupts it. */
  async #interruptible<Result>(signal: AbortSignal | undefined, work: () => Promise<Result>): Promise<Result> {
    if (!this.#isOpen) throw closedMeanwhile()
    const running = work()
    this.#running.add(running)
    const ending = signal === undefined ? ignore : this.#interruptOn(signal)
    try {
      return await running
    } finally {
      ending()
      this.#running.delete(running)
    }
  }

  /** Interrupts what runs when a signal aborts; gives what ends the watch. */
  #interruptOn(signal: AbortSignal): () => void {
    let again: NodeJS.Timeout | undefined
    const interrupt = (): void => {
      this.connection.interrupt()
      again = setTimeout(interrupt, repeatMs)
    }
    if (signal.aborted) interrupt()
    else signal.addEventListener('abort', interrupt, { once: true })
    return () => {
      clearTimeout(again)
      signal.removeEventListener('abort', interrupt)
    }
  }

  /** Reads one more chunk of a result, interruptibly. */
  fetch(result: DuckDBResult, signal?: AbortSignal): ReturnType<DuckDBResult['fetchChunk']> {
    return this.#interruptible(signal, () => result.fetchChunk())
  }

  async #ready(text: string, values: readonly unknown[]): Promise<DuckDBPreparedStatement> {
    let statement = this.#prepared.get(text)
    if (statement === undefined) {
      statement = await this.connection.prepare(text)
      this.#prepared.set(text, statement)
    }
    bindValues(statement, values)
    return statement
  }

  /** Ends what runs, then the connection. */
  async close(): Promise<void> {
    if (!this.#isOpen) return
    this.#isOpen = false
    // Letting go of a connection waits for what runs on it, and would hold this thread meanwhile.
    while (this.#running.size > 0) {
      this.connection.interrupt()
      await Promise.race([Promise.allSettled(this.#running), new Promise(resolve => setTimeout(resolve, repeatMs))])
    }
    this.#prepared.clear()
    this.connection.closeSync()
  }
}

function bindValues(statement: DuckDBPreparedStatement, values: readonly unknown[]): void {
  for (let index = 0; index < values.length; index++) bindValue(statement, index + 1, values[index])
}

const ignore = (): void => {}

const closedMeanwhile = (): VantageError =>
  new VantageError('the source was closed while a statement was to run; open it again', { kind: 'connection' })
