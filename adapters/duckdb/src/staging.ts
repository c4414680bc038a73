import type { DuckDBAppender } from '@duckdb/node-api'
import { type Staging, throwIfAborted, VantageError } from '@vantage-ts/core/adapter'
import type { BulkInsert } from './bulk-insert.ts'
import { readRows } from './cell-reader.ts'
import type { Session } from './session.ts'

type Rows = readonly (readonly unknown[])[]

/** Where a staging has its connections from. */
export interface StagingPlace {
  readonly signal: AbortSignal | undefined
  acquire(): Promise<Session>
  release(session: Session, isBroken: boolean): Promise<void>
  /** Makes ours of a failure, and tells whether the connection is still of use. */
  failure(thrown: unknown): { readonly error: VantageError; readonly isBroken: boolean }
}

/** Rows in a temporary table, on a connection that is taken with the first of them and given back when there are none. */
export class TableStaging implements Staging {
  readonly bulk: BulkInsert
  readonly #place: StagingPlace
  #session: Session | undefined
  #appender: DuckDBAppender | undefined
  #isBroken = false

  constructor(bulk: BulkInsert, place: StagingPlace) {
    this.bulk = bulk
    this.#place = place
  }

  add(rows: Rows): Promise<void> {
    return this.#mapped(async () => {
      const { connection } = this.#session ?? (await this.#begin())
      this.#appender ??= await connection.createAppender(this.bulk.passage, 'main', 'temp')
      for (const chunk of this.bulk.chunks(rows)) {
        throwIfAborted(this.#place.signal)
        this.#appender.appendDataChunk(chunk)
      }
    })
  }

  /** Work on the connection whose temporary table has all rows. */
  with<Result>(work: (session: Session) => Promise<Result>): Promise<Result> {
    return this.#mapped(async () => {
      this.#settle()
      if (this.#session === undefined) throw new VantageError('no rows are put by', { kind: 'internal' })
      return work(this.#session)
    })
  }

  async *rows(batchRows: number): AsyncGenerator<Rows> {
    for (let start = 0; ; start += batchRows) {
      const text = this.bulk.read(start, batchRows)
      const rows = await this.with(async session => {
        const result = await session.runNow(text, this.#place.signal)
        const some: unknown[][] = []
        for (let index = 0; index < result.chunkCount; index++) readRows(result.getChunk(index), some)
        return some
      })
      if (rows.length === 0) return
      yield rows
    }
  }

  async clear(): Promise<void> {
    const session = this.#session
    this.#session = undefined
    if (session === undefined) return
    try {
      this.#settle()
      await session.execute(this.bulk.finish)
    } catch {
      // The connection may be what failed; then the table ends with it.
      this.#isBroken = true
    }
    await this.#place.release(session, this.#isBroken)
    this.#isBroken = false
  }

  close(): Promise<void> {
    return this.clear()
  }

  async #begin(): Promise<Session> {
    this.#session = await this.#place.acquire()
    await this.#session.execute(this.bulk.prepare, this.#place.signal)
    return this.#session
  }

  /** Puts what was appended into the temporary table, where statements see it. */
  #settle(): void {
    const appender = this.#appender
    this.#appender = undefined
    try {
      appender?.flushSync()
    } finally {
      appender?.closeSync()
    }
  }

  async #mapped<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (thrown) {
      const { error, isBroken } = this.#place.failure(thrown)
      this.#isBroken ||= isBroken
      throw error
    }
  }
}
