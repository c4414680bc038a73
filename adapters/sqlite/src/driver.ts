import type { AggregateFunction, ScalarFunction } from './functions.ts'

/** What this adapter needs of a driver: one connection. All calls answer at once. */
export interface Database {
  /** `isWrite`: running it twice is not the same as once. */
  prepare(text: string, isWrite: boolean): Statement
  /** Runs text without parameters or rows. */
  execute(text: string): void
  readonly inTransaction: boolean
  /** Registers what rendered SQL calls. */
  define(scalars: readonly ScalarFunction[], aggregates: readonly AggregateFunction[]): void
  /** Runs work that the driver refuses while rows of a statement are still to be read. */
  besideReaders<Result>(work: () => Result): Result
  close(): void
}

/** A prepared statement. Parameters are numbers, bigints, strings, bytes and nulls. */
export interface Statement {
  /** Columns of its rows. */
  readonly width: number
  /** All rows by position. Whole numbers beyond ±(2^53 − 1) are not safe: rounded, or bigints. */
  rows(parameters: readonly unknown[]): readonly unknown[]
  /** All rows as plain objects of these names in this order; undefined where the driver has other names, or is slower so. */
  records?(parameters: readonly unknown[], names: readonly string[]): readonly unknown[] | undefined
  /** The first row as an array, or undefined. */
  first(parameters: readonly unknown[]): unknown
  /** Rows changed. */
  change(parameters: readonly unknown[]): number
  /** Rows by position, while the statement stays open; the iterator's `return` closes it. */
  iterate(parameters: readonly unknown[]): Iterator<unknown>
  /** Vendor text: rows by name with exact whole numbers (bigints beyond 2^53), and the rows changed where it gives none. */
  raw(parameters: readonly unknown[]): { readonly rows: readonly unknown[]; readonly count: number }
}

export interface OpenOptions {
  readonly isReadOnly: boolean
}

/** A driver that opens files. */
export interface Driver {
  readonly name: 'better-sqlite3' | 'node:sqlite'
  open(file: string, options: OpenOptions): Database
  /** A connection of the caller's, or undefined when it is not one of this driver. */
  wrap(database: unknown): Database | undefined
}
