import { VantageError } from '../errors/vantage-error.ts'
import { suggest } from '../errors/suggest.ts'
import type { Backend } from '../source/backend.ts'
import type { SourceSettings } from '../source/bound-source.ts'
import { openSource } from '../source/open.ts'
import type { TransactionSource } from '../source/source.ts'
import { keysOf } from '../types/cast.ts'
import type { MemoryCan } from './abilities.ts'
import { Database, type Table } from './database.ts'
import { MemoryBackend } from './memory-backend.ts'
import type { MemoryTypeName } from './storages.ts'

/** Tables in this process: the contract of every database, without one. */
export interface Memory extends TransactionSource {
  readonly can: MemoryCan
  readonly '~holds': (typeName: MemoryTypeName) => void
  /** It runs no vendor text, so there is nothing to bind. */
  readonly '~binds': never
}

export interface MemoryOptions extends SourceSettings {
  /** Its name in plans and errors. Default `memory`. */
  readonly name?: string
  /** The longest list that one statement takes; longer ones are sent in chunks. Default: any length. */
  readonly maxListLength?: number
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
  /**
   * Rows to start with, by stored table name and stored column name. They are taken as they are, whatever their types:
   * a wrong one is found when it is read, as in any database that others write to.
   */
  readonly tables?: PerTable<object>
  /** Columns that are unique together, besides the id, by stored name: `{ users: [['email']] }`. Nulls clash with nothing. */
  readonly unique?: PerTable<readonly string[]>
}

/** A list per table; an object of tables stands for a schema: `{ users: […], archive: { users: […] } }`. */
export interface PerTable<Item> {
  readonly [table: string]: readonly Item[] | PerTable<Item>
}

const optionNames: ReadonlySet<string> = new Set<keyof MemoryOptions>([
  'name',
  'maxListLength',
  'maxDeferredList',
  'tables',
  'unique',
  'parallel',
  'sameAs',
  'naming',
])

/**
 * Opens a source whose tables live in this process and end with it.
 *
 * Shape: two calls give two databases; `{ sameAs }` gives a second source of the same one. Ids are unique per table, other
 * columns where `unique` says so; foreign keys and checks are not known. Text compares by code point whatever a column's collation says.
 * A row keeps columns that the entity does not declare; an id left out is the next whole number or a random uuid.
 * A transaction sees the tables as they were when it began; the first to commit a change of a row wins, the other's commit
 * fails with `conflict` (`serialization`, safe to repeat). `serializable` also guards the tables that it read.
 * Errors: `invalid` for an unknown option.
 */
export function memory(options: MemoryOptions = {}): Memory {
  return openSource<Memory>(memoryBackend(options), options)
}

/** What `memory()` opens a source on: for sources that change a part of it, such as caches, mocks and faulty ones for tests. */
export function memoryBackend(options: MemoryOptions = {}): Backend {
  for (const option of keysOf(options))
    if (!optionNames.has(option))
      throw new VantageError(`memory() has no option "${option}".${suggest(option, [...optionNames])}`, {
        kind: 'invalid',
      })
  const { name = 'memory', maxListLength, maxDeferredList = 50_000, tables = {}, unique = {}, sameAs } = options
  const shared = sameAs?.database
  const database = shared instanceof Database ? shared : new Database()
  for (const { table, items } of listsIn(unique, database)) for (const names of items) database.makeUnique(table, names)
  for (const { table, items } of listsIn(tables, database)) database.seed(table, items)
  const limits = {
    ...(maxListLength === undefined ? {} : { maxListLength }),
    maxInsertRows: Number.MAX_SAFE_INTEGER,
    maxDeferredList,
    replace: 'declared' as const,
  }
  return new MemoryBackend(database, { name, limits })
}

function listsIn<Item>(
  given: PerTable<Item>,
  database: Database,
  path: readonly string[] = [],
): readonly ListOf<Item>[] {
  return Object.entries(given).flatMap(([name, items]) =>
    isList(items) ? [{ table: database.table({ path, name }), items }] : listsIn(items, database, [...path, name]),
  )
}
interface ListOf<Item> {
  readonly table: Table
  readonly items: readonly Item[]
}
/** `Array.isArray` for lists that are read-only. */
const isList = <Item>(items: readonly Item[] | PerTable<Item>): items is readonly Item[] => Array.isArray(items)
