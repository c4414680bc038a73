import type { Model } from '../column/model.ts'
import type { Pending } from '../errors/pending.ts'
import { VantageError } from '../errors/vantage-error.ts'
import type { CallOptions } from '../expression/execute.ts'
import type { Has, OpenTransaction, TransactionSource } from '../source/source.ts'
import type { NewRecord } from '../table/changing.ts'
import { SetTable } from '../table/set-table.ts'
import type { Table } from '../table/table.ts'
import { unchecked } from '../types/cast.ts'
import { SetOutbox } from './set-outbox.ts'

/** A source that can hold the messages of an outbox. */
export interface OutboxSource extends TransactionSource {
  readonly can: Has<'read' | 'where' | 'order' | 'window' | 'insert' | 'delete' | 'transaction'>
}

/** Hands a message on, and throws where that fails. It may be given one twice: the receiver tells them apart by the id. */
export type Deliver<Message> = (
  message: Message,
  options: { readonly signal: AbortSignal | undefined },
) => Promise<unknown>

export interface DrainProgress {
  /** How many were delivered and taken out of the table. */
  readonly delivered: number
  /** How many could not be delivered and are still there. */
  readonly failed: number
}

export interface DrainOptions<Message = unknown> extends CallOptions {
  /** Told after each message. */
  readonly onProgress?: (progress: DrainProgress) => void
  /** Told of a message that could not be delivered, which stays; the drain goes on. Default: the first one ends it. */
  readonly onFailed?: (message: Message, error: VantageError) => void
}

/** Messages of transactions, kept in a table of the same database until they are delivered. */
export interface Outbox<DS extends OutboxSource, M extends Model> {
  /**
   * Inserts a message in a transaction, and queues its delivery after the commit. Gives the message.
   *
   * Errors: those of the insert. A delivery that fails makes the commit `partial`; the message stays for the next drain.
   */
  send(transaction: OpenTransaction<DS>, message: NewRecord<M>, options?: CallOptions): Pending<M['prototype']>
  /**
   * Delivers what crashes and failures left, the oldest first by id, each at least once. Messages that are committed meanwhile
   * with a lower id are left for the next drain.
   *
   * Errors: the first delivery that fails, with `details.delivered`; that message and those after it stay. What the delivery
   * throws is `partial`, `retry: 'safe'`, unless it is a Vantage error.
   */
  drain(options?: DrainOptions<M['prototype']>): Pending<DrainProgress>
}

/**
 * An outbox: what `send()` writes in a transaction is delivered once that is committed, or by a later `drain()`.
 *
 * Shape: the id is one column with an order, and grows: a number of the database, a uuid of version 7. Delivered messages are deleted.
 * Errors: `invalid` for a table with another id, and for one that is opened on a transaction.
 */
export function outbox<DS extends OutboxSource, M extends Model>(
  messages: Table<DS, M>,
  deliver: Deliver<M['prototype']>,
): Outbox<DS, M> {
  const set: unknown = messages
  if (!(set instanceof SetTable) || typeof deliver !== 'function')
    throw new VantageError('outbox() takes the table of its messages, and a function that delivers one', {
      kind: 'invalid',
    })
  return unchecked<Outbox<DS, M>>(new SetOutbox(set, deliver), 'its methods are those of an outbox')
}
