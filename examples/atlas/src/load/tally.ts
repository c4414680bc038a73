/** How often something was seen: `{ 'no admin1': 100 }`. */
export type Counts = Readonly<Record<string, number>>

/** What a loader did to the records of a file, besides storing them as they were. */
export interface Changes {
  /** Records left out, by reason. */
  readonly dropped: Counts
  /** Records stored with something changed, by what was changed. */
  readonly changed: Counts
}

/** Counts what happens to records, so that nothing is dropped or changed in silence. */
export class Tally {
  readonly #dropped = new Map<string, number>()
  readonly #changed = new Map<string, number>()

  drop(reason: string): undefined {
    count(this.#dropped, reason)
  }
  change(what: string): void {
    count(this.#changed, what)
  }
  get changes(): Changes {
    return { dropped: Object.fromEntries(this.#dropped), changed: Object.fromEntries(this.#changed) }
  }
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1)
}
