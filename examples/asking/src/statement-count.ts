import type { Source } from '@vantage-ts/core'

/** Statements per source: `{ surrealdb: 1, postgres: 2 }`. */
export type StatementCounts = Readonly<Record<string, number>>

/** Counts the statements that sources send, from one `take()` to the next. */
export class StatementCount {
  readonly #counts = new Map<string, number>()

  constructor(sources: readonly Source[]) {
    for (const source of sources)
      source.on('statement', event => this.#counts.set(event.source, (this.#counts.get(event.source) ?? 0) + 1))
  }

  take(): StatementCounts {
    const counts = Object.fromEntries(this.#counts)
    this.#counts.clear()
    return counts
  }
}
