import {
  ColumnNode,
  type CompiledStatement,
  type Delete,
  type From,
  type Insert,
  type InsertSelect,
  type Occurrence,
  type RowPlace,
  type Select,
  type Statement,
  type StorageTable,
  type StoredColumn,
  storageOf,
  nodesOf,
  type Update,
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
import { changeOf, isRowNumber, placeIn } from './change.ts'
import { lineColumn } from './line-column.ts'
import type { ReadyChange } from './rewrite.ts'

/** The columns that a scan of one table materialises, in the order of its rows. */
export interface Scan {
  readonly occurrence: Occurrence
  readonly columns: readonly StoredColumn[]
}

/** A statement ready to run over files. */
export interface FileStatement extends CompiledStatement {
  readonly action: ScanAction | { readonly kind: 'append'; readonly insert: Insert } | CopyAction | ChangeAction
}

/** Changes or removes the rows of a file that meet a condition. */
export interface ChangeAction extends ReadyChange, Scans {
  readonly kind: 'change'
}

/** Appends what a scan gives. */
export interface CopyAction {
  readonly kind: 'copy'
  readonly insert: Insert
  readonly scan: ScanAction
  /** The rows of the scan as the file holds them. */
  rowOf(values: readonly unknown[]): readonly unknown[]
}

/** How the tables of a statement are scanned. */
export interface Scans {
  readonly select: CompiledSelect
  /** The tables of a join, whose rows are held while they find each other. */
  readonly joined: ReadonlySet<string>
  /** The file that was read last for each table, for errors about its rows. */
  readonly files: Map<string, string>
  scanOf(occurrence: Occurrence): Scan
}

export interface ScanAction extends Scans {
  readonly kind: 'scan'
  /** Nobody reads a second row, so the scan may end at the first. */
  readonly isSingle: boolean
}

/** What compiling needs to know of the source. */
export interface CompileSettings {
  readonly name: string
  readonly storages: StorageTable
  /** Whether every scan reads the ids. */
  readonly checksIds: boolean
}

/** Compiles a statement into closures over scanned rows. */
export function compileFiles(statement: Statement, settings: CompileSettings): FileStatement {
  switch (statement.kind) {
    case 'select': {
      const action = scanAction(statement, settings, 'stored')
      const { from, columns } = statement
      return {
        text: describe(statement),
        slots: valueSlots(statement),
        rows: 'arrays',
        ...(from?.kind === 'table'
          ? { placeOf: row => placeOf(action.files.get(from.occurrence.key), row[columns.length]) }
          : {}),
        action,
      }
    }
    case 'insert':
      return compileAppend(statement)
    case 'insert-select':
      return compileCopy(statement, settings)
    case 'raw':
      throw unsupported(settings.name, 'template', 'run vendor text', 'use the portable operators of the columns')
    default:
      return compileChange(statement, settings)
  }
}

/** The columns of each table that a select reads. */
function scansOf(statement: Select, checksIds: boolean): (occurrence: Occurrence) => Scan {
  const scans = new Map<string, Scan>()
  return occurrence => {
    let scan = scans.get(occurrence.key)
    if (scan === undefined) {
      const used = columnsUsed(statement, occurrence)
      // Those that need a column have the ids already.
      scan = { occurrence, columns: checksIds && used.length === 0 ? occurrence.table.ids : used }
      scans.set(occurrence.key, scan)
    }
    return scan
  }
}

/** The place of a row, if its line is known. */
function placeOf(file: string | undefined, line: unknown): RowPlace | undefined {
  return file === undefined || typeof line !== 'number' ? undefined : { file, line }
}

/** The select with the line of each row behind its columns, where a row of it is one of the file. */
function telling(select: Select): Select {
  const { from, groupBy, columns } = select
  if (from?.kind !== 'table' || groupBy !== undefined || columns.length === 0) return select
  let isAggregated = false
  walk(nodesOf(select), node => {
    isAggregated ||= node.kind === 'aggregate'
    return undefined
  })
  const line = { name: lineColumn.name, node: new ColumnNode(from.occurrence, lineColumn) }
  return isAggregated ? select : { ...select, columns: [...columns, line] }
}

function positionIn({ columns }: Scan, column: StoredColumn): number | undefined {
  if (column === lineColumn) return columns.length
  const index = columns.findIndex(({ property }) => property === column.property)
  return index < 0 ? undefined : index
}

function scanAction(
  statement: Select,
  { name, storages, checksIds }: CompileSettings,
  results: 'stored' | 'values',
): ScanAction {
  const scanOf = scansOf(statement, checksIds)
  const files = new Map<string, string>()
  const facts: RowFacts = {
    position: (occurrence, column) => positionIn(scanOf(occurrence), column),
    isTrusted: (_occurrence, column) => column === lineColumn,
    placeOf: (occurrence, row) => placeOf(files.get(occurrence.key), row[scanOf(occurrence).columns.length]),
    storageOf: type => storageOf(storages, type, name),
  }
  const select = compileSelect(results === 'stored' ? telling(statement) : statement, facts, results)
  const isSingle = statement.isSingle === true
  return { kind: 'scan', select, joined: joinedTables(statement), isSingle, scanOf, files }
}

function compileChange(statement: Update | Delete, { name, storages, checksIds }: CompileSettings): FileStatement {
  const change = changeOf(statement)
  const isOwn = (occurrence: Occurrence): boolean => occurrence.key === statement.table.key
  const others = scansOf(change.select, checksIds)
  // A sub-query of the same table may go by the same key.
  const scanOf = (occurrence: Occurrence): Scan =>
    isOwn(occurrence) ? { occurrence, columns: change.columns } : others(occurrence)
  const files = new Map<string, string>()
  const facts: RowFacts = {
    position: (occurrence, column) =>
      isOwn(occurrence) ? placeIn(change, column) : positionIn(scanOf(occurrence), column),
    isTrusted: (_occurrence, column) => isRowNumber(column),
    // The line of a row stands behind its number.
    placeOf: (occurrence, row) =>
      placeOf(files.get(occurrence.key), row[scanOf(occurrence).columns.length + (isOwn(occurrence) ? 1 : 0)]),
    storageOf: type => storageOf(storages, type, name),
  }
  const select = compileSelect(change.select, facts, 'values')
  return {
    text: changeText(statement),
    slots: valueSlots(statement),
    rows: 'arrays',
    action: { kind: 'change', change, select, joined: joinedTables(change.select), scanOf, files },
  }
}

function changeText({ table: { table }, where, ...statement }: Update | Delete): string {
  const condition = where === undefined ? '' : ` where ${where.preview()}`
  if (statement.kind === 'delete') return `rewrite ${table.name} without rows${condition}`
  const set = statement.set.map(({ column, node }) => `${column.name} = ${node.preview()}`).join(', ')
  return `rewrite ${table.name} with ${set}${condition}`
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

function compileCopy(statement: InsertSelect, settings: CompileSettings): FileStatement {
  const { select, ...parts } = statement
  const { columns, into } = statement
  return {
    text: `${appendText(statement)} from ${describe(select)}`,
    slots: valueSlots(statement),
    rows: 'arrays',
    action: {
      kind: 'copy',
      insert: { ...parts, kind: 'insert', rows: [] },
      scan: scanAction(select, settings, 'values'),
      rowOf: values => columns.map((column, index) => storedForm(values[index] ?? null, column, into.table.entity)),
    },
  }
}

function compileAppend(insert: Insert): FileStatement {
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
