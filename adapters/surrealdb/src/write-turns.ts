import type { Surreal } from 'surrealdb'

/**
 * Lets the writes of one embedded engine be committed one after the other, and transactions begin in between.
 *
 * The first to commit a change of a record wins, says the engine; but of commits that run at the same moment, in memory and in a
 * folder, it lets several pass, and the changes of all but one are lost; so are those that a transaction met at its very begin.
 * Source: https://github.com/surrealdb/surrealdb/issues/7303, https://github.com/surrealdb/surrealkv/pull/378
 */
class WriteTurns {
  #tail: Promise<unknown> = Promise.resolve()

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#tail.then(work)
    this.#tail = turn.catch(() => {})
    return turn
  }
}

const turns = new WeakMap<Surreal, WriteTurns>()

/** Marks the client of an embedded engine. */
export const takesTurns = (client: Surreal): void => void turns.set(client, new WriteTurns())

/** Runs a write that commits by itself, a begin or a commit: in its turn where the engine needs that. */
export const inWriteTurn = <T>(client: Surreal, work: () => Promise<T>): Promise<T> =>
  turns.get(client)?.take(work) ?? work()

/** Whether vendor text may write: a word too many only costs it a turn. */
export const mayWrite = (text: string): boolean =>
  /\b(?:create|update|upsert|insert|delete|relate|define|remove|alter|rebuild|commit|fn)\b/i.test(text)
