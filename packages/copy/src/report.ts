import type { Fit } from './carry.ts'

/**
 * What becomes of one column of the target: values fit `always`, in `some` rows or `never`; it is `filled` without the other set,
 * `missing` because nothing gives it a value, or `mapped` by a function, which no one can judge before it runs.
 */
export type ColumnFit = Fit | 'filled' | 'missing' | 'mapped'

/** One column of the target, and what it gets. */
export interface ColumnReport {
  /** The property in the target. */
  readonly column: string
  readonly type: string
  /** The property in the other set and its type; absent where it gives nothing. */
  readonly from?: string
  readonly fromType?: string
  readonly fit: ColumnFit
  /** What does not fit, or what to do; empty where everything fits. */
  readonly why: readonly string[]
}

/** A set, by the names of its entity and its source. */
interface Place {
  readonly entity: string
  readonly source: string
}

/** What can be known of a copy before it starts, without asking a database. */
export class CopyReport {
  /** The entities of both sets. */
  readonly from: string
  readonly to: string
  readonly #places: string
  /** In the order of the target's columns. */
  readonly columns: readonly ColumnReport[]
  /** Columns of the other set that the target has no place for. */
  readonly extra: readonly string[]

  constructor(from: Place, to: Place, columns: readonly ColumnReport[], extra: readonly string[]) {
    this.from = from.entity
    this.to = to.entity
    this.#places = `${from.source} ${from.entity} -> ${to.source} ${to.entity}`
    this.columns = columns
    this.extra = extra
  }

  /** The columns for which the copy refuses to start. */
  get refusals(): readonly ColumnReport[] {
    return this.columns.filter(({ fit }) => fit === 'never' || fit === 'missing')
  }
  /** Whether it would start. */
  get canStart(): boolean {
    return this.refusals.length === 0
  }
  /** Whether every row fits, as far as types tell; constraints of the database may still refuse one. */
  get fitsAlways(): boolean {
    return this.columns.every(({ fit }) => fit === 'always' || fit === 'filled')
  }

  /** A table for people: one line for each column. */
  toString(): string {
    const rows = this.columns.map(one => [
      one.column,
      one.type,
      one.from === undefined ? '' : `${one.from === one.column ? '' : `${one.from} `}${one.fromType ?? ''}`,
      one.fit,
      one.why.join('; '),
    ])
    const head = ['column', 'type', 'from', 'fits', 'why']
    const widths = head.map((title, at) => Math.max(title.length, ...rows.map(row => row[at]?.length ?? 0)))
    const lines = [head, ...rows].map(row =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    const extra = this.extra.length === 0 ? [] : [`not copied: ${this.extra.join(', ')}`]
    return [this.#places, ...lines, ...extra].join('\n')
  }
}
