import type { StoredColumn } from '@vantage-ts/core/adapter'
import type { Cells } from '@vantage-ts/core/memory'
import { idKey } from './id-key.ts'

/**
 * The rows of an insert whose ids a file does not have, each id once: the first one counts.
 *
 * Most inserts go where none of their ids is, so what it takes to find some is made when the file turns out to have rows.
 */
export class WantedRows {
  readonly #rows: readonly Cells[]
  readonly #keyOf: (row: Cells) => unknown
  #left: Map<unknown, Cells> | undefined

  constructor(rows: readonly Cells[], ids: readonly StoredColumn[], columns: readonly StoredColumn[]) {
    const keyOf = idKey(ids)
    const places = ids.map(id => columns.indexOf(id))
    this.#rows = rows
    this.#keyOf = row => keyOf(row, places)
    if (!isAscending(rows, places)) this.#index()
  }

  /** Leaves out the row of a key; false when no row is left. */
  remove(key: unknown): boolean {
    const left = this.#left ?? this.#index()
    left.delete(key)
    return left.size > 0
  }

  rest(): readonly Cells[] {
    return this.#left === undefined ? this.#rows : [...this.#left.values()]
  }

  #index(): Map<unknown, Cells> {
    const left = new Map<unknown, Cells>()
    for (const row of this.#rows) {
      const key = this.#keyOf(row)
      if (!left.has(key)) left.set(key, row)
    }
    this.#left = left
    return left
  }
}

/** Whether the ids are one number each, larger than the one before: then no two are the same. */
function isAscending(rows: readonly Cells[], [place, second]: readonly number[]): boolean {
  if (place === undefined || second !== undefined) return false
  let former = Number.NEGATIVE_INFINITY
  for (const row of rows) {
    const id = row[place]
    if (typeof id !== 'number' || id <= former) return false
    former = id
  }
  return true
}
