/** Numbers that look random and are the same for one seed: what a drawn number stands for is read off them. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 up to and without `bound`. Source: mulberry32, https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % Math.max(1, bound)
  }
  /** True one time in so many. */
  oneIn(times: number): boolean {
    return this.below(times) === 0
  }
  pick<Item>(items: readonly Item[]): Item | undefined {
    return items[this.below(items.length)]
  }
  /** Some of the items, in their order. */
  some<Item>(items: readonly Item[]): readonly Item[] {
    return items.filter(() => this.below(2) === 0)
  }
}
