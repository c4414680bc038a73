import { VantageError } from '../errors/vantage-error.ts'
import type { Type } from '../types/type.ts'
import { comparatorOf, isPlainText, isText, plainTextComparator } from './comparison.ts'

export interface SortKey {
  readonly type: Type<unknown>
  readonly direction: 'asc' | 'desc'
}

interface Entry {
  readonly keys: readonly unknown[]
  readonly at: number
  readonly row: readonly unknown[]
}
type Compare = (a: Entry, b: Entry) => number

export interface SortBounds {
  /** Rows that are wanted at most; more are not held. */
  readonly capacity: number
  readonly maxBytes: number
}

/**
 * Orders rows: nulls last in both directions, text by code point, equal rows as they came.
 *
 * Shape: holds at most `capacity` rows, as a heap with the worst on top.
 * Errors: `too-large` when the rows that it must hold take more than `maxBytes`, as estimated.
 */
export class Sorter {
  readonly #keys: readonly SortKey[]
  readonly #bounds: SortBounds
  readonly #compare: Compare
  /** Per key, whether every text so far sorts by the language's `<`. */
  readonly #isPlain: boolean[]
  #entries: Entry[] = []
  #at = 0
  #bytes = 0

  constructor(keys: readonly SortKey[], bounds: SortBounds) {
    this.#keys = keys
    this.#bounds = bounds
    this.#compare = entryComparator(
      keys,
      keys.map(() => false),
    )
    this.#isPlain = keys.map(key => isText(key.type))
  }

  /** Takes a row; it is only made when it is held. */
  add(keys: readonly unknown[], make: () => readonly unknown[]): void {
    const { capacity, maxBytes } = this.#bounds
    const at = this.#at++
    if (this.#entries.length < capacity) {
      const entry = { keys, at, row: make() }
      this.#seePlain(keys)
      if (maxBytes !== Number.POSITIVE_INFINITY) this.#hold(entry, maxBytes)
      this.#entries.push(entry)
      if (this.#entries.length === capacity) this.#heapify()
      return
    }
    const worst = this.#entries[0]
    if (worst === undefined || this.#compare({ keys, at, row: noRow }, worst) >= 0) return
    const entry = { keys, at, row: make() }
    if (maxBytes !== Number.POSITIVE_INFINITY) {
      this.#bytes -= bytesOf(worst)
      this.#hold(entry, maxBytes)
    }
    this.#entries[0] = entry
    this.#sink(0)
  }

  /** The rows held, in order. */
  sorted(): (readonly unknown[])[] {
    const isFull = this.#entries.length === this.#bounds.capacity
    const compare = isFull ? this.#compare : entryComparator(this.#keys, this.#isPlain)
    const rows = this.#entries.sort(compare).map(entry => entry.row)
    this.#entries = []
    return rows
  }

  #seePlain(keys: readonly unknown[]): void {
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index]
      if (this.#isPlain[index] === true && typeof key === 'string' && !isPlainText(key)) this.#isPlain[index] = false
    }
  }

  #hold(entry: Entry, maxBytes: number): void {
    this.#bytes += bytesOf(entry)
    if (this.#bytes > maxBytes) throw overBudget('ordering these rows', maxBytes)
  }

  #heapify(): void {
    for (let index = (this.#entries.length >> 1) - 1; index >= 0; index--) this.#sink(index)
  }

  #sink(start: number): void {
    const entries = this.#entries
    let index = start
    for (;;) {
      const left = 2 * index + 1
      const right = left + 1
      let worst = index
      if (this.#isWorse(left, worst)) worst = left
      if (this.#isWorse(right, worst)) worst = right
      if (worst === index) return
      const [upper, lower] = [entries[index], entries[worst]]
      if (upper === undefined || lower === undefined) return
      entries[index] = lower
      entries[worst] = upper
      index = worst
    }
  }

  #isWorse(index: number, than: number): boolean {
    const [entry, other] = [this.#entries[index], this.#entries[than]]
    return entry !== undefined && other !== undefined && this.#compare(entry, other) > 0
  }
}
const noRow: readonly unknown[] = Object.freeze([])

/** The refusal of what would hold more than the caller allows. */
export const overBudget = (what: string, maxBytes: number): VantageError =>
  new VantageError(
    `${what} needs more than maxOrderBytes (${maxBytes}); limit the set, narrow it, or raise the option`,
    {
      kind: 'too-large',
      details: { maxOrderBytes: maxBytes },
    },
  )

function entryComparator(keys: readonly SortKey[], isPlain: readonly boolean[]): Compare {
  const compares = keys.map(({ type, direction }, index) => {
    const compare = isPlain[index] === true ? plainTextComparator : comparatorOf(type)
    return direction === 'asc' ? compare : (a: unknown, b: unknown) => -compare(a, b)
  })
  const [only] = compares
  if (only !== undefined && compares.length === 1)
    return (a, b) => compareNullsLast(a.keys[0], b.keys[0], only) || a.at - b.at
  return (a, b) => {
    for (let index = 0; index < compares.length; index++) {
      const compare = compares[index]
      const order = compare === undefined ? 0 : compareNullsLast(a.keys[index], b.keys[index], compare)
      if (order !== 0) return order
    }
    return a.at - b.at
  }
}

function compareNullsLast(a: unknown, b: unknown, compare: (a: unknown, b: unknown) => number): number {
  if (a === null) return b === null ? 0 : 1
  return b === null ? -1 : compare(a, b)
}

const bytesOf = ({ keys, row }: Entry): number => sizeOf(keys) + sizeOf(row) + 48

/** About how much memory a row takes. */
export function sizeOf(row: readonly unknown[]): number {
  let bytes = 16
  for (const cell of row) bytes += cellSize(cell)
  return bytes
}

function cellSize(cell: unknown): number {
  switch (typeof cell) {
    case 'string':
      return 24 + cell.length * 2
    case 'object':
      return cell === null ? 8 : ArrayBuffer.isView(cell) ? 96 + cell.byteLength : 96
    case 'bigint':
      return 32
    default:
      return 16
  }
}
