import type { Insert, StoredColumn } from '../expression/statement.ts'
import type { Answer, Request } from '../source/backend.ts'
import { type DecodeCell, decodeOf, goodValue } from './cell.ts'
import type { Database, Table, View } from './database.ts'
import { idColumns, type KeyColumns } from './key-index.ts'
import { alreadyThere, notNull } from './refusal.ts'
import { resultRows } from './result-rows.ts'
import type { StoredRow } from './table-shape.ts'

interface Cell {
  readonly column: StoredColumn
  readonly position: number
  /** Position in the rows of the statement; undefined for a column it leaves out. */
  readonly given: number | undefined
  /** For ids: what their cells say. */
  readonly decode: DecodeCell | undefined
}

/** Creates rows: all of them, or none when one is refused. */
export class InsertRows {
  readonly #insert: Insert
  readonly #table: Table
  readonly #cells: readonly Cell[]
  readonly #ids: KeyColumns | undefined
  readonly #keys: readonly KeyColumns[]
  readonly #result: (rows: readonly StoredRow[]) => readonly (readonly unknown[])[]

  constructor(insert: Insert, database: Database) {
    const { columns, ids } = insert.into.table
    const table = database.table(insert.into.table)
    this.#insert = insert
    this.#table = table
    this.#cells = columns.map(column => {
      const given = insert.columns.findIndex(({ property }) => property === column.property)
      return {
        column,
        position: table.shape.positionOf(column.name),
        given: given < 0 ? undefined : given,
        decode: column.isId ? decodeOf(column) : undefined,
      }
    })
    this.#ids = ids.length === 0 ? undefined : idColumns(ids, table.shape)
    // The id comes first: a row whose id exists is skipped, whatever else it clashes with.
    this.#keys = this.#ids === undefined ? table.uniques : [this.#ids, ...table.uniques]
    this.#result = resultRows(insert.returning, table.shape)
  }

  run(view: View, { rows }: Request): Answer {
    const version = view.look(this.#table)
    const created: StoredRow[] = []
    const taken = new Map(this.#keys.map(columns => [columns, new Set<unknown>()]))
    const present = (): readonly StoredRow[] => [...version.rows, ...this.#table.committed.rows, ...created]
    for (const given of rows) {
      const row = this.#rowOf(given, present)
      const clash = this.#keys.find(columns => {
        const key = columns.keyOfRow(row)
        return key !== undefined && (taken.get(columns)?.has(key) === true || version.byKey(columns, key).length > 0)
      })
      if (clash !== undefined) {
        if (clash === this.#ids && this.#insert.onConflict === 'skip') continue
        throw alreadyThere(this.#insert.into.table.entity, clash.label)
      }
      for (const [columns, keys] of taken) keys.add(columns.keyOfRow(row))
      created.push(row)
    }
    for (const { column, position } of this.#cells) this.#table.shape.noteWrite(position, column)
    const changes = created.map(after => ({ before: undefined, after }))
    view.write(this.#table, changes, this.#keys)
    return { rows: this.#result(created), count: created.length }
  }

  #rowOf(given: readonly unknown[], present: () => readonly StoredRow[]): StoredRow {
    const { shape } = this.#table
    const row: [number, ...unknown[]] = [shape.nextNumber()]
    for (let position = 1; position < shape.width; position++) row.push(null)
    for (const cell of this.#cells) {
      const { column, position } = cell
      const value = (cell.given === undefined ? null : given[cell.given]) ?? this.#generated(cell, present)
      if (value === null && !column.isNullable) throw notNull(this.#insert.into.table.entity, column.property)
      if (cell.decode !== undefined && value !== null) shape.noteId(position, cell.decode(value))
      row[position] = value
    }
    return row
  }

  /** What the database makes for an id that is left to it: the next whole number, or a random uuid. */
  #generated({ column, position, decode }: Cell, present: () => readonly StoredRow[]): unknown {
    if (decode === undefined || this.#insert.into.table.ids.length !== 1) return null
    const { type, storage } = column
    const used = (): unknown[] => present().map(row => goodValue(row[position], decode))
    const value = generatedId(type.name, isBig => this.#table.shape.nextId(position, used, isBig))
    return value === null || storage.encode === undefined ? value : storage.encode(value)
  }
}

function generatedId(typeName: string, next: (isBig: boolean) => unknown): unknown {
  if (typeName === 'uuid') return crypto.randomUUID()
  return typeName === 'int' || typeName === 'bigint' ? next(typeName === 'bigint') : null
}
