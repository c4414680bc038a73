import type { DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api'
import { throwIfAborted } from '@vantage-ts/core/adapter'
import { readRows } from './cell-reader.ts'
import type { Session } from './session.ts'

/** A result that is read a chunk at a time: DuckDB goes on when the next one is asked for. */
export class Reader {
  readonly #session: Session
  readonly #result: DuckDBResult
  /** Chunks that were fetched ahead, before another statement ran on the connection. */
  #fetched: DuckDBDataChunk[] = []
  #isExhausted = false
  #failure: Error | undefined

  constructor(session: Session, result: DuckDBResult) {
    this.#session = session
    this.#result = result
  }

  /** At least so many rows, all of the last chunk; none at the end. */
  async next(atLeast: number, signal: AbortSignal | undefined): Promise<unknown[][]> {
    const rows: unknown[][] = []
    while (rows.length < atLeast) {
      throwIfAborted(signal)
      if (this.#failure !== undefined) throw this.#failure
      const chunk = this.#fetched.shift() ?? (await this.#fetch(signal))
      if (chunk === undefined) return rows
      readRows(chunk, rows)
    }
    return rows
  }

  async #fetch(signal: AbortSignal | undefined): Promise<DuckDBDataChunk | undefined> {
    if (this.#isExhausted) return undefined
    const chunk = await this.#session.fetch(this.#result, signal)
    if (chunk === null || chunk.rowCount === 0) this.#isExhausted = true
    return this.#isExhausted ? undefined : (chunk ?? undefined)
  }

  /** Fetches what is left, so that another statement can run on the connection. */
  async park(): Promise<void> {
    for (let chunk = await this.#fetch(undefined); chunk !== undefined; chunk = await this.#fetch(undefined))
      this.#fetched.push(chunk)
  }

  /** Nothing comes any more; `failure` is what a later read rejects with. */
  end(failure?: Error): void {
    this.#failure = failure
    this.#isExhausted = true
    this.#fetched = []
  }
}
