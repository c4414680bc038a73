import type { StoredColumn } from '../expression/statement.ts'
import { trustToken } from './storages.ts'

/** A stored row: its number, which never changes and orders the table, then its cells. Never changed, only replaced. */
export type StoredRow = readonly [number: number, ...cells: unknown[]]

/** Cells of several types, or of a type that nobody vouches for. */
const mixed = Symbol('mixed')

/**
 * What all versions of one table share: where each stored column stands in a row, and what is known of its cells.
 *
 * Shape: columns are only ever added, so a position holds for rows of any age; a row that is too short has nulls there.
 */
export class TableShape {
  readonly #positions = new Map<string, number>()
  readonly #trust: (string | typeof mixed | undefined)[] = []
  readonly #counters = new Map<number, number | bigint>()
  #nextNumber = 1

  /** The position of a stored column; a new name gets a new one. */
  positionOf(name: string): number {
    const known = this.#positions.get(name)
    if (known !== undefined) return known
    const position = this.#positions.size + 1
    this.#positions.set(name, position)
    return position
  }

  get width(): number {
    return this.#positions.size + 1
  }

  nextNumber(): number {
    return this.#nextNumber++
  }

  /** Remembers that cells were written through a column, or by nobody's column. */
  noteWrite(position: number, column?: StoredColumn): void {
    const token = column === undefined ? mixed : (trustToken(column.type, column.storage) ?? mixed)
    const before = this.#trust[position]
    this.#trust[position] = before === undefined || before === token ? token : mixed
  }

  /** Whether every cell is null or a value of the column's type as it stands. */
  isTrusted(position: number, token: string | undefined): boolean {
    const known = this.#trust[position]
    return known === undefined || (known !== mixed && known === token)
  }

  /** The next whole number of an id column. `used` is looked at once, to find the greatest so far. */
  nextId(position: number, used: () => Iterable<unknown>, isBig: boolean): number | bigint {
    let last = this.#counters.get(position)
    if (last === undefined) {
      last = isBig ? 0n : 0
      for (const value of used()) if (typeof value === typeof last && isGreater(value, last)) last = value
    }
    const next = typeof last === 'bigint' ? last + 1n : last + 1
    this.#counters.set(position, next)
    return next
  }

  /** Keeps generated ids above those that callers chose. */
  noteId(position: number, value: unknown): void {
    const last = this.#counters.get(position)
    if (last !== undefined && typeof value === typeof last && isGreater(value, last))
      this.#counters.set(position, value)
  }
}

const isGreater = (value: unknown, than: number | bigint): value is number | bigint =>
  (typeof value === 'number' || typeof value === 'bigint') && value > than
