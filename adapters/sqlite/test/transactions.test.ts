import { join } from 'node:path'
import { col, Entity, int, text, Transaction } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { type DriverName, type SqliteFile, sqlite } from '../src/index.ts'
import { drivers, folder, opened, rawDatabase, sameLibrary } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', { id: col(int).id(), body: col(text), parent: col(int).optional() }) {}
const ddl =
  'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, parent INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)'

async function made(options: SqliteFile) {
  const db = opened(options)
  await execute(db, ddl)
  return { db, notes: Note.table(db) }
}
const inFile = (driver: DriverName, more: Partial<SqliteFile> = {}) =>
  made({ file: join(folder(), 'a.db'), driver, busyTimeoutMs: 2000, ...more })
const inMemory = (driver: DriverName, more: Partial<SqliteFile> = {}) =>
  made({ file: ':memory:', driver, busyTimeoutMs: 2000, ...more })

describe.each(drivers)('transactions through %s', driver => {
  it('are seen by others only after the commit, who read on meanwhile', async () => {
    const { db, notes } = await inFile(driver)
    const transaction = await db.begin()
    await Note.table(transaction.source).insert(1, { body: 'x' })
    expect(await Note.table(transaction.source).count()).toBe(1)
    expect(await notes.count()).toBe(0)
    await transaction.commit()
    expect(await notes.count()).toBe(1)
  })

  it.each(['file', 'memory'])('make writers of the source wait their turn, in order (%s)', async place => {
    const { db, notes } = await (place === 'file' ? inFile : inMemory)(driver)
    const first = await db.begin()
    const order: string[] = []
    const write = notes.insert(2, { body: 'write' })
    const second = db.begin().then(async transaction => {
      order.push(...(await Note.table(transaction.source).where(n => n.id.gt(1)).fieldValues(n => n.body)), 'second') // biome-ignore format: one line
      await Note.table(transaction.source).insert(3, { body: 'second' })
      await transaction.commit()
    })
    await Note.table(first.source).insert(1, { body: 'first' })
    order.push('first')
    await first.commit()
    await Promise.all([write, second])
    expect(order).toEqual(['first', 'write', 'second'])
    expect(await notes.orderBy(n => n.id.asc()).fieldValues(n => n.body)).toEqual(['first', 'write', 'second'])
  })

  it('make readers wait in memory, where there is one connection', async () => {
    const { db, notes } = await inMemory(driver)
    const transaction = await db.begin()
    await Note.table(transaction.source).insert(1, { body: 'x' })
    const counted = notes.count()
    const streamed = Array.fromAsync(notes.stream())
    await transaction.rollback()
    expect(await counted).toBe(0)
    expect(await streamed).toEqual([])
  })

  it.each(['file', 'memory'])('never keep a writer waiting for ever, nor the thread (%s)', async place => {
    const { db, notes } = await (place === 'file' ? inFile : inMemory)(driver, { busyTimeoutMs: 20 })
    await using transaction = await db.begin()
    await expect(notes.insert(1, { body: 'x' })).rejects.toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'locked' },
    })
    await expect(db.begin()).rejects.toMatchObject({ kind: 'conflict', details: { reason: 'locked' } })
    await Note.table(transaction.source).insert(2, { body: 'y' })
  })

  it('are begun again, as often as was said, where another one was open for too long', async () => {
    const { db, notes } = await inFile(driver, { busyTimeoutMs: 20 })
    const first = await db.begin()
    const work = db.transaction(async tx => Note.table(tx).insert(1, { body: 'x' }), { retries: 50 })
    // Who came later has given up, and so has the first attempt of the work.
    await expect(db.begin()).rejects.toMatchObject({ kind: 'conflict', details: { reason: 'locked' } })
    await first.rollback()
    expect(await work).toMatchObject({ id: 1 })
    expect(await notes.count()).toBe(1)
  })

  it('let a waiting writer give up', async () => {
    const { db, notes } = await inFile(driver)
    const transaction = await db.begin()
    const controller = new AbortController()
    const waiting = notes.insert(1, { body: 'x' }, { signal: controller.signal })
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ kind: 'cancelled' })
    await transaction.commit()
    expect(await notes.count()).toBe(0)
  })

  it('wait for the lock of another program, without blocking', async () => {
    const file = join(folder(), 'a.db')
    const { notes } = await made({ file, driver, busyTimeoutMs: 5000 })
    const other = sameLibrary(driver, file)
    other.exec("BEGIN IMMEDIATE; INSERT INTO notes (id, body) VALUES (1, 'theirs')")
    const insert = notes.insert(2, { body: 'ours' })
    setTimeout(() => other.exec('COMMIT'), 0)
    expect(await insert).toMatchObject({ id: 2 })
    expect(await notes.count()).toBe(2)
  })

  it('report the lock of another program when time is up', async () => {
    const file = join(folder(), 'a.db')
    const { db, notes } = await made({ file, driver, busyTimeoutMs: 20 })
    const other = sameLibrary(driver, file)
    other.exec('BEGIN EXCLUSIVE')
    const locked = { kind: 'conflict', retry: 'safe', details: { reason: 'locked', file } }
    await expect(notes.list()).rejects.toMatchObject(locked)
    await expect(notes.insert(1, { body: 'x' })).rejects.toMatchObject(locked)
    await expect(db.begin()).rejects.toMatchObject(locked)
    await expect(Array.fromAsync(notes.stream())).rejects.toMatchObject(locked)
    other.exec('ROLLBACK')
    expect(await notes.count()).toBe(0)
  })

  it.each(['file', 'memory'])('roll back to savepoints (%s)', async place => {
    const { db, notes } = await (place === 'file' ? inFile : inMemory)(driver)
    const transaction = await db.begin()
    const inside = Note.table(transaction.source)
    await inside.insert(1, { body: 'kept' })
    const mark = await transaction.savepoint()
    await inside.insert(2, { body: 'gone' })
    const deeper = await transaction.savepoint()
    await inside.insert(3, { body: 'gone too' })
    await deeper.release()
    await mark.rollback()
    await transaction.commit()
    expect(await notes.fieldValues(n => n.id)).toEqual([1])
  })

  it('whose commit fails are rolled back and let others go on', async () => {
    const { db, notes } = await inFile(driver)
    const transaction = await db.begin()
    await Note.table(transaction.source).insert(1, { body: 'orphan', parent: 99 })
    await expect(transaction.commit()).rejects.toMatchObject({ kind: 'constraint', details: { reason: 'foreign-key' } })
    expect(transaction.state).toBe('rolled back')
    await notes.insert(2, { body: 'next' })
    expect(await notes.fieldValues(n => n.id)).toEqual([2])
  })

  it('are over when they are over', async () => {
    const { db } = await inFile(driver)
    const transaction = await db.begin()
    const inside = Note.table(transaction.source)
    await transaction.commit()
    await expect(inside.list()).rejects.toMatchObject({ kind: 'invalid' })
    await expect(Array.fromAsync(inside.stream())).rejects.toMatchObject({ kind: 'invalid' })
    await expect(transaction.commit()).rejects.toMatchObject({ kind: 'invalid' })
  })

  it('are rolled back when the source closes', async () => {
    const file = join(folder(), 'a.db')
    const db = sqlite({ file, driver })
    await execute(db, ddl)
    const transaction = await db.begin()
    await Note.table(transaction.source).insert(1, { body: 'x' })
    await db.close()
    await expect(Note.table(transaction.source).list()).rejects.toMatchObject({ kind: 'invalid' })
    expect(rawDatabase(file).prepare('SELECT count(*) AS n FROM notes').get()).toEqual({ n: 0 })
  })

  it('that only read refuse writes, and see one state beside a writer of a file with a log', async () => {
    const { db, notes } = await inFile(driver, { pragmas: { journal_mode: 'wal' } })
    await notes.insert(1, { body: 'x' })
    const reader = await db.begin({ readOnly: true })
    const inside = Note.table(reader.source)
    expect(await inside.count()).toBe(1)
    const writer = await db.begin()
    await Note.table(writer.source).insert(2, { body: 'y' })
    await writer.commit()
    expect([await inside.count(), await notes.count()]).toEqual([1, 2])
    await expect(inside.insert(3, { body: 'z' })).rejects.toMatchObject({ kind: 'permission' })
    await reader.commit()
    const next = await db.begin()
    await Note.table(next.source).insert(3, { body: 'z' })
    await next.commit()
    expect(await notes.count()).toBe(3)
  })

  it('that only read leave a shared connection able to write', async () => {
    const { db, notes } = await inMemory(driver)
    const reader = await db.begin({ readOnly: true })
    await expect(Note.table(reader.source).insert(1, { body: 'x' })).rejects.toMatchObject({ kind: 'permission' })
    await reader.rollback()
    await notes.insert(1, { body: 'x' })
    expect(await notes.count()).toBe(1)
  })

  it('hold rows of one insert together', async () => {
    const { db, notes } = await inFile(driver)
    const bad = Array.from({ length: 250 }, (_, id) => ({ id, body: 'x', parent: id === 240 ? 999 : null }))
    await execute(
      db,
      "CREATE TRIGGER picky BEFORE INSERT ON notes WHEN new.parent = 999 BEGIN SELECT raise(ABORT, 'picky'); END",
    )
    await expect(notes.insertMany(bad)).rejects.toMatchObject({ kind: 'constraint', details: { reason: 'trigger' } })
    expect(await notes.count()).toBe(0)
    const transaction = await db.begin()
    const inside = Note.table(transaction.source)
    await inside.insert(1000, { body: 'before' })
    await expect(inside.insertMany(bad)).rejects.toMatchObject({ kind: 'constraint' })
    await inside.insert(1001, { body: 'after' })
    await transaction.commit()
    expect(await notes.orderBy(n => n.id.asc()).fieldValues(n => n.id)).toEqual([1000, 1001])
  })

  it.each([1, 9, 10, 11, 99, 100, 101, 123, 5000, 5001])('insert %i rows, whatever sizes they go in', async count => {
    const { notes } = await inMemory(driver)
    const rows = Array.from({ length: count }, (_, id) => ({ id, body: `n${id}` }))
    expect(await notes.insertMany(rows.slice(0, 3))).toBe(Math.min(3, count))
    expect(await notes.insertMany(rows)).toBe(Math.max(0, count - 3))
    expect(await notes.orderBy(n => n.id.asc()).fieldValues(n => n.body)).toEqual(rows.map(row => row.body))
  })

  it('of expressions take vendor text; that of another database may write, and has to be agreed to', async () => {
    const { db, notes } = await inFile(driver)
    const { db: other, notes: theirs } = await inMemory(driver, { name: 'other' })
    await theirs.insert(1, { body: 'there' })
    const chain = Transaction.of(db)
      .exec(notes.insertQuery({ id: 1, body: 'here' }))
      .andThen(db.expr`UPDATE notes SET body = body || ${'!'} WHERE id = ${1} RETURNING body`)
      .andThen(db.expr`SELECT length(body) FROM notes`.as(int))
      .andThen(other.expr`SELECT count(*) FROM notes`.as(int))
    const { values } = await chain.runAll()
    expect([values.length, values.slice(2), await notes.fieldValues(n => n.body)]).toEqual([4, [5, 1], ['here!']])
    const writing = Transaction.of(db)
      .exec(notes.deleteQuery({ everything: true }))
      .andThen(other.expr`DELETE FROM notes RETURNING id`)
    await expect(writing.run()).rejects.toMatchObject({ kind: 'invalid' })
    expect([await notes.count(), await theirs.count()]).toEqual([1, 1])
    const { receipt } = await writing.runAll({ unprotected: true })
    expect([receipt.unprotected, await notes.count(), await theirs.count()]).toEqual([['vendor text on other'], 0, 0])
  })
})
