import {
  type CompiledStatement,
  type Insert,
  type Occurrence,
  type Select,
  type Statement,
  type StoredColumn,
  storageOf,
  unsupported,
} from '@vantage-ts/core/adapter'
import { type CompiledSelect, columnsUsed, compileSelect, valueSlots } from '@vantage-ts/core/memory'
import { storages } from './types.ts'

/** The columns that a scan of one table materialises, in the order of its rows. */
export interface Scan {
  readonly occurrence: Occurrence
  readonly columns: readonly StoredColumn[]
}

/** A statement ready to run over files. */
export interface CsvStatement extends CompiledStatement {
  readonly action: ScanAction | { readonly kind: 'append'; readonly insert: Insert }
}

export interface ScanAction {
  readonly kind: 'scan'
  readonly select: CompiledSelect
  /** Nobody reads a second row, so the scan may end at the first. */
  readonly isSingle: boolean
  scanOf(occurrence: Occurrence): Scan
}

/** Compiles a read into closures over scanned rows, and an insert into rows to append. */
export function compileCsv(statement: Statement, source: string): CsvStatement {
  if (statement.kind === 'insert') return compileAppend(statement)
  if (statement.kind !== 'select')
    throw unsupported(source, statement.kind, 'change rows of a file', 'write a new file')
  const scans = new Map<string, Scan>()
  const scanOf = (occurrence: Occurrence): Scan => {
    let scan = scans.get(occurrence.key)
    if (scan === undefined) {
      scan = { occurrence, columns: columnsUsed(statement, occurrence) }
      scans.set(occurrence.key, scan)
    }
    return scan
  }
  const select = compileSelect(statement, {
    position: (occurrence, column) => {
      const index = scanOf(occurrence).columns.findIndex(({ property }) => property === column.property)
      return index < 0 ? undefined : index
    },
    storageOf: type => storageOf(storages, type, source),
  })
  return {
    text: describe(statement),
    slots: valueSlots(statement),
    rows: 'arrays',
    action: { kind: 'scan', select, isSingle: statement.isSingle === true, scanOf },
  }
}

function compileAppend(insert: Insert): CsvStatement {
  const { into, columns } = insert
  const text = `append to ${into.table.name} (${columns.map(column => column.name).join(', ')})`
  return { text, slots: [], rows: 'arrays', action: { kind: 'append', insert } }
}

/** What is scanned and how it is narrowed; columns by name, values never. */
function describe(select: Select): string {
  const { from, where, groupBy, having, order, limit, offset } = select
  const columns = select.columns.map(({ node }) => node.preview()).join(', ')
  const source =
    from === undefined
      ? ''
      : from.kind === 'derived'
        ? ` from (${describe(from.select)})`
        : ` from ${from.occurrence.table.name}`
  const parts = [
    `scan ${columns}${source}`,
    where === undefined ? '' : `where ${where.preview()}`,
    groupBy === undefined ? '' : `group by ${groupBy.map(node => node.preview()).join(', ')}`,
    having === undefined ? '' : `having ${having.preview()}`,
    order.length === 0
      ? ''
      : `order by ${order.map(({ node, direction }) => `${node.preview()} ${direction}`).join(', ')}`,
    limit === undefined ? '' : 'limit ?',
    offset === undefined ? '' : 'offset ?',
  ]
  return parts.filter(part => part !== '').join(' ')
}
