import type { Fields, Preparation } from './wire-query.ts'

const none: readonly string[] = Object.freeze([])

/**
 * The named statements of one connection, bounded: what is not used any more is forgotten, here and by the server.
 *
 * Shape: two generations. When the young one is full it becomes the old one; what is used again moves back; what was left in
 * the one before is dropped. A hit costs one look-up and no reordering.
 */
export class NamedStatements {
  readonly #half: number
  #young = new Map<string, Preparation>()
  #old = new Map<string, Preparation>()
  #dropped: string[] = []

  /** At most `capacity` statements stay known. */
  constructor(capacity: number) {
    this.#half = Math.max(1, capacity >> 1)
  }

  get(name: string): Preparation | undefined {
    const young = this.#young.get(name)
    if (young !== undefined) return young
    const old = this.#old.get(name)
    if (old !== undefined) this.#keep(name, old)
    return old
  }

  /** Remembers a statement that the server has answered. */
  add(name: string, fields: Fields): void {
    this.#keep(name, { name, isParsed: true, fields, dropped: none })
  }

  /** Lets the server forget a statement whose plan no longer fits. */
  forget(name: string): void {
    this.#young.delete(name)
    this.#old.delete(name)
    this.#dropped.push(name)
  }

  /** What the server is to forget, once. */
  takeDropped(): readonly string[] {
    if (this.#dropped.length === 0) return none
    const dropped = this.#dropped
    this.#dropped = []
    return dropped
  }

  #keep(name: string, preparation: Preparation): void {
    if (this.#young.size >= this.#half && !this.#young.has(name)) {
      for (const old of this.#old.keys()) if (!this.#young.has(old) && old !== name) this.#dropped.push(old)
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(name, preparation)
  }
}
