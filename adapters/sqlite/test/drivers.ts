import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type BetterSqlite3 from 'better-sqlite3'
import { onTestFinished } from 'vitest'
import { type DriverName, type Sqlite, type SqliteFile, sqlite } from '../src/index.ts'

export const drivers: readonly DriverName[] = ['better-sqlite3', 'node:sqlite']

/** A folder that goes with its test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'vantage-sqlite-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true }))
  return path
}

/** A source that closes with its test. */
export function opened<const Name extends string = 'sqlite'>(options: SqliteFile<Name>): Sqlite<Name> {
  const source = sqlite(options)
  onTestFinished(() => source.close())
  return source
}

/** The driver itself, for what other programs do to the same file. */
export function rawDatabase(file: string): BetterSqlite3.Database {
  const Database: typeof BetterSqlite3 = createRequire(import.meta.url)('better-sqlite3')
  const database = new Database(file)
  onTestFinished(() => void database.close())
  return database
}

/**
 * What another program does to a file, in this process.
 *
 * Source: the locks of a file belong to the process, so two copies of SQLite in one do not see each other's:
 * https://www.sqlite.org/howtocorrupt.html#multiple_copies_of_sqlite_linked_into_the_same_application
 */
export function sameLibrary(driver: DriverName, file: string): { exec(text: string): unknown } {
  if (driver === 'better-sqlite3') return rawDatabase(file)
  const database = new DatabaseSync(file)
  onTestFinished(() => database.close())
  return database
}
