/**
 * A bounded map for compiled statements. Two generations: when the young one is full it becomes the old one,
 * and what is used again moves back. Cheaper on a hit than reordering one map, and as good at keeping what is used.
 */
export class ShapeCache<Entry> {
  readonly #capacity: number
  #young = new Map<string, Entry>()
  #old = new Map<string, Entry>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(key: string): Entry | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old !== undefined) this.set(key, old)
    return old
  }

  set(key: string, entry: Entry): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, entry)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}
