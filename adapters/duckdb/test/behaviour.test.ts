import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { col, count, Entity, int, text } from '@vantage-ts/core'
import { type Duckdb, duckdb } from '@vantage-ts/duckdb'
import { afterAll, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vantage-duckdb-behaviour-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

class Note extends Entity('notes', { id: col(int).id(), body: col(text).optional(), size: col(int).optional() }) {}
const ddl = 'CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR UNIQUE, size BIGINT)'

async function made(options: Parameters<typeof duckdb>[0] = {}): Promise<Duckdb> {
  const db = duckdb({ threads: 2, ...options })
  await db
    .query()
    .sql(Object.assign([ddl], { raw: [ddl] }))
    .run()
  return db
}

test('what a plan takes for granted has to hold each time: counts, joins and conditions of rows that came later', async () => {
  const file = join(folder, 'plans.duckdb')
  const first = await made({ file })
  await Note.table(first).insertMany([1, 2, 3, 4, 5].map(id => ({ id, body: `${id}`, size: id })))
  await first.close()
  // Opened again, the rows are in the file, and DuckDB knows their count and bounds without reading them.
  await using db = duckdb({ file, threads: 2 })
  await using other = duckdb({ file, threads: 2 })
  const notes = Note.table(db)
  const alike = notes.join(Note.table(db), (a, b) => a.size.eq(b.id)).where((_a, b) => b.id.gt(5))
  const larger = notes.where(n => n.size.gt(n.id))
  const answers = async () => [
    await notes.count(),
    await notes.max(n => n.id),
    (await alike.select((a, b) => ({ a: a.id, b: b.id })).list()).length,
    await larger.count(),
    (await notes.groupBy('size').aggregate({ n: count() }).list()).length,
  ]
  expect(await answers()).toEqual([5, 5, 0, 0, 5])
  await Note.table(other).insert(9, { body: 'nine', size: 9 })
  expect(await answers()).toEqual([6, 9, 1, 0, 6])
  await db.transaction(async tx => {
    await Note.table(tx).insert(7, { body: 'seven', size: 9 })
    expect(await Note.table(tx).count()).toBe(7)
    expect(
      await Note.table(tx)
        .where(n => n.size.gt(n.id))
        .count(),
    ).toBe(1)
  })
  expect(await answers()).toEqual([7, 9, 2, 1, 6])
})

test('sorted rows are right when there are others than at the first time: DuckDB packs them by the values it knew', async () => {
  await using db = await made()
  const sorted = Note.table(db).orderBy(note => note.id)
  const rows = Array.from({ length: 3000 }, (_, id) => ({ id, body: `body ${id}`, size: id * 1000 }))
  const answers = async () => ({
    all: await sorted.listValues(),
    some: await sorted.where(note => note.size.lt(2_000_000)).listValues(),
    first: await sorted.first(),
    page: (await sorted.page({ size: 2500 })).rows.map(({ id, body, size }) => ({ id, body, size })),
  })
  for (const count of [0, 1, 3000]) {
    await Note.table(db).insertMany(rows.slice(0, count))
    const there = rows.slice(0, count)
    expect(await answers()).toEqual({
      all: there,
      some: there.slice(0, 2000),
      first: there[0] === undefined ? undefined : expect.objectContaining(there[0]),
      page: there.slice(0, 2500),
    })
  }
})

test.each([1, 24, 25, 2048, 2049, 20_001])(
  '%i rows at once: ids that are there are left out, the first of two wins',
  async size => {
    await using db = await made()
    const notes = Note.table(db)
    await notes.insert(0, { body: 'kept' })
    const rows = Array.from({ length: size }, (_, id) => ({ id, body: `b${id}`, size: id }))
    expect(await notes.insertMany([...rows, { id: size - 1, body: 'late' }])).toBe(size - 1)
    expect(await notes.count()).toBe(size)
    expect((await notes.get(0))?.body).toBe('kept')
    if (size > 1) expect((await notes.get(size - 1))?.body).toBe(`b${size - 1}`)
    expect(await notes.insertMany(rows)).toBe(0)
  },
)

test('a bulk insert that fails leaves nothing, no temporary table and no open transaction', async () => {
  await using db = await made({ connections: 1 })
  const notes = Note.table(db)
  await notes.insert(1000, { body: 'b7' })
  const rows = Array.from({ length: 100 }, (_, id) => ({ id, body: `b${id}` }))
  for (let times = 0; times < 2; times++) {
    const error = await failure(() => notes.insertMany(rows))
    expect([error.kind, error.details.reason]).toEqual(['conflict', 'unique'])
  }
  expect(await notes.count()).toBe(1)
  expect(await db.expr`SELECT table_name FROM duckdb_tables() WHERE temporary`.run()).toEqual([])
  await notes.where(n => n.id.eq(1000)).deleteAll()
  expect(await notes.insertMany(rows)).toBe(100)
})

test('transactions that change one row: the second is a conflict at once, and retries win', async () => {
  await using db = await made()
  await Note.table(db).insert(1, { size: 0 })
  await using one = await db.begin()
  await using two = await db.begin()
  await Note.table(one.source).patch(1, { size: 1 })
  const error = await failure(() => Note.table(two.source).patch(1, { size: 2 }))
  expect([error.kind, error.retry, error.details.reason]).toEqual(['conflict', 'safe', 'serialization'])
  expect((await failure(() => Note.table(two.source).get(1))).details.reason).toBe('failed-transaction')
  expect((await failure(() => two.commit())).kind).toBe('conflict')
  await one.commit()
  await Promise.all(
    Array.from({ length: 8 }, () =>
      db.transaction(
        async tx => {
          const found = await Note.table(tx).get(1)
          await Note.table(tx).patch(1, { size: (found?.size ?? 0) + 1 })
        },
        { retries: 100 },
      ),
    ),
  )
  expect((await Note.table(db).get(1))?.size).toBe(9)
})

test('a write outside of transactions waits for the one that holds its row, up to its deadline', async () => {
  await using db = await made({ conflictTimeoutMs: 50 })
  await Note.table(db).insert(1, { size: 0 })
  await using holder = await db.begin()
  await Note.table(holder.source).patch(1, { size: 1 })
  expect((await failure(() => Note.table(db).patch(1, { size: 2 }))).kind).toBe('conflict')
  await using patient = await made()
  await Note.table(patient).insert(1, { size: 0 })
  const held = await patient.begin()
  await Note.table(held.source).patch(1, { size: 1 })
  const waiting = Note.table(patient).patch(1, { body: 'after' })
  await held.commit()
  expect(await waiting).toMatchObject({ size: 1, body: 'after' })
})

test('a signal and a deadline interrupt a statement inside the database, which serves the next one', async () => {
  await using db = await made({ connections: 1 })
  const endless = db.expr`SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)`
  expect((await failure(() => endless.run({ timeoutMs: 30 }))).kind).toBe('timeout')
  const stop = new AbortController()
  const running = endless.run({ signal: stop.signal })
  setTimeout(() => stop.abort(), 30)
  expect((await failure(() => running)).kind).toBe('cancelled')
  expect(await Note.table(db).count()).toBe(0)
})

test('closing interrupts what runs', async () => {
  const db = await made()
  const running = db.expr`SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)`.run()
  const failed = failure(() => running)
  await db.ping()
  await db.close()
  expect((await failed).kind).toMatch(/cancelled|connection/)
})

test('a stream in a transaction goes on beside its other statements, with the rows as they were', async () => {
  await using db = await made()
  await Note.table(db).insertMany(Array.from({ length: 10_000 }, (_, id) => ({ id, size: 1 })))
  await db.transaction(async tx => {
    const notes = Note.table(tx)
    let seen = 0
    for await (const note of notes.orderBy(n => n.id)) {
      if (seen === 100)
        await notes
          .where(n => n.id.gt(5000))
          .updateQuery()
          .set(n => n.size, 2)
          .run()
      if (seen === 200) expect(await notes.where(n => n.size.eq(2)).count()).toBe(4999)
      seen += note.size ?? 0
    }
    expect(seen).toBe(10_000)
  })
})

test('several connections at once, and no more than allowed', async () => {
  await using db = await made({ connections: 2 })
  await Note.table(db).insert(1, { size: 0 })
  const held = [await db.begin(), await db.begin()]
  expect((await failure(() => Note.table(db).count({ timeoutMs: 30 }))).kind).toBe('timeout')
  await held[0]?.rollback()
  expect(await Note.table(db).count()).toBe(1)
  await held[1]?.rollback()
})

test('an isolation that DuckDB has not is refused', async () => {
  await using db = await made()
  expect((await failure(() => db.begin({ isolation: 'serializable' }))).kind).toBe('unsupported')
})
