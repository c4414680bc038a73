import { createRequire } from 'node:module'
import { objectOf, unchecked } from '@vantage-ts/core/adapter'
import type BetterSqlite3 from 'better-sqlite3'
import { exactCells, exactRow } from './exact-numbers.ts'
import type { Database, Driver, Statement } from './driver.ts'
import type { AggregateFunction, ScalarFunction } from './functions.ts'
import { foldOf, strictOf } from './strict.ts'

type Connection = BetterSqlite3.Database
type Prepared = BetterSqlite3.Statement<unknown[], unknown>

/** The driver, if it is installed: an optional peer. */
export function betterSqlite3(): Driver | undefined {
  const Connection = load()
  if (Connection === undefined) return undefined
  return {
    name: 'better-sqlite3',
    open: (file, { isReadOnly }) =>
      new BetterDatabase(new Connection(file, { readonly: isReadOnly, fileMustExist: isReadOnly, timeout: 0 })),
    wrap: database =>
      typeof objectOf(database)?.unsafeMode === 'function'
        ? new BetterDatabase(unchecked<Connection>(database, 'only this driver has unsafeMode()'))
        : undefined,
  }
}

function load(): typeof BetterSqlite3 | undefined {
  try {
    return createRequire(import.meta.url)('better-sqlite3')
  } catch {
    return undefined
  }
}

class BetterDatabase implements Database {
  readonly #connection: Connection
  constructor(connection: Connection) {
    this.#connection = connection
  }

  get inTransaction(): boolean {
    return this.#connection.inTransaction
  }

  prepare(text: string): Statement {
    return new BetterStatement(this.#connection.prepare(text))
  }

  execute(text: string): void {
    this.#connection.exec(text)
  }

  define(scalars: readonly ScalarFunction[], aggregates: readonly AggregateFunction[]): void {
    for (const scalar of scalars) {
      const options = { deterministic: scalar.isPure, safeIntegers: scalar.takesBigints === true }
      this.#connection.function(scalar.name, options, strictOf(scalar))
    }
    for (const aggregate of aggregates) {
      const { start, step, result } = foldOf(aggregate)
      this.#connection.aggregate(aggregate.name, {
        start,
        step: unchecked<(state: ReturnType<typeof start>, ...args: unknown[]) => ReturnType<typeof start>>(
          step,
          'the driver calls it with cells',
        ),
        result,
        deterministic: true,
        safeIntegers: false,
      })
    }
  }

  besideReaders<Result>(work: () => Result): Result {
    this.#connection.unsafeMode(true)
    try {
      return work()
    } finally {
      this.#connection.unsafeMode(false)
    }
  }

  close(): void {
    this.#connection.close()
  }
}

class BetterStatement implements Statement {
  readonly #prepared: Prepared
  readonly #isReader: boolean
  /** Names that were asked for last, and whether its rows have them. */
  #names: readonly string[] | undefined
  #isNamed = false
  #isLossy: boolean | undefined
  constructor(prepared: Prepared) {
    this.#prepared = prepared
    this.#isReader = prepared.reader
    // A connection of the caller's may have other defaults.
    if (this.#isReader) prepared.raw(true)
    prepared.safeIntegers(false)
  }

  get width(): number {
    return this.#isReader ? this.#prepared.columns().length : 0
  }

  rows(parameters: readonly unknown[]): readonly unknown[] {
    return this.#prepared.all(...bindable(parameters))
  }

  records(parameters: readonly unknown[], names: readonly string[]): readonly unknown[] | undefined {
    if (!this.#has(names)) return undefined
    this.#prepared.raw(false)
    try {
      const rows = this.#prepared.all(...bindable(parameters))
      // A column may have been renamed since: then its rows are read again, by position.
      this.#isNamed = rows.length === 0 || areSame(Object.keys(Object(rows[0])), names)
      return this.#isNamed ? rows : undefined
    } finally {
      this.#prepared.raw(true)
    }
  }

  #has(names: readonly string[]): boolean {
    if (this.#names === names) return this.#isNamed
    this.#names = names
    const columns = this.#prepared.columns().map(({ name }) => name)
    this.#isNamed = areSame(columns, names)
    return this.#isNamed
  }

  first(parameters: readonly unknown[]): unknown {
    return this.#prepared.get(...bindable(parameters))
  }

  change(parameters: readonly unknown[]): number {
    return this.#prepared.run(...bindable(parameters)).changes
  }

  iterate(parameters: readonly unknown[]): Iterator<unknown> {
    return this.#prepared.iterate(parameters)
  }

  raw(parameters: readonly unknown[]): { readonly rows: readonly unknown[]; readonly count: number } {
    if (!this.#isReader) return { rows: [], count: this.change(parameters) }
    if (this.#losesName()) return this.#byPosition(parameters)
    const prepared = this.#prepared.raw(false).safeIntegers(true)
    try {
      const rows = prepared.all(parameters).map(exactRow)
      return { rows, count: rows.length }
    } finally {
      prepared.raw(true).safeIntegers(false)
    }
  }

  /** Objects that the driver makes lose a column of this name. */
  #losesName(): boolean {
    this.#isLossy ??= this.#prepared.columns().some(({ name }) => name === '__proto__')
    return this.#isLossy
  }
  #byPosition(parameters: readonly unknown[]): { readonly rows: readonly unknown[]; readonly count: number } {
    const prepared = this.#prepared.safeIntegers(true)
    try {
      const cells = prepared.all(parameters)
      const names = prepared.columns().map(({ name }) => name)
      const rows = cells.map(row => Object.fromEntries(cellsOf(row).map((cell, index) => [names[index], cell])))
      return { rows, count: rows.length }
    } finally {
      prepared.safeIntegers(false)
    }
  }
}

const cellsOf = (row: unknown): readonly unknown[] =>
  unchecked<readonly unknown[]>(exactCells(row), 'the driver was told to give rows by position')

const areSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((name, index) => name === b[index])

/** The driver binds a few values faster one by one, and many as one array. */
const bindable = (parameters: readonly unknown[]): readonly unknown[] =>
  parameters.length < 64 ? parameters : [parameters]
