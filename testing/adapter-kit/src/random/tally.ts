/** At most one of so many small sets may be too large. */
export const mostRefused = 10

/** Chains run so far, and those of them that the engine found too large. */
export class Tally {
  #all = 0
  #refused = 0

  count(isAnswered: boolean): void {
    this.#all++
    if (!isAnswered) this.#refused++
  }

  /**
   * Engines bound how deep a statement may be, and that they say so is right; a generator that mostly finds the bound tests little.
   *
   * Errors: when more than one in `most` was too large, and five besides, since a few of a few are no share.
   */
  check(most: number): void {
    if (process.env.VANTAGE_TALLY === 'yes')
      console.log(`${this.#refused} of ${this.#all} random sets were refused as too large`)
    if ((this.#refused - 5) * most > this.#all)
      throw new Error(`${this.#refused} of ${this.#all} small sets were refused as too large`)
  }
}
