import { createHash } from 'node:crypto'
import { type CompiledStatement, type Node, type Statement, storageOf, type Type } from '@vantage-ts/core/adapter'
import { type Dialect, type Operand, render } from '@vantage-ts/sql'
import { postgresAggregates } from './aggregates.ts'
import { type CompiledInsert, compileInsert } from './insert.ts'
import { intLists, type IntLists, narrowLists, wideLists } from './list-form.ts'
import { asText, postgresOperators } from './operators.ts'
import type { PostgresStorage } from './storage.ts'
import { postgresTypes } from './types.ts'
import type { Reads } from './vendor-types.ts'

/** A statement ready to be sent. */
export interface PostgresStatement extends CompiledStatement {
  /** Name under which connections keep it; empty where named statements are off. */
  readonly name: string
  readonly isWrite: boolean
  readonly isRaw: boolean
  /** What each result column reads; undefined: anything. */
  readonly columns: readonly ResultColumn[]
  readonly insert?: CompiledInsert
  /** Another text for lists of whole numbers that columns may not hold. */
  readonly wide?: WideStatement
}

export interface WideStatement {
  readonly text: string
  readonly name: string
  readonly lists: IntLists
}

export interface ResultColumn {
  readonly reads: Reads | undefined
  /** A calculated whole number, which may be beyond what JavaScript holds. */
  readonly isCalculatedInt: boolean
}

/** Text with an enum, whose own order is that of its declaration; everything else compares as it is. */
const align = (left: Operand, right: Operand): readonly [string, string] =>
  left.type.name === 'text' || left.type.name === 'enum'
    ? [`${asText(left)} COLLATE "C"`, `${asText(right)} COLLATE "C"`]
    : [left.sql, right.sql]

export const postgresDialect: Dialect = {
  name: 'PostgreSQL',
  storages: postgresTypes,
  rows: 'arrays',
  placeholder: position => `$${position}`,
  // The wire counts them in 16 bits.
  maxParameters: 65_535,
  repeatsPlaceholders: true,
  constants: { true: 'TRUE', false: 'FALSE' },
  cast: (sql, vendorType) => `${sql}::${vendorType}`,
  operators: postgresOperators,
  aggregates: postgresAggregates,
  list: narrowLists,
  align,
  collate: (sql, collation) => (collation === 'binary' ? `${sql}::text COLLATE "C"` : sql),
}

const wideDialect: Dialect = { ...postgresDialect, list: wideLists }

/**
 * Compiles a parameterized statement. Pure.
 *
 * Shape: names are made from the text, so that the same statement has one name in all sources and processes.
 */
export function compileStatement(statement: Statement, isNamed: boolean): PostgresStatement {
  const facts = {
    isWrite: statement.kind !== 'select',
    isRaw: statement.kind === 'raw',
    columns: resultColumns(statement),
  }
  const nameOf = (text: string): string => (isNamed ? statementName(text) : '')
  if (statement.kind === 'insert') {
    const insert = compileInsert(statement)
    const { text } = insert
    return { ...facts, text, name: nameOf(text), slots: [], rows: postgresDialect.rows, insert }
  }
  const { text, slots, rows } = render(statement, postgresDialect)
  const compiled: PostgresStatement = { ...facts, text, name: nameOf(text), slots, rows }
  const lists = intLists(slots)
  if (lists.length === 0) return compiled
  const wide = render(statement, wideDialect).text
  return { ...compiled, wide: { text: wide, name: nameOf(wide), lists } }
}

const statementName = (text: string): string =>
  `vantage_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`

function resultColumns(statement: Statement): readonly ResultColumn[] {
  switch (statement.kind) {
    case 'select':
      return statement.columns.map(({ node }) => ({
        reads: readsOf(node.storage, node.type),
        isCalculatedInt: isCalculatedInt(node),
      }))
    case 'insert':
    case 'insert-select':
    case 'update':
    case 'delete':
      return statement.returning.map(({ storage, type }) => ({
        reads: readsOf(storage, type),
        isCalculatedInt: false,
      }))
    default:
      return []
  }
}

const readsOf = (storage: PostgresStorage | undefined, type: Type<unknown>): Reads | undefined => {
  const { reads }: PostgresStorage = storage ?? storageOf(postgresTypes, type, 'PostgreSQL')
  return reads
}

const isCalculatedInt = ({ type, kind }: Node): boolean =>
  type.arithmetic === 'int' && (kind === 'operation' || kind === 'aggregate' || kind === 'case')
