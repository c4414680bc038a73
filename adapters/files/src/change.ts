import { int } from '@vantage-ts/core'
import { ColumnNode, type Delete, type Select, type StoredColumn, type Update } from '@vantage-ts/core/adapter'
import { columnsUsed } from '@vantage-ts/core/memory'

/** The number of a row within its batch, as a column that no file has: so that it is told which rows a condition keeps. */
const rowNumber: StoredColumn = {
  property: '#row',
  name: '#row',
  type: int,
  storage: { name: 'number' },
  isNullable: false,
  isId: false,
  collation: 'binary',
}

/** What an update or delete does to a file. */
export interface Change {
  readonly statement: Update | Delete
  /** The rows that are meant: of each its number, then the new values. */
  readonly select: Select
  /** The columns that are scanned; the number of the row stands behind them. */
  readonly columns: readonly StoredColumn[]
  /** Where the ids stand among them. */
  readonly idPlaces: readonly number[]
}

/** The columns of an update that get other values. */
export const setColumns = (statement: Update | Delete): readonly StoredColumn[] =>
  statement.kind === 'update' ? statement.set.map(({ column }) => column) : []

export function changeOf(statement: Update | Delete): Change {
  const { table: occurrence, where, returning } = statement
  const { table } = occurrence
  const nodes = statement.kind === 'update' ? statement.set.map(({ node }) => node) : []
  const projected = [new ColumnNode(occurrence, rowNumber), ...nodes]
  const select: Select = {
    kind: 'select',
    from: { kind: 'table', occurrence },
    columns: projected.map((node, index) => ({ name: String(index), node })),
    where,
    order: [],
    key: '',
  }
  const used = [...table.ids, ...columnsUsed(select, occurrence), ...returning, ...setColumns(statement)]
  const columns = [
    ...new Map(used.filter(column => column !== rowNumber).map(column => [column.property, column])).values(),
  ]
  return { statement, select, columns, idPlaces: table.ids.map(id => columns.indexOf(id)) }
}

/** Where a column stands in the rows that a change is computed from. */
export function placeIn({ columns }: Change, column: StoredColumn): number | undefined {
  if (column === rowNumber) return columns.length
  const index = columns.findIndex(({ property }) => property === column.property)
  return index < 0 ? undefined : index
}

export const isRowNumber = (column: StoredColumn): boolean => column === rowNumber
