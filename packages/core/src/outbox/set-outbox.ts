import { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import { thrownReason } from '../errors/thrown-reason.ts'
import { signalOf, throwIfAborted, untilAborted } from '../expression/deadline.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { ColumnNode } from '../expression/node.ts'
import { stateKey } from '../set/stated.ts'
import { RunningTransaction } from '../source/transaction.ts'
import type { SetTable } from '../table/set-table.ts'
import { unchecked } from '../types/cast.ts'
import type { Deliver, DrainOptions, DrainProgress } from './outbox.ts'

/** The run-time form of an outbox; its typed face is `Outbox`. */
export class SetOutbox {
  readonly #messages: SetTable
  readonly #deliver: Deliver<never>
  readonly #id: ColumnNode
  readonly #entity: string
  /** Deliveries of this outbox that are under way, by id: whoever comes to the same message waits for that, and looks again. */
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(messages: SetTable, deliver: Deliver<never>) {
    const { definition, source } = messages[stateKey]
    const [id, second] = definition.ids
    this.#entity = definition.entity.name
    const details = { entity: this.#entity, source: source.name }
    if (id === undefined || second !== undefined || !id.type.isOrdered)
      throw new VantageError(`${this.#entity} keeps no outbox: its id has to be one column with an order`, {
        kind: 'invalid',
        details,
      })
    if (source.outer !== undefined)
      throw new VantageError(
        `${this.#entity} is opened on ${source.place}; an outbox outlives it, so open the table on the database, and send() with the transaction`,
        { kind: 'invalid', details },
      )
    this.#messages = messages
    this.#deliver = deliver
    this.#id = id
  }

  send(transaction: unknown, message: object, options?: CallOptions): Pending<unknown> {
    return Pending.run(async () => {
      if (!(transaction instanceof RunningTransaction))
        throw new VantageError(
          `send() of the outbox ${this.#entity} takes the open transaction that its message is a part of, as transaction() hands it to its work`,
          { kind: 'invalid', details: { entity: this.#entity } },
        )
      const inside = this.#messages.withTransaction(transaction)
      const id = await inside.insertReturningId(message, options)
      const stored = await inside.get(id, options)
      transaction.afterCommit(`delivery of ${this.#named(id)}`, ({ signal }) => this.#afterCommit(stored, id, signal))
      return stored
    })
  }

  drain(options: DrainOptions = {}): Pending<DrainProgress> {
    return Pending.run(async () => {
      const { signal, done } = signalOf(options)
      try {
        return await this.#drain(signal, options)
      } finally {
        done()
      }
    })
  }

  async #drain(signal: AbortSignal | undefined, { onProgress, onFailed }: DrainOptions): Promise<DrainProgress> {
    let progress: DrainProgress = { delivered: 0, failed: 0 }
    let set = this.#messages.orderBy(this.#id.asc())
    for (;;) {
      throwIfAborted(signal)
      // One at a time: what others delivered meanwhile is gone by then.
      const message = await set.first(signal === undefined ? undefined : { signal })
      if (message === undefined) return progress
      const id = Object(message)[this.#id.name]
      try {
        if (!(await this.#settle(message, id, signal))) continue
        progress = { ...progress, delivered: progress.delivered + 1 }
      } catch (thrown) {
        const error = notDelivered(thrown).withContext(`delivering ${this.#named(id)}`)
        if (onFailed === undefined || signal?.aborted === true)
          throw error.withDetails({ entity: this.#entity, delivered: progress.delivered })
        progress = { ...progress, failed: progress.failed + 1 }
        onFailed(message, error)
      }
      onProgress?.(progress)
      set = this.#messages.where(this.#id.gt(id)).orderBy(this.#id.asc())
    }
  }

  async #afterCommit(stored: unknown, id: unknown, signal: AbortSignal | undefined): Promise<void> {
    let message = stored
    try {
      while (message !== undefined && !(await this.#settle(message, id, signal)))
        message = await this.#messages.get(id, signal === undefined ? undefined : { signal })
    } catch (thrown) {
      const error = notDelivered(thrown)
      throw error.withAdvice('the message stays in its table, and drain() delivers it', error.retry)
    }
  }

  /** Delivers a message, unless that is under way: then it waits for the end of that, whichever it is, and gives false. */
  async #settle(message: unknown, id: unknown, signal: AbortSignal | undefined): Promise<boolean> {
    const key = this.#id.type.toText(id)
    const other = this.#underWay.get(key)
    if (other !== undefined) {
      await untilAborted(other.catch(ignored), signal, false)
      return false
    }
    const running = this.#deliverOne(message, id, signal).finally(() => this.#underWay.delete(key))
    this.#underWay.set(key, running)
    await running
    return true
  }

  /** Delivers a message, and only then takes it out: what ends between the two is delivered again. */
  async #deliverOne(message: unknown, id: unknown, signal: AbortSignal | undefined): Promise<void> {
    const delivering = Promise.resolve(this.#deliver(unchecked<never>(message, 'a row of its table'), { signal }))
    await untilAborted(delivering, signal, false)
    await this.#messages.delete(id)
  }

  #named(id: unknown): string {
    return `${this.#entity} ${this.#id.type.toText(id)}`
  }
}

/** What was delivered before is; what fails is a delivery of the application, which the next drain repeats. */
const notDelivered = (thrown: unknown): VantageError =>
  VantageError.is(thrown)
    ? thrown
    : new VantageError(thrownReason(thrown), { kind: 'partial', retry: 'safe', cause: thrown })

/** Its own caller is told. */
const ignored = (): void => {}
