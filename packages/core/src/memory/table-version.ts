import { KeyIndex, type KeyColumns } from './key-index.ts'
import type { StoredRow } from './table-shape.ts'

/** One row of a table created (no `before`), replaced, or removed (no `after`). */
export interface Change {
  readonly before: StoredRow | undefined
  readonly after: StoredRow | undefined
}

/**
 * The rows of a table at one time, ordered by their numbers.
 *
 * Shape: changed in place until it is shared with a transaction or a stream; from then on writers take a fork.
 */
export class TableVersion {
  #rows: StoredRow[]
  #indexes: Map<string, KeyIndex>
  #isShared = false

  constructor(rows: StoredRow[] = [], indexes: Map<string, KeyIndex> = new Map()) {
    this.#rows = rows
    this.#indexes = indexes
  }

  get rows(): readonly StoredRow[] {
    return this.#rows
  }

  /** From now on somebody relies on these rows staying as they are. */
  share(): this {
    this.#isShared = true
    return this
  }

  /** A version to write to: this one, or a copy that takes the indexes along, since the newest is the most asked. */
  toWrite(): TableVersion {
    if (!this.#isShared) return this
    const indexes = this.#indexes
    this.#indexes = new Map()
    return new TableVersion(this.#rows.slice(), indexes)
  }

  index(columns: KeyColumns): KeyIndex {
    let index = this.#indexes.get(columns.name)
    if (index === undefined || index.isAmbiguous) {
      index = new KeyIndex(columns, this.#rows)
      this.#indexes.set(columns.name, index)
    }
    return index
  }

  /** The rows with a key: at most one, unless another entity's writes made several. */
  byKey(columns: KeyColumns, key: unknown): readonly StoredRow[] {
    const index = this.index(columns)
    if (index.isAmbiguous) return this.#rows.filter(row => columns.keyOfRow(row) === key)
    const row = index.get(key)
    return row === undefined ? [] : [row]
  }

  /** The row of a number. */
  numbered(number: number): StoredRow | undefined {
    const row = this.#rows[this.#placeOf(number)]
    return row?.[0] === number ? row : undefined
  }

  apply(changes: readonly Change[]): void {
    const gone = new Set<StoredRow>()
    for (const { before, after } of changes) {
      if (before !== undefined && after === undefined) gone.add(before)
      else if (after !== undefined) this.#put(after, before)
      for (const index of this.#indexes.values()) {
        if (before !== undefined) index.remove(before)
        if (after !== undefined) index.add(after)
      }
    }
    if (gone.size > 8) this.#rows = this.#rows.filter(row => !gone.has(row))
    else for (const row of gone) this.#rows.splice(this.#placeOf(row[0]), 1)
  }

  #put(row: StoredRow, before: StoredRow | undefined): void {
    const last = this.#rows.at(-1)
    if (before === undefined && (last === undefined || last[0] < row[0])) this.#rows.push(row)
    else this.#rows.splice(this.#placeOf(row[0]), before === undefined ? 0 : 1, row)
  }

  /** Where the row of a number stands, or would. */
  #placeOf(number: number): number {
    let low = 0
    let high = this.#rows.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#rows[middle]?.[0] ?? Number.POSITIVE_INFINITY) < number) low = middle + 1
      else high = middle
    }
    return low
  }
}
