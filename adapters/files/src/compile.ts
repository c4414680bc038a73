import {
  type CompiledStatement,
  type From,
  type Insert,
  type InsertSelect,
  type Occurrence,
  type Select,
  type Statement,
  type StoredColumn,
  storageOf,
  nodesOf,
  unsupported,
  walk,
} from '@vantage-ts/core/adapter'
import {
  type CompiledSelect,
  columnsUsed,
  compileSelect,
  type RowFacts,
  storedForm,
  valueSlots,
} from '@vantage-ts/core/memory'
import { storages } from './types.ts'

/** The columns that a scan of one table materialises, in the order of its rows. */
export interface Scan {
  readonly occurrence: Occurrence
  readonly columns: readonly StoredColumn[]
}

/** A statement ready to run over files. */
export interface CsvStatement extends CompiledStatement {
  readonly action: ScanAction | { readonly kind: 'append'; readonly insert: Insert } | CopyAction
}

/** Appends what a scan gives. */
export interface CopyAction {
  readonly kind: 'copy'
  readonly insert: Insert
  readonly scan: ScanAction
  /** The rows of the scan as the file holds them. */
  rowOf(values: readonly unknown[]): readonly unknown[]
}

export interface ScanAction {
  readonly kind: 'scan'
  readonly select: CompiledSelect
  /** The tables of a join, whose rows are held while they find each other. */
  readonly joined: ReadonlySet<string>
  /** Nobody reads a second row, so the scan may end at the first. */
  readonly isSingle: boolean
  scanOf(occurrence: Occurrence): Scan
}

/** Compiles a read into closures over scanned rows, and an insert into rows to append. */
export function compileCsv(statement: Statement, source: string): CsvStatement {
  if (statement.kind === 'insert') return compileAppend(statement)
  if (statement.kind === 'insert-select') return compileCopy(statement, source)
  if (statement.kind !== 'select')
    throw unsupported(source, statement.kind, 'change rows of a file', 'write a new file')
  const action = scanAction(statement, source, 'stored')
  return { text: describe(statement), slots: valueSlots(statement), rows: 'arrays', action }
}

function scanAction(statement: Select, source: string, results: 'stored' | 'values'): ScanAction {
  const scans = new Map<string, Scan>()
  const scanOf = (occurrence: Occurrence): Scan => {
    let scan = scans.get(occurrence.key)
    if (scan === undefined) {
      scan = { occurrence, columns: columnsUsed(statement, occurrence) }
      scans.set(occurrence.key, scan)
    }
    return scan
  }
  const facts: RowFacts = {
    position: (occurrence, column) => {
      const index = scanOf(occurrence).columns.findIndex(({ property }) => property === column.property)
      return index < 0 ? undefined : index
    },
    storageOf: type => storageOf(storages, type, source),
  }
  const select = compileSelect(statement, facts, results)
  return { kind: 'scan', select, joined: joinedTables(statement), isSingle: statement.isSingle === true, scanOf }
}

/** The tables that stand in joins, of sub-queries and of derived tables too. */
function joinedTables(statement: Select): ReadonlySet<string> {
  const keys = new Set<string>()
  const addPlace = (from: From | undefined, isSide: boolean): void => {
    if (from?.kind === 'table' && isSide) keys.add(from.occurrence.key)
    if (from?.kind === 'derived') addPlace(from.select.from, isSide)
    if (from?.kind !== 'join') return
    addPlace(from.left, true)
    addPlace(from.right, true)
  }
  addPlace(statement.from, false)
  walk(nodesOf(statement), node => {
    if (node.kind === 'subquery') addPlace(node.select.from, false)
    return undefined
  })
  return keys
}

function compileCopy(statement: InsertSelect, source: string): CsvStatement {
  const { select, ...parts } = statement
  const { columns, into } = statement
  return {
    text: `${appendText(statement)} from ${describe(select)}`,
    slots: valueSlots(statement),
    rows: 'arrays',
    action: {
      kind: 'copy',
      insert: { ...parts, kind: 'insert', rows: [] },
      scan: scanAction(select, source, 'values'),
      rowOf: values => columns.map((column, index) => storedForm(values[index] ?? null, column, into.table.entity)),
    },
  }
}

function compileAppend(insert: Insert): CsvStatement {
  return { text: appendText(insert), slots: [], rows: 'arrays', action: { kind: 'append', insert } }
}

const appendText = ({ into, columns }: Insert | InsertSelect): string =>
  `append to ${into.table.name} (${columns.map(column => column.name).join(', ')})`

function placeText(from: From): string {
  if (from.kind === 'derived') return `(${describe(from.select)})`
  if (from.kind !== 'join') return from.occurrence.table.name
  const { join, left, right, on } = from
  return `${placeText(left)} ${join} join ${placeText(right)} on ${on.preview()}`
}

/** What is scanned and how it is narrowed; columns by name, values never. */
function describe(select: Select): string {
  const { from, where, groupBy, having, order, limit, offset } = select
  const columns = select.columns.map(({ node }) => node.preview()).join(', ')
  const source = from === undefined ? '' : ` from ${placeText(from)}`
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
