import { type CompiledStatement, type Node, type Statement, VantageError } from '@vantage-ts/core/adapter'
import { type Dialect, type Operand, operatorsOf, type RenderedInsert, render, renderInsert } from '@vantage-ts/sql'
import { aggregates } from './aggregates.ts'
import { type BulkInsert, bulkInsert } from './bulk-insert.ts'
import { type FileTables, textOfTable } from './file-tables.ts'
import { hasLastingPlan } from './lasting-plan.ts'
import { lists } from './list-form.ts'
import { hasBoundLimits } from './literal-limits.ts'
import { cast, operators as duckdbOperators } from './operators.ts'
import { storages } from './types.ts'

/** A statement ready to be sent. */
export interface DuckdbStatement extends CompiledStatement {
  readonly kind: Statement['kind']
  readonly isWrite: boolean
  /** Whether rows come back, and not the count of rows that a write changed. */
  readonly givesRows: boolean
  /** For an insert that leaves existing ids alone. */
  readonly skipsExisting: boolean
  /** Positions of calculated numbers, which may be beyond what their types hold. */
  readonly calculated: readonly number[]
  /** Whether a connection may keep it prepared. */
  readonly isLasting: boolean
  readonly hasBoundLimits: boolean
  readonly insert: RenderedInsert | undefined
  readonly bulk: BulkInsert | undefined
}

const isWord = ({ type }: Operand): boolean => type.name === 'text' || type.name === 'enum'

/** A moment in nanoseconds, so that different precisions compare without leaving the range of either. */
const nanoseconds = ({ sql, type }: Operand): string =>
  type.units === 'ns' ? cast(`epoch_ns(${sql})`, 'HUGEINT') : `(${cast(`epoch_us(${sql})`, 'HUGEINT')} * 1000)`

function align(left: Operand, right: Operand): readonly [string, string] {
  if (isWord(left) && isWord(right)) return [cast(left.sql, 'VARCHAR'), cast(right.sql, 'VARCHAR')]
  const units = [left.type.units, right.type.units]
  if (units.includes('ns') && !units.includes(undefined)) return [nanoseconds(left), nanoseconds(right)]
  return [left.sql, right.sql]
}

export const dialect: Dialect = {
  name: 'DuckDB',
  storages,
  rows: 'arrays',
  placeholder: position => `$${position}`,
  repeatsPlaceholders: true,
  maxParameters: 65_535,
  constants: { true: 'TRUE', false: 'FALSE' },
  operators: duckdbOperators,
  aggregates,
  list: lists,
  align,
  // An enum of the database has the order of its declaration, and a column may ignore case.
  collate: (sql, collation) => (collation === 'binary' ? cast(sql, 'VARCHAR') : sql),
}

export const operators = operatorsOf(dialect)

/** The dialect of a source: with the tables that are files. */
export const dialectOf = (files: FileTables): Dialect => ({ ...dialect, tableText: table => textOfTable(files, table) })

/** Compiles a parameterized statement. Pure. */
export function compileStatement(statement: Statement, dialect: Dialect): DuckdbStatement {
  const { kind } = statement
  refuseFileWrites(statement, dialect)
  const facts = {
    kind,
    isWrite: kind !== 'select',
    skipsExisting: (kind === 'insert' || kind === 'insert-select') && statement.onConflict === 'skip',
    givesRows: kind === 'select' || (kind !== 'raw' && statement.returning.length > 0),
    isLasting: hasLastingPlan(statement),
    calculated: kind === 'select' ? calculatedIn(statement.columns.map(({ node }) => node)) : [],
  }
  if (statement.kind === 'insert') {
    const insert = renderInsert(statement, dialect)
    const { text, slots, rows } = insert
    return { ...facts, text, slots, rows, insert, bulk: bulkInsert(statement), hasBoundLimits: false }
  }
  const rendered = render(statement, dialect)
  if (kind === 'raw' && transactionControl.test(rendered.text))
    throw new VantageError('transactions are begun and ended by begin(), not by a template', { kind: 'invalid' })
  return { ...facts, ...rendered, insert: undefined, bulk: undefined, hasBoundLimits: hasBoundLimits(rendered.text) }
}

const transactionControl = /^\s*(begin|start\s+transaction|commit|end|rollback|abort)\b/i

function refuseFileWrites(statement: Statement, { tableText }: Dialect): void {
  if (statement.kind === 'select' || statement.kind === 'raw') return
  const { table } = statement.kind === 'insert' || statement.kind === 'insert-select' ? statement.into : statement.table
  if (tableText?.(table) === undefined) return
  throw new VantageError(
    `${table.name} is a file, which is only read; write to a table of the database, and export that`,
    { kind: 'unsupported', details: { table: table.name } },
  )
}

/** Calculated whole numbers and floats. */
const calculatedIn = (nodes: readonly Node[]): readonly number[] =>
  nodes.flatMap(({ kind, type }, index) =>
    (kind === 'operation' || kind === 'aggregate' || kind === 'case') &&
    (type.arithmetic === 'int' || type.arithmetic === 'float')
      ? [index]
      : [],
  )
