import { createHash } from 'node:crypto'
import { type CompiledStatement, type Node, type Statement, storageOf, type Type } from '@vantage-ts/core/adapter'
import { type Dialect, type ListItem, type Operand, render } from '@vantage-ts/sql'
import { postgresAggregates } from './aggregates.ts'
import { bareArrayText, quotedArrayText } from './array-text.ts'
import { type CompiledInsert, compileInsert } from './insert.ts'
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
}

export interface ResultColumn {
  readonly reads: Reads | undefined
  /** A calculated whole number, which may be beyond what JavaScript holds. */
  readonly isCalculatedInt: boolean
}

const listOf = (sql: string, { type, storage }: ListItem): string => {
  // The items of an array of arrays would be those of the inner ones.
  if (type.name === 'array') return `(SELECT item::${storage.cast} FROM unnest(${sql}::text[]) AS item)`
  return storage.cast === undefined ? `(${sql})` : `(${sql}::${storage.cast}[])`
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
  repeatsPlaceholders: true,
  constants: { true: 'TRUE', false: 'FALSE' },
  cast: (sql, vendorType) => `${sql}::${vendorType}`,
  operators: postgresOperators,
  aggregates: postgresAggregates,
  list: {
    in: (left, list, item) => `${left} = ANY${listOf(list, item)}`,
    notIn: (left, list, item) => `${left} <> ALL${listOf(list, item)}`,
    encode: (items, { storage }) => {
      const { isBare }: PostgresStorage = storage
      return isBare === true ? bareArrayText(items) : quotedArrayText(items)
    },
  },
  align,
  collate: (sql, collation) => (collation === 'binary' ? `${sql}::text COLLATE "C"` : sql),
}

/**
 * Compiles a parameterized statement. Pure.
 *
 * Shape: names are made from the text, so that the same statement has one name in all sources and processes.
 */
export function compileStatement(statement: Statement, isNamed: boolean): PostgresStatement {
  const insert = statement.kind === 'insert' ? compileInsert(statement) : undefined
  const rendered =
    statement.kind === 'insert' || insert !== undefined
      ? { text: insert?.text ?? '', slots: [], rows: postgresDialect.rows }
      : render(statement, postgresDialect)
  return {
    text: rendered.text,
    slots: rendered.slots,
    rows: rendered.rows,
    name: isNamed ? nameOf(rendered.text) : '',
    isWrite: statement.kind !== 'select',
    isRaw: statement.kind === 'raw',
    columns: resultColumns(statement),
    ...(insert === undefined ? {} : { insert }),
  }
}

const nameOf = (text: string): string => `vantage_${createHash('sha256').update(text).digest('base64url').slice(0, 22)}`

function resultColumns(statement: Statement): readonly ResultColumn[] {
  switch (statement.kind) {
    case 'select':
      return statement.columns.map(({ node }) => ({
        reads: readsOf(node.storage, node.type),
        isCalculatedInt: isCalculatedInt(node),
      }))
    case 'insert':
    case 'update':
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
