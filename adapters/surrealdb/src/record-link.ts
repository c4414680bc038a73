import {
  type Storage,
  type StorageOf,
  storageOf,
  type StorageTable,
  type Type,
  TypeProblem,
  VantageError,
} from '@vantage-ts/core/adapter'
import { RecordId } from 'surrealdb'
import { keyTypes, recordOf } from './record-key.ts'
import { storages } from './types.ts'

/** How a column holds the id of another table's record: as a link to it. */
export class RecordLink implements Storage {
  readonly name: string
  /** The table that it links to. */
  readonly table: string
  /** How that table holds its ids. */
  readonly key: Storage
  readonly encode: (value: unknown) => unknown
  readonly decode: (raw: unknown) => unknown

  constructor(table: string, key: Storage) {
    this.name = `record<${table}>`
    this.table = table
    this.key = key
    const { encode } = key
    this.encode = value => recordOf(table, encode === undefined ? value : encode.call(key, value))
    this.decode = raw => {
      if (!(raw instanceof RecordId)) throw new TypeProblem(`must be a link to a record of ${table}`)
      if (raw.table.name !== table)
        throw new TypeProblem(`must be a link to a record of ${table}, and is one of ${raw.table.name}`)
      return keyOf(key, raw.id, table)
    }
  }
}

function keyOf(key: Storage, raw: unknown, table: string): unknown {
  if (key.decode !== undefined) return key.decode(raw)
  if (key.guard === undefined || key.guard(raw)) return raw
  throw new TypeProblem(`must be a link to a record of ${table} whose id is ${key.name}`)
}

/**
 * The storage of a column that is a link to a record: `Order.table(db, { columns: { clientId: recordLink('client') } })`.
 *
 * Shape: the column's type is that of the other table's id, which is one column; its values are those ids, everywhere.
 * Errors: `type-mismatch` for a link to another table, naming row and field, when it is read; `unsupported` for a type that no
 * id has.
 */
export function recordLink(table: string): StorageOf {
  if (typeof table !== 'string' || table === '')
    throw new VantageError("recordLink() takes the name of the table that it links to, such as 'client'", {
      kind: 'invalid',
    })
  return type => linkOf(table, type, storages)
}

/** The same on what a source holds its types in. */
export function linkOf(table: string, type: Type<unknown>, held: StorageTable): RecordLink {
  if (keyTypes.has(type.name)) return new RecordLink(table, storageOf(held, type, 'surrealdb'))
  throw new VantageError(`a link to a record of ${table} holds its id, which ${type.name} cannot be`, {
    kind: 'unsupported',
    details: { type: type.name },
  })
}

/** The link that values in a storage are. */
export const linkIn = (storage: Storage | undefined): RecordLink | undefined =>
  storage instanceof RecordLink ? storage : undefined

/** How a value is bound as itself, whether or not the column that it meets holds links. */
export const plainStorage = (storage: Storage): Storage => linkIn(storage)?.key ?? storage
