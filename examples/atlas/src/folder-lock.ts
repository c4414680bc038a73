import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { VantageError } from '@vantage-ts/core'
import Database from 'better-sqlite3'
import { UsageError } from '@vantage-ts/example-asking'

/** The exclusive use of a data folder. */
export interface FolderLock {
  release(): void
}

/**
 * Takes a data folder for this process, or says at once which process has it.
 *
 * A lock of SQLite is one of the operating system: it goes with its process however that ends, so nothing stale is left behind,
 * and a process number that was given to another program is no obstacle. The number is kept beside it for messages only.
 * Errors: `connection` for a folder in use or a damaged lock; `UsageError` for one that cannot be made.
 */
export function lockFolder(folder: string): FolderLock {
  makeFolder(folder)
  const holder = join(folder, 'holder')
  const database = locked(join(folder, 'lock.sqlite'), holder)
  writeFileSync(holder, String(process.pid))
  return {
    release: () => {
      rmSync(holder, { force: true })
      database.close()
    },
  }
}

function locked(file: string, holder: string): Database.Database {
  let database: Database.Database | undefined
  try {
    database = new Database(file, { timeout: 0 })
    database.pragma('locking_mode = exclusive')
    database.exec('begin exclusive')
    return database
  } catch (cause) {
    database?.close()
    const isHeld = cause instanceof Database.SqliteError && cause.code.startsWith('SQLITE_BUSY')
    const folder = dirname(file)
    throw new VantageError(
      isHeld
        ? `${holderIn(holder)} uses the data in ${folder}: wait for it, end it, or choose another folder with --data`
        : `the lock ${file} cannot be taken (${reasonOf(cause)}): remove it or make it writable, or choose another folder with --data`,
      { kind: 'connection', retry: isHeld ? 'safe' : 'never', cause },
    )
  }
}

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

function makeFolder(folder: string): void {
  try {
    makeFolders(folder)
  } catch (cause) {
    throw new UsageError(`the data folder cannot be made (${reasonOf(cause)}); choose another one with --data`, {
      cause,
    })
  }
}

/** Folder by folder: Node's own recursive call never comes back where a folder denies what it holds, as /proc does. */
function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  const parent = dirname(folder)
  if (parent !== folder) makeFolders(parent)
  mkdirSync(folder)
}

/** The holder writes its number right after taking the lock; a reader in between finds nothing. */
function holderIn(file: string): string {
  try {
    return `process ${Number.parseInt(readFileSync(file, 'utf8'), 10)}`
  } catch {
    return 'another process'
  }
}
