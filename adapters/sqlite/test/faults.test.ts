import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { col, Entity, int, text } from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { sqlite } from '../src/index.ts'
import { drivers, folder, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Note extends Entity('notes', {
  id: col(int).id(),
  body: col(text),
  email: col(text).optional(),
  age: col(int).optional(),
  parent: col(int).optional(),
}) {}
const ddl =
  'CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL, email TEXT UNIQUE, age INTEGER CONSTRAINT adult CHECK (age > 17), parent INTEGER REFERENCES notes (id))'

describe.each(drivers)('faults through %s', driver => {
  const made = async () => {
    const db = opened({ file: ':memory:', driver })
    await execute(db, ddl)
    return { db, notes: Note.table(db) }
  }

  it('name what a constraint refused, never the value', async () => {
    const { notes } = await made()
    await notes.insert(1, { body: 'secret', email: 'secret@example.org' })
    const unique = await notes.insert(2, { body: 'x', email: 'secret@example.org' }).then(String, error => error)
    expect(unique).toMatchObject({
      kind: 'conflict',
      details: {
        source: 'sqlite',
        reason: 'unique',
        table: 'notes',
        columns: ['email'],
        statement: expect.stringContaining('INSERT'),
      },
    })
    expect(JSON.stringify(unique) + String(unique)).not.toContain('secret')
    await expect(notes.insert(2, { body: 'x', age: 3 })).rejects.toMatchObject({
      kind: 'constraint',
      details: { reason: 'check', constraint: 'adult' },
    })
    await expect(notes.insert(2, { body: 'x', parent: 9 })).rejects.toMatchObject({
      kind: 'constraint',
      details: { reason: 'foreign-key' },
    })
    await expect(
      notes.insertMany([
        { id: 1, body: 'y', email: 'a' },
        { id: 3, body: 'z', email: 'secret@example.org' },
      ]),
    ).rejects.toMatchObject({ kind: 'conflict' })
    expect(await notes.fieldValues(n => n.id)).toEqual([1])
  })

  it('name a table, a column and an index that are not there', async () => {
    const { db } = await made()
    class Nope extends Entity('nope', { id: col(int).id() }) {}
    class Wide extends Entity('notes', { id: col(int).id(), more: col(text).optional() }) {}
    class Keyless extends Entity('notes', { body: col(text).id() }) {}
    await expect(Nope.table(db).list()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('nope'),
    })
    await expect(Wide.table(db).list()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('more'),
    })
    await expect(
      Wide.table(db)
        .where(w => w.more.eq('more'))
        .count(),
    ).rejects.toMatchObject({ kind: 'invalid' })
    await expect(Keyless.table(db).insert('x', {})).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('UNIQUE'),
    })
  })

  it('write nothing when the disk is full, and go on when there is room', async () => {
    const file = join(folder(), 'full.db')
    const db = sqlite({ file, driver, pragmas: { max_page_count: 8 } })
    await execute(db, ddl)
    const rows = Array.from({ length: 400 }, (_, id) => ({ id, body: 'x'.repeat(500) }))
    const full = { kind: 'connection', retry: 'safe', details: { reason: 'full', outcome: 'nothing written' } }
    await expect(Note.table(db).insertMany(rows)).rejects.toMatchObject(full)
    expect(await Note.table(db).count()).toBe(0)
    const transaction = await db.begin()
    await expect(Note.table(transaction.source).insertMany(rows)).rejects.toMatchObject(full)
    await transaction.rollback()
    await db.close()
    const roomy = opened({ file, driver })
    expect(await Note.table(roomy).insertMany(rows)).toBe(400)
  })

  it('tell a damaged file', async () => {
    const file = join(folder(), 'bad.db')
    const db = sqlite({ file, driver })
    await execute(db, ddl)
    await Note.table(db).insertMany(Array.from({ length: 400 }, (_, id) => ({ id, body: 'x'.repeat(500) })))
    await db.close()
    const handle = openSync(file, 'r+')
    for (let at = 4096; at < statSync(file).size; at += 4096) writeSync(handle, 'garbage!'.repeat(64), at)
    closeSync(handle)
    await expect(Note.table(opened({ file, driver })).list()).rejects.toMatchObject({
      kind: 'connection',
      details: { file, reason: 'corrupt' },
    })
  })

  it('survive a table that changes under prepared statements', async () => {
    const { db, notes } = await made()
    await notes.insert(1, { body: 'x' })
    expect(await notes.count()).toBe(1)
    await execute(db, 'ALTER TABLE notes ADD COLUMN extra TEXT')
    expect(await notes.get(1)).toMatchObject({ id: 1, body: 'x' })
    await execute(db, 'ALTER TABLE notes RENAME TO old')
    await expect(notes.get(1)).rejects.toMatchObject({ kind: 'invalid' })
    await execute(db, 'ALTER TABLE old RENAME TO notes')
    expect(await notes.get(1)).toMatchObject({ id: 1 })
  })

  it('take a wide condition, and refuse text too deep for the engine', async () => {
    const { db, notes } = await made()
    await notes.insert(1, { body: 'x' })
    let wide = notes.where(n => n.id.gt(0))
    for (let at = 0; at < 900; at++) wide = wide.where(n => n.id.ne(-at))
    expect(await wide.count()).toBe(1)
    await expect(execute(db, `SELECT ${'1 + '.repeat(1200)}1 AS sum`)).rejects.toMatchObject({ kind: 'too-large' })
  })
})
