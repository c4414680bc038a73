import { type Staging, type VantageError, throwIfAborted } from '@vantage-ts/core/adapter'
import { isOfRows, mayCopy, wasCopied } from './bulk-insert.ts'
import { type Cancelling, cancelOnAbort } from './cancel.ts'
import type { Connections } from './connect.ts'
import { CopyBuffer } from './copy-buffer.ts'
import type { CompiledCopy } from './copy-in.ts'
import { endsConnection, postgresError } from './errors.ts'
import type { CompiledInsert } from './insert.ts'
import type { Copying, Session } from './session.ts'
import type { WireQuery } from './wire-query.ts'

type Rows = readonly (readonly unknown[])[]

/** A connection that rows are put by for. */
interface Taken {
  readonly session: Session
  readonly cancelling: Cancelling | undefined
  /** Undefined where COPY is not to be tried. */
  readonly copying: Copying | undefined
}

/**
 * Rows as the lines of one COPY, which the server reads as they come and inserts at the end; they are kept besides, outside of the heap, for
 * the case that it refuses them.
 */
export class CopyStaging implements Staging {
  readonly #insert: CompiledInsert
  readonly #copy: CompiledCopy
  readonly #connections: Connections
  readonly #signal: AbortSignal | undefined
  readonly #data = new CopyBuffer()
  #taken: Taken | undefined

  constructor(insert: CompiledInsert, copy: CompiledCopy, connections: Connections, signal: AbortSignal | undefined) {
    this.#insert = insert
    this.#copy = copy
    this.#connections = connections
    this.#signal = signal
  }

  /** A server that has failed meanwhile says so when the rows are to be inserted. */
  async add(rows: Rows): Promise<void> {
    throwIfAborted(this.#signal)
    const { copying } = this.#taken ?? (await this.#mapped(false, () => this.#begin()))
    this.#copy.fill(this.#data, rows)
    // It is a message also where nobody sends it.
    const message = this.#data.message()
    copying?.query.send(message)
    await copying?.query.drained()
  }

  /** Inserts all rows. They stay put by where it fails. */
  insert(): Promise<WireQuery> {
    return this.#mapped(true, async () => {
      const { session, copying } = this.#taken ?? (await this.#begin())
      copying?.query.end()
      const query =
        (await this.#copied(copying)) ?? (await session.run(this.#insert.text, this.#insert.bind(this.#lines())))
      await this.clear()
      return query
    })
  }

  async *rows(batchRows: number): AsyncGenerator<Rows> {
    const all = this.#lines()
    for (let start = 0; start < all.length; start += batchRows) {
      const values = this.#insert.bind(all.slice(start, start + batchRows))
      const { rows } = await this.#mapped(false, async () => {
        const { session } = this.#taken ?? (await this.#begin())
        return session.run(this.#insert.echo, values)
      })
      yield rows
    }
  }

  async clear(): Promise<void> {
    this.#data.clear()
    await this.#letGo(false)
  }

  async close(): Promise<void> {
    const copying = this.#taken?.copying
    copying?.query.abandon()
    await copying?.done.catch(() => undefined)
    await this.clear()
  }

  async #begin(): Promise<Taken> {
    const session = await this.#connections.keep(this.#signal)
    const signal = this.#signal
    const cancelling = signal === undefined ? undefined : cancelOnAbort(this.#connections.pool, session, signal)
    this.#taken = { session, cancelling, copying: undefined }
    if (await mayCopy(session, this.#insert, this.#copy))
      this.#taken = { session, cancelling, copying: session.startCopy(this.#copy.text) }
    return this.#taken
  }

  /** Undefined where the rows are to go the usual way, which also tells what is wrong with them. */
  async #copied(copying: Copying | undefined): Promise<WireQuery | undefined> {
    if (copying === undefined) return undefined
    try {
      await copying.done
      wasCopied(this.#insert)
      return copying.query
    } catch (thrown) {
      if (!isOfRows(this.#insert, thrown)) throw thrown
      return undefined
    }
  }

  #lines(): Rows {
    return [...this.#data.lines()]
  }

  async #letGo(isBroken: boolean): Promise<void> {
    const taken = this.#taken
    this.#taken = undefined
    await taken?.cancelling?.end()
    if (taken !== undefined) this.#connections.letGo(taken.session, isBroken)
  }

  async #mapped<Result>(isWrite: boolean, work: () => Promise<Result>): Promise<Result> {
    try {
      return await work()
    } catch (thrown) {
      const error: VantageError = postgresError(thrown, { place: this.#connections.place, phase: 'running', isWrite })
      if (endsConnection(thrown, error)) await this.#letGo(true)
      throw error
    }
  }
}
