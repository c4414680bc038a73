import { type Storage, storageOf, type StorageTable, type Type } from '@vantage-ts/core/adapter'

/** How an SQL source holds a glue type: a storage with what the SQL around it needs. All additions are optional. */
export interface SqlStorage<T = unknown> extends Storage<T> {
  /** Vendor type of a bound value and of a typed null: `uuid` renders `CAST($1 AS uuid)`; absent: bound bare. */
  readonly cast?: string
  /** What to read in the place of the stored form, where a driver would lose data: `CAST(x AS TEXT)`. */
  project?(sql: string): string
  /** The same for calculated numbers, where the engine would overflow or round in silence. */
  calculated?(sql: string): string
  /** A calculated value on its way into a column of the type; fails where the column would not hold it exactly. */
  stored?(sql: string, type: Type<unknown>): string
  /** What to compare and order by, where the stored form does not compare as its values do. */
  sortKey?(sql: string): string
  /** The default storage of the type made from this one, for operators. An override without it cannot be calculated with. */
  toDefault?(sql: string): string
  /** This storage made from the default one, for calculated values that are stored. */
  fromDefault?(sql: string): string
}

/** The additions of a storage that came through core, which knows nothing of them. */
export const sqlStorage = (storage: Storage): SqlStorage => storage

/** The default storage of a type. Errors: `type-mismatch` when the source has none. */
export const defaultStorage = (table: StorageTable, type: Type<unknown>, source: string): SqlStorage =>
  storageOf(table, type, source)
