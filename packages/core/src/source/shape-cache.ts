/**
 * A bounded map for compiled statements. Two generations: when the young one is full it becomes the old one,
 * and what is used again moves back. Cheaper on a hit than reordering one map, and as good at keeping what is used.
 */
export class ShapeCache<Entry> {
  readonly #capacity: number
  #young = new Map<number, Entry>()
  #old = new Map<number, Entry>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(shape: number): Entry | undefined {
    const young = this.#young.get(shape)
    if (young !== undefined) return young
    const old = this.#old.get(shape)
    if (old !== undefined) this.set(shape, old)
    return old
  }

  set(shape: number, entry: Entry): void {
    if (this.#young.size >= this.#capacity) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(shape, entry)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}
