import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import { objectOf, unchecked, VantageError } from '@vantage-ts/core/adapter'
import type { Database, Driver, Statement } from './driver.ts'
import { exactCells, exactRow } from './exact-numbers.ts'
import type { AggregateFunction, ScalarFunction } from './functions.ts'
import { foldOf, strictOf } from './strict.ts'

/** The driver that comes with Node; undefined where it does not. */
export function nodeSqlite(): Driver | undefined {
  const module = process.getBuiltinModule('node:sqlite')
  if (module === undefined) return undefined
  return {
    name: 'node:sqlite',
    open: (file, { isReadOnly }) => new NodeDatabase(new module.DatabaseSync(file, { readOnly: isReadOnly })),
    wrap: database => (database instanceof module.DatabaseSync ? new NodeDatabase(database) : undefined),
  }
}

class NodeDatabase implements Database {
  readonly #connection: DatabaseSync
  /** Node 22 cuts text at its first NUL when it reads. */
  readonly #cutsText: boolean
  constructor(connection: DatabaseSync) {
    this.#connection = connection
    const [probe] = Object.values(connection.prepare("SELECT 'a' || char(0) || 'b'").get() ?? {})
    this.#cutsText = typeof probe === 'string' && probe.length < 3
  }

  get inTransaction(): boolean {
    return this.#connection.isTransaction
  }

  prepare(text: string, isWrite: boolean): Statement {
    return new NodeStatement(this.#connection.prepare(text), isWrite, this.#cutsText)
  }

  execute(text: string): void {
    this.#connection.exec(text)
  }

  define(scalars: readonly ScalarFunction[], aggregates: readonly AggregateFunction[]): void {
    for (const scalar of scalars) {
      const options = { deterministic: scalar.isPure, useBigIntArguments: scalar.takesBigints === true }
      this.#connection.function(
        scalar.name,
        options,
        unchecked<never>(strictOf(scalar), 'the driver calls it with cells'),
      )
    }
    for (const aggregate of aggregates)
      this.#connection.aggregate(
        aggregate.name,
        unchecked<never>(foldOf(aggregate), 'the driver hands the state through'),
      )
  }

  besideReaders<Result>(work: () => Result): Result {
    return work()
  }

  close(): void {
    this.#connection.close()
  }
}

class NodeStatement implements Statement {
  readonly #prepared: StatementSync
  readonly #isWrite: boolean
  readonly #cutsText: boolean
  readonly width: number
  constructor(prepared: StatementSync, isWrite: boolean, cutsText: boolean) {
    this.#prepared = prepared
    this.#isWrite = isWrite
    this.#cutsText = cutsText
    this.width = prepared.columns().length
    // A connection of the caller's may have other defaults. Rows by position are read twice as fast as those by name.
    prepared.setReturnArrays(true)
    prepared.setReadBigInts(false)
  }

  rows(parameters: readonly unknown[]): readonly unknown[] {
    const values = this.#values(parameters)
    return this.#reading(
      () => this.#prepared.all(...values),
      () => this.#prepared.all(...values).map(exactCells),
    )
  }

  first(parameters: readonly unknown[]): unknown {
    const values = this.#values(parameters)
    return this.#reading(
      () => this.#prepared.get(...values),
      () => exactCells(this.#prepared.get(...values)),
    )
  }

  /** A number that is not safe ends the driver's reading, so the rows are read again, as bigints; written ones are at once. */
  #reading<Result>(plain: () => Result, exact: () => Result): Result {
    if (this.#isWrite) return this.#exactly(exact)
    try {
      return plain()
    } catch (thrown) {
      if (objectOf(thrown)?.code !== 'ERR_OUT_OF_RANGE') throw thrown
      return this.#exactly(exact)
    }
  }

  change(parameters: readonly unknown[]): number {
    return Number(this.#prepared.run(...this.#values(parameters)).changes)
  }

  *iterate(parameters: readonly unknown[]): Iterator<unknown> {
    this.#prepared.setReadBigInts(true)
    const rows = this.#prepared.iterate(...this.#values(parameters))
    try {
      for (let next = rows.next(); next.done !== true; next = rows.next()) yield exactCells(next.value)
    } finally {
      rows.return?.()
      this.#prepared.setReadBigInts(false)
    }
  }

  raw(parameters: readonly unknown[]): { readonly rows: readonly unknown[]; readonly count: number } {
    if (this.width === 0) return { rows: [], count: this.change(parameters) }
    this.#prepared.setReturnArrays(false)
    try {
      const rows = this.#exactly(() => this.#prepared.all(...this.#values(parameters)).map(exactRow))
      return { rows, count: rows.length }
    } finally {
      this.#prepared.setReturnArrays(true)
    }
  }

  #exactly<Result>(work: () => Result): Result {
    this.#prepared.setReadBigInts(true)
    try {
      return work()
    } finally {
      this.#prepared.setReadBigInts(false)
    }
  }

  #values(parameters: readonly unknown[]): SQLInputValue[] {
    if (this.#cutsText && parameters.some(value => typeof value === 'string' && value.includes('\0')))
      throw new VantageError(
        'node:sqlite of this Node cuts text at a NUL when it reads; use Node 24 or better-sqlite3',
        {
          kind: 'type-mismatch',
        },
      )
    return unchecked<SQLInputValue[]>(parameters, 'encoders give what SQLite holds')
  }
}
