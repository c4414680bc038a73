import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { col, Entity, int, text } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { describe, expect, it } from 'vitest'
import { type SqliteOptions, sqlite } from '../src/index.ts'
import { drivers, folder, opened, rawDatabase } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}
const ddl = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL)'
const invalidOptions = (options: unknown) => () =>
  sqlite(unchecked<SqliteOptions>(options, 'the test gives what no compiler lets through'))

describe.each(drivers)('opening with %s', driver => {
  it('does nothing before the first use, then makes the file', async () => {
    const file = join(folder(), 'new.db')
    const db = opened({ file, driver })
    Note.table(db)
      .where(n => n.id.gt(1))
      .explain()
    expect(existsSync(file)).toBe(false)
    await db.ping()
    await execute(db, ddl)
    expect(existsSync(file)).toBe(true)
  })

  it('names a folder that is not there', async () => {
    const file = join(folder(), 'no', 'where.db')
    await expect(opened({ file, driver }).ping()).rejects.toMatchObject({
      kind: 'connection',
      details: { file, reason: 'cannot-open' },
      message: expect.stringContaining('opening'),
    })
  })

  it('names a folder given for a file', async () => {
    const path = folder()
    await expect(opened({ file: path, driver }).ping()).rejects.toMatchObject({
      kind: 'connection',
      details: { file: path },
    })
  })

  it('names a missing file that is only to be read', async () => {
    const file = join(folder(), 'none.db')
    await expect(opened({ file, driver, readOnly: true }).ping()).rejects.toMatchObject({
      kind: 'connection',
      details: { file },
    })
    expect(existsSync(file)).toBe(false)
  })

  it('tells a file that is no database', async () => {
    const file = join(folder(), 'text.db')
    writeFileSync(file, 'this is a text and no database, whatever its name says '.repeat(40))
    await expect(Note.table(opened({ file, driver })).list()).rejects.toMatchObject({
      kind: 'connection',
      details: { file, reason: 'not-a-database' },
    })
  })

  it('refuses writes of a source that only reads', async () => {
    const file = join(folder(), 'read.db')
    rawDatabase(file).exec(ddl)
    const notes = Note.table(opened({ file, driver, readOnly: true }))
    await expect(notes.insert(1, { body: 'x' })).rejects.toMatchObject({
      kind: 'permission',
      details: { reason: 'read-only' },
    })
    expect(await notes.list()).toEqual([])
  })

  it('reads inside a transaction of a source that only reads', async () => {
    const file = join(folder(), 'read.db')
    rawDatabase(file).exec(`${ddl}; INSERT INTO notes VALUES (1, 'x')`)
    await using transaction = await opened({ file, driver, readOnly: true }).begin()
    expect(await Note.table(transaction.source).count()).toBe(1)
  })

  it('closes twice, and refuses what comes after', async () => {
    const db = sqlite({ file: ':memory:', driver })
    await db.ping()
    await db.close()
    await db.close()
    await expect(Note.table(db).list()).rejects.toMatchObject({ kind: 'connection' })
    await expect(db.begin()).rejects.toMatchObject({ kind: 'connection' })
  })

  it('closes without ever having been opened', async () => {
    const file = join(folder(), 'never.db')
    await sqlite({ file, driver }).close()
    expect(existsSync(file)).toBe(false)
  })

  it('sets pragmas on every connection', async () => {
    const db = opened({
      file: join(folder(), 'a.db'),
      driver,
      pragmas: { journal_mode: 'wal', foreign_keys: false, cache_size: -4000 },
    })
    const asked = async (source: typeof db) => [
      ...(await execute(source, 'PRAGMA journal_mode')),
      ...(await execute(source, 'PRAGMA foreign_keys')),
      ...(await execute(source, 'PRAGMA cache_size')),
    ]
    const wanted = [{ journal_mode: 'wal' }, { foreign_keys: 0 }, { cache_size: -4000 }]
    expect(await asked(db)).toEqual(wanted)
    await using transaction = await db.begin()
    expect(await asked(transaction.source)).toEqual(wanted)
  })

  it('tells when the file was removed while it was open', async () => {
    const path = folder()
    const file = join(path, 'gone.db')
    const db = opened({ file, driver, busyTimeoutMs: 50 })
    await execute(db, ddl)
    rmSync(file)
    await expect(Note.table(db).insert(1, { body: 'x' })).rejects.toMatchObject({
      kind: 'connection',
      details: { reason: 'moved' },
    })
  })

  it('attaches other files under a schema', async () => {
    const path = folder()
    rawDatabase(join(path, 'old.db')).exec(`${ddl}; INSERT INTO notes VALUES (7, 'old')`)
    const db = opened({ file: join(path, 'new.db'), driver, attach: { 'the "archive"': join(path, 'old.db') } })
    await execute(db, ddl)
    const archive = Note.table(db, { schema: 'the "archive"' })
    expect(await archive.fieldValues(n => n.body)).toEqual(['old'])
    expect(
      await Note.table(db)
        .where(n => n.id.in(archive.fieldExpr(a => a.id)))
        .count(),
    ).toBe(0)
  })
})

describe('options', () => {
  it.each([
    [{}, 'file or database'],
    [{ file: 'a', database: {} }, 'file or database'],
    [{ file: 1 }, 'a path'],
    [{ file: 'a\0b' }, 'a path'],
    [{ file: 'a', fil: 1 }, 'no option "fil"'],
    [{ file: 'a', driver: 'sqlite3' }, 'driver is'],
    [{ file: 'a', pragmas: { 'x; drop': 1 } }, 'pragma'],
    [{ file: 'a', pragmas: { x: 'a b' } }, 'pragma'],
    [{ file: 'a', busyTimeoutMs: -1 }, 'busyTimeoutMs'],
    [{ file: 'a', maxDeferredList: 1.5 }, 'maxDeferredList'],
    [{ database: 3 }, 'database is'],
    [{ database: {}, readOnly: true }, 'decided by the database'],
  ])('%j is refused at once', (options, message) => {
    expect(invalidOptions(options)).toThrowError(
      expect.objectContaining({ kind: 'invalid', message: expect.stringContaining(message) }),
    )
  })

  it('refuses an object that is no database, at the first use', async () => {
    await expect(sqlite({ database: {} }).ping()).rejects.toMatchObject({ kind: 'invalid' })
  })
})

describe('around a connection that is open already', () => {
  it('takes one of better-sqlite3, whatever its defaults, and leaves it open', async () => {
    const database = rawDatabase(':memory:').defaultSafeIntegers(true)
    database.exec(`${ddl}; INSERT INTO notes VALUES (1, 'x')`)
    const db = sqlite({ database })
    expect(await Note.table(db).list()).toEqual([{ id: 1, body: 'x' }])
    await db.close()
    expect(database.open).toBe(true)
  })

  it('takes one of node:sqlite, whatever its defaults, and leaves it open', async () => {
    const database = new DatabaseSync(':memory:', { readBigInts: true })
    database.exec(`${ddl}; INSERT INTO notes VALUES (1, 'x')`)
    const db = sqlite({ database })
    expect(await Note.table(db).list()).toEqual([{ id: 1, body: 'x' }])
    await db.close()
    expect(database.isOpen).toBe(true)
    database.close()
  })

  it('does not mix with a transaction of its owner', async () => {
    const database = rawDatabase(':memory:')
    database.exec(ddl)
    const db = sqlite({ database })
    database.exec('BEGIN')
    await expect(db.begin()).rejects.toMatchObject({ kind: 'conflict', details: { reason: 'locked' } })
    await Note.table(db).insertMany([
      { id: 1, body: 'a' },
      { id: 2, body: 'b' },
    ])
    database.exec('ROLLBACK')
    expect(await Note.table(db).count()).toBe(0)
  })
})
