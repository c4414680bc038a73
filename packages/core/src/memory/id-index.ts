import type { StoredColumn } from '../expression/statement.ts'
import { decodeOf, goodValue, keyOf } from './cell.ts'
import { trustToken } from './storages.ts'
import type { StoredRow, TableShape } from './table-shape.ts'

/** The columns that tell the rows of a table apart, and how their cells become a key. */
export interface IdColumns {
  /** Equal for columns with equal keys. */
  readonly name: string
  readonly columns: readonly StoredColumn[]
  readonly positions: readonly number[]
  /** The key of stored cells; undefined where one is null or no value of its type. */
  keyOfRow(row: StoredRow): unknown
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
    columns,
    positions,
    keyOfValues,
    keyOfRow: row => keyOfValues(parts.map(({ position, decode }) => goodValue(row[position], decode))),
  }
}

/** The rows of a table by id. */
export class IdIndex {
  readonly ids: IdColumns
  readonly #rows = new Map<unknown, StoredRow>()
  /** Whether two rows were met with one id, as rows written through another entity may have: then it knows nothing. */
  #isAmbiguous = false

  constructor(ids: IdColumns, rows: Iterable<StoredRow>) {
    this.ids = ids
    for (const row of rows) this.add(row)
  }

  get isAmbiguous(): boolean {
    return this.#isAmbiguous
  }

  get(key: unknown): StoredRow | undefined {
    return this.#rows.get(key)
  }

  add(row: StoredRow): void {
    const key = this.ids.keyOfRow(row)
    if (key === undefined) return
    const known = this.#rows.get(key)
    if (known !== undefined && known !== row) this.#isAmbiguous = true
    this.#rows.set(key, row)
  }

  remove(row: StoredRow): void {
    const key = this.ids.keyOfRow(row)
    if (key !== undefined && this.#rows.get(key) === row) this.#rows.delete(key)
  }
}
