import { suggest, VantageError } from '@vantage-ts/core/adapter'
import { quoteIdentifier } from '@vantage-ts/sql'
import { betterSqlite3 } from './better-sqlite3.ts'
import { Connection } from './connection.ts'
import type { Database, Driver } from './driver.ts'
import { errorOf, isBusy } from './errors.ts'
import { aggregateFunctions, scalarFunctions } from './functions.ts'
import { nodeSqlite } from './node-sqlite.ts'

export type DriverName = 'better-sqlite3' | 'node:sqlite'
export type PragmaValue = string | number | boolean

/** Where the data is, and how connections to it are made. */
export interface PlaceOptions {
  readonly file?: string | undefined
  readonly database?: object | undefined
  readonly driver?: DriverName | 'auto' | undefined
  readonly readOnly?: boolean | undefined
  readonly pragmas?: { readonly [name: string]: PragmaValue } | undefined
  readonly attach?: { readonly [schema: string]: string } | undefined
}

const drivers: { readonly [Name in DriverName]: () => Driver | undefined } = {
  'better-sqlite3': betterSqlite3,
  'node:sqlite': nodeSqlite,
}

/** A database file, or a connection of the caller's. Nothing is opened before `connect`. */
export class Place {
  readonly #options: PlaceOptions
  readonly #pragmas: readonly string[]
  #driver: Driver | undefined

  constructor(options: PlaceOptions) {
    checkPlace(options)
    this.#options = options
    this.#pragmas = Object.entries(options.pragmas ?? {}).map(pragmaText)
  }

  /** Whether there is only one connection, which everybody shares: in memory, or the caller's. */
  get isShared(): boolean {
    const { file } = this.#options
    return file === undefined || file === ':memory:' || file === ''
  }
  get isReadOnly(): boolean {
    return this.#options.readOnly === true
  }
  get label(): string {
    return this.#options.file ?? 'the database given'
  }

  /** Opens a connection. Errors: `connection` naming the file; `unsupported` without a driver. */
  connect(): Connection {
    const { file, database } = this.#options
    let opened: Database | undefined
    try {
      opened = database === undefined ? this.#open(file ?? '') : wrapped(database)
      opened.define(scalarFunctions, aggregateFunctions)
      for (const [schema, file] of Object.entries(this.#options.attach ?? {}))
        opened.prepare(`ATTACH ? AS ${quoteIdentifier(schema)}`, true).change([file])
      for (const pragma of this.#pragmas) opened.execute(pragma)
      return new Connection(opened, database === undefined)
    } catch (thrown) {
      if (database === undefined) opened?.close()
      // A lock is waited for; everything else is final.
      if (isBusy(thrown)) throw thrown
      throw errorOf(thrown, { file: this.label }).withContext(`opening ${this.label}`)
    }
  }

  #open(file: string): Database {
    this.#driver ??= driverOf(this.#options.driver ?? 'auto')
    return this.#driver.open(file, { isReadOnly: this.isReadOnly })
  }
}

function driverOf(wanted: DriverName | 'auto'): Driver {
  const found = wanted === 'auto' ? (betterSqlite3() ?? nodeSqlite()) : drivers[wanted]()
  if (found !== undefined) return found
  const next = wanted === 'node:sqlite' ? 'use Node 22.13 or newer' : 'install better-sqlite3'
  throw new VantageError(`the driver ${wanted === 'auto' ? 'for SQLite' : wanted} is not there; ${next}`, {
    kind: 'unsupported',
  })
}

function wrapped(database: object): Database {
  const found = betterSqlite3()?.wrap(database) ?? nodeSqlite()?.wrap(database)
  if (found !== undefined) return found
  throw new VantageError('database is no connection of better-sqlite3 or node:sqlite', { kind: 'invalid' })
}

function checkPlace({ file, database, driver, readOnly }: PlaceOptions): void {
  const invalid = (reason: string): VantageError => new VantageError(`sqlite(): ${reason}`, { kind: 'invalid' })
  if ((file === undefined) === (database === undefined)) throw invalid('give either file or database')
  if (file !== undefined && (typeof file !== 'string' || file.includes('\0')))
    throw invalid("file is a path, or ':memory:'")
  if (database !== undefined && (typeof database !== 'object' || database === null))
    throw invalid('database is an open connection of better-sqlite3 or node:sqlite')
  if (driver !== undefined && driver !== 'auto' && !Object.hasOwn(drivers, driver))
    throw invalid(
      `driver is 'auto', 'better-sqlite3' or 'node:sqlite'.${suggest(String(driver), Object.keys(drivers))}`,
    )
  if (database !== undefined && (readOnly !== undefined || driver !== undefined))
    throw invalid('driver and readOnly are decided by the database that is given')
}

function pragmaText([name, value]: readonly [string, PragmaValue]): string {
  const text = typeof value === 'boolean' ? (value ? 'ON' : 'OFF') : String(value)
  if (/^[a-z_]+$/i.test(name) && /^-?[\w.]+$/.test(text)) return `PRAGMA ${name} = ${text}`
  throw new VantageError(`sqlite(): the pragma "${name}" takes a word or a number`, { kind: 'invalid' })
}
