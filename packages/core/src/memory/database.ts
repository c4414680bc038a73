import type { StoredTable } from '../expression/statement.ts'
import { objectOf, unchecked } from '../types/cast.ts'
import { type KeyColumns, uniqueColumns } from './key-index.ts'
import { type StoredRow, TableShape } from './table-shape.ts'
import { type Change, TableVersion } from './table-version.ts'

/** One table: what its versions share, and the committed one. */
export class Table {
  readonly name: string
  readonly shape = new TableShape()
  /** What is unique besides the id. */
  uniques: readonly KeyColumns[] = []
  /** What a transaction that began before the table sees of it. */
  readonly empty = new TableVersion().share()
  committed = this.empty
  /** Counts commits, so that a transaction can tell whether what it read has changed. */
  commits = 0

  constructor(name: string) {
    this.name = name
  }
}

/** Where statements read and write: the committed tables, or those of a transaction. */
export interface View {
  read(table: Table): TableVersion
  /** As `read`, for looking up ids: whether other rows change meanwhile does not matter. */
  look(table: Table): TableVersion
  /** `keys`: where the written rows must not agree with others. */
  write(table: Table, changes: readonly Change[], keys: readonly KeyColumns[]): void
}

/** The tables of one memory source, by path and name. */
export class Database implements View {
  readonly #tables = new Map<string, Table>()

  table({ path, name }: Pick<StoredTable, 'path' | 'name'>): Table {
    const key = JSON.stringify([...path, name])
    let table = this.#tables.get(key)
    if (table === undefined) {
      table = new Table(name)
      this.#tables.set(key, table)
    }
    return table
  }

  get tables(): Iterable<Table> {
    return this.#tables.values()
  }

  read(table: Table): TableVersion {
    return table.committed
  }

  look(table: Table): TableVersion {
    return table.committed
  }

  write(table: Table, changes: readonly Change[]): void {
    if (changes.length === 0) return
    table.committed = table.committed.toWrite()
    table.committed.apply(changes)
    table.commits++
  }

  /** Makes columns of a table unique together; what is in it already is not looked at. */
  makeUnique(table: Table, names: readonly string[]): void {
    table.uniques = [...table.uniques, uniqueColumns(names, table.shape)]
  }

  /** Puts rows in as they are, whatever their types: what a test of bad data starts with. */
  seed(table: Table, rows: readonly object[]): void {
    const changes = rows.map(row => ({ before: undefined, after: seededRow(row, table.shape) }))
    this.write(table, changes)
  }
}

function seededRow(given: object, shape: TableShape): StoredRow {
  const cells: [number, ...unknown[]] = [shape.nextNumber()]
  for (const [name, value] of Object.entries(given)) {
    const position = shape.positionOf(name)
    while (cells.length < position) cells.push(null)
    cells[position] = copyOf(value)
    shape.noteWrite(position)
  }
  return cells
}

/** A copy that the giver cannot change; instances of classes are taken to be immutable. */
function copyOf(value: unknown): unknown {
  if (value === undefined) return null
  if (value instanceof Uint8Array) return value.slice()
  if (Array.isArray(value)) return Object.freeze(value.map(copyOf))
  const object = objectOf(value)
  if (object === undefined || Object.getPrototypeOf(object) !== Object.prototype) return value
  const copy = Object.fromEntries(Object.entries(object).map(([name, member]) => [name, copyOf(member)]))
  return Object.freeze(unchecked<object>(copy, 'made of entries'))
}
