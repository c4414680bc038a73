import type { Statement } from './driver.ts'

/**
 * Prepared statements by text, the least recently used dropped first. A dropped one is finalised by its driver when it is
 * collected.
 *
 * Two generations: when the young one is full it becomes the old one, and what is used again moves back.
 */
export class StatementCache {
  readonly #capacity: number
  #young = new Map<string, Statement>()
  #old = new Map<string, Statement>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(text: string): Statement | undefined {
    const young = this.#young.get(text)
    if (young !== undefined) return young
    const old = this.#old.get(text)
    if (old !== undefined) this.set(text, old)
    return old
  }

  set(text: string, statement: Statement): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(text, statement)
  }

  clear(): void {
    this.#young.clear()
    this.#old.clear()
  }
}
