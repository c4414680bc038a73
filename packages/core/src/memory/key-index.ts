import { unchecked } from '../types/cast.ts'
import { bytesToBase64 } from '../types/bytes.ts'
import { canonicalJsonText } from '../types/json-text.ts'
import type { Json } from '../types/json-value.ts'
import type { StoredColumn } from '../expression/statement.ts'
import { decodeOf, goodValue, keyOf } from './cell.ts'
import { trustToken } from './storages.ts'
import type { StoredRow, TableShape } from './table-shape.ts'

/** Columns in which no two rows of a table may agree, and how their cells become a key. */
export interface KeyColumns {
  /** Equal for columns with equal keys. */
  readonly name: string
  /** What to call them in messages. */
  readonly label: string
  readonly positions: readonly number[]
  /** The key of stored cells; undefined where one is null or no value of its type. */
  keyOfRow(row: StoredRow): unknown
}

/** The columns of the id, as an entity sees them. */
export interface IdColumns extends KeyColumns {
  /** The key of values; undefined where one is null. */
  keyOfValues(values: readonly unknown[]): unknown
}

export function idColumns(columns: readonly StoredColumn[], shape: TableShape): IdColumns {
  const positions = columns.map(column => shape.positionOf(column.name))
  const parts = columns.map((column, index) => ({
    position: positions[index] ?? 0,
    decode: decodeOf(column),
    key: keyOf(column.type),
  }))
  const [only] = parts
  const isSingle = parts.length === 1
  const keyOfValues = (values: readonly unknown[]): unknown => {
    if (isSingle && only !== undefined) return values[0] === null ? undefined : only.key(values[0])
    let joined = ''
    for (let index = 0; index < parts.length; index++) {
      const value = values[index] ?? null
      if (value === null) return undefined
      const part = String(parts[index]?.key(value))
      joined += `${part.length}:${part}`
    }
    return joined
  }
  return {
    name: columns
      .map(({ type, storage }, index) => `${positions[index]}:${trustToken(type, storage) ?? storage.name}`)
      .join(),
    label: columns.map(column => column.property).join(', '),
    positions,
    keyOfValues,
    keyOfRow: row => keyOfValues(parts.map(({ position, decode }) => goodValue(row[position], decode))),
  }
}

/** Columns that are unique besides the id; their cells are compared as they stand, and a null differs from any other. */
export function uniqueColumns(names: readonly string[], shape: TableShape): KeyColumns {
  const positions = names.map(name => shape.positionOf(name))
  return {
    name: `unique ${positions.join()}`,
    label: names.join(', '),
    positions,
    keyOfRow: row => {
      let joined = ''
      for (const position of positions) {
        const cell = row[position] ?? null
        if (cell === null) return undefined
        const part = cellText(cell)
        joined += `${part.length}:${part}`
      }
      return joined
    },
  }
}

/** A text that tells stored values apart. Decimals and Temporal values have an exact text of their own. */
function cellText(cell: unknown): string {
  if (cell instanceof Uint8Array) return `bytes ${bytesToBase64(cell)}`
  const object = typeof cell === 'object' ? Object.getPrototypeOf(cell) : undefined
  if (object === Object.prototype || object === Array.prototype)
    return `json ${canonicalJsonText(unchecked<Json>(cell, 'stored arrays and objects are JSON'))}`
  return `${typeof cell} ${String(cell)}`
}

/** The rows of a table by key. */
export class KeyIndex {
  readonly columns: KeyColumns
  readonly #rows = new Map<unknown, StoredRow>()
  /** Whether two rows were met with one key, as rows written through another entity may have: then it knows nothing. */
  #isAmbiguous = false

  constructor(columns: KeyColumns, rows: Iterable<StoredRow>) {
    this.columns = columns
    for (const row of rows) this.add(row)
  }

  get isAmbiguous(): boolean {
    return this.#isAmbiguous
  }

  get(key: unknown): StoredRow | undefined {
    return this.#rows.get(key)
  }

  add(row: StoredRow): void {
    const key = this.columns.keyOfRow(row)
    if (key === undefined) return
    const known = this.#rows.get(key)
    if (known !== undefined && known !== row) this.#isAmbiguous = true
    this.#rows.set(key, row)
  }

  remove(row: StoredRow): void {
    const key = this.columns.keyOfRow(row)
    if (key !== undefined && this.#rows.get(key) === row) this.#rows.delete(key)
  }
}
