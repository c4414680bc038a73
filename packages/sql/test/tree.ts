import { int } from '@vantage-ts/core'
import {
  ColumnNode,
  type Node,
  type Occurrence,
  Operation,
  type OperatorName,
  operatorRule,
  Param,
  type Select,
  type StoredColumn,
  type StoredTable,
  Subquery,
  type Type,
  unchecked,
} from '@vantage-ts/core/adapter'
import type { SqlStorage } from '../src/storage.ts'
import { storageOf } from '@vantage-ts/core/adapter'
import { storages } from './demo.ts'

// Statements put together by hand, for what tables do not say yet: groups, derived tables, updates by expression.

interface ColumnSpec {
  readonly type: Type<unknown>
  readonly isNullable?: boolean
  readonly isId?: boolean
  readonly name?: string
  readonly storage?: SqlStorage
  readonly collation?: StoredColumn['collation']
}

const nowhere = unchecked<Occurrence['source']>({ name: 'demo', database: {} }, 'rendering asks nothing of it')

/** One appearance of a table, with its columns by property. */
export interface Place {
  readonly occurrence: Occurrence
  readonly columns: { readonly [property: string]: ColumnNode }
  stored(property: string): StoredColumn
}

let occurrences = 0

export function place(
  name: string,
  specs: { readonly [property: string]: ColumnSpec },
  path: readonly string[] = [],
): Place {
  const columns: StoredColumn[] = Object.entries(specs).map(([property, spec]) => ({
    property,
    name: spec.name ?? property,
    type: spec.type,
    storage: spec.storage ?? storageOf(storages, spec.type, 'demo'),
    isNullable: spec.isNullable ?? false,
    isId: spec.isId ?? false,
    collation: spec.collation ?? 'binary',
  }))
  const key = `#t${++occurrences}`
  const table: StoredTable = { entity: name, name, path, columns, ids: columns.filter(column => column.isId), key }
  const occurrence: Occurrence = { table, key, source: nowhere }
  return {
    occurrence,
    columns: Object.fromEntries(columns.map(column => [column.property, new ColumnNode(occurrence, column)])),
    stored: property =>
      unchecked<StoredColumn>(
        columns.find(column => column.property === property),
        'the test names one',
      ),
  }
}

let parameters = 0
/** A bound value, numbered in the order they are made. */
export const param = (type: Type<unknown> = int, storage?: SqlStorage, isList = false): Param =>
  new Param(type, parameters++, storage, isList)

export const op = (operator: OperatorName, ...args: readonly Node[]): Operation => {
  const type = operatorRule(operator).result(args[0]?.type, args[1]?.type)
  return new Operation(
    operator,
    args,
    type,
    args.some(arg => arg.isNullable),
    undefined,
    undefined,
  )
}

export const select = (
  parts: Omit<Select, 'kind' | 'key' | 'order'> & { readonly order?: Select['order'] },
): Select => ({
  kind: 'select',
  key: '',
  order: [],
  ...parts,
})

export const from = ({ occurrence }: Place): NonNullable<Select['from']> => ({ kind: 'table', occurrence })

export const sub = (mode: Subquery['mode'], inner: Select): Subquery =>
  new Subquery(inner, mode, nowhere, inner.columns[0]?.node.type ?? int, true)
