import { col, Entity, int, text } from '@vantage-ts/core'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
class Note extends Entity('note', { id: col(int).id(), words: col(text) }) {}
beforeAll(() =>
  database.sql(`
    create table note (id int4 primary key, words text);
    insert into note select i, 'note ' || i from generate_series(1, 5000) i`),
)

let pool = new pg.Pool()
let source: Postgres
beforeEach(() => {
  pool = new pg.Pool({ connectionString: database.url, max: 2 })
  source = postgres({ pool })
})
/** For machines with other things to do. */
const patient = { timeout: 15_000 }

afterEach(async () => {
  // Whatever a call ended with, its connection is back and usable.
  await vi.waitUntil(() => pool.waitingCount === 0 && pool.idleCount === pool.totalCount, patient)
  expect(await Note.table(source).count()).toBe(5000)
  await source.close()
  await pool.end()
})

/** The statements that run for the source right now. */
const running = async (): Promise<number> => {
  const rows = await database.sql(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()`,
  )
  return Number(rows[0]?.n)
}
const untilRunning = (count: number) => vi.waitUntil(async () => (await running()) === count, patient)

const slowly = (within: Postgres) =>
  Note.table(within).where(n => n.id.eq(within.expr`(select 1 from pg_sleep(600))`.as(int)))

describe('a statement that runs', () => {
  test('is cancelled in the database when its signal aborts', async () => {
    const controller = new AbortController()
    const work = failure(() => slowly(source).list({ signal: controller.signal }))
    await untilRunning(1)
    controller.abort()
    expect(await work).toMatchObject({ kind: 'cancelled', retry: 'safe' })
    await untilRunning(0)
  })

  test('is cancelled at its deadline', async () => {
    const error = await failure(() => slowly(source).list({ timeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'timeout', retry: 'safe' })
    await untilRunning(0)
  })

  test('and writes: whether it was written is unknown', async () => {
    const controller = new AbortController()
    const set = Note.table(source).where(n => n.id.eq(source.expr`(select 1 from pg_sleep(600))`.as(int)))
    const work = failure(() => set.deleteAll({ signal: controller.signal }))
    await untilRunning(1)
    controller.abort()
    expect(await work).toMatchObject({ kind: 'cancelled', retry: 'after-reread', details: { outcome: 'unknown' } })
    await untilRunning(0)
  })

  test('and is cancelled by an administrator', async () => {
    const work = failure(() => slowly(source).list())
    await untilRunning(1)
    await database.sql(
      `select pg_cancel_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
    expect(await work).toMatchObject({ kind: 'cancelled', details: { code: '57014' } })
  })

  test('and takes longer than the server permits', async () => {
    await using transaction = await source.begin()
    await transaction.source.expr`set local statement_timeout = 20`.run()
    expect(await failure(() => slowly(transaction.source).list())).toMatchObject({
      kind: 'timeout',
      details: { code: '57014' },
    })
  })

  test('many at once, none of which hits another', async () => {
    const controllers = Array.from({ length: 20 }, () => new AbortController())
    const work = controllers.map((controller, index) =>
      index % 2 === 0
        ? failure(() => slowly(source).list({ signal: controller.signal }))
        : Note.table(source)
            .where(n => n.id.lte(index))
            .count({ signal: controller.signal }),
    )
    for (let index = 0; index < controllers.length; index += 2) {
      await vi.waitUntil(async () => (await running()) > 0, patient)
      controllers[index]?.abort()
      await work[index]
    }
    const counts = (await Promise.all(work)).filter(result => typeof result === 'number')
    expect(counts).toEqual([1, 3, 5, 7, 9, 11, 13, 15, 17, 19])
  })
})

describe('a signal that aborts', () => {
  test('before the call: nothing is sent', async () => {
    const signal = AbortSignal.abort()
    expect(await failure(() => Note.table(source).list({ signal }))).toMatchObject({ kind: 'cancelled' })
    expect(await failure(() => source.ping({ signal }))).toMatchObject({ kind: 'cancelled' })
    expect(await failure(() => source.begin({ signal }))).toMatchObject({ kind: 'cancelled' })
    expect(pool.totalCount).toBe(0)
  })

  test('while the call waits for a free connection', async () => {
    const [one, two] = [await source.begin(), await source.begin()]
    const controller = new AbortController()
    const waiting = failure(() => Note.table(source).list({ signal: controller.signal }))
    const begun = failure(() => source.begin({ signal: controller.signal }))
    await vi.waitUntil(() => pool.waitingCount === 2, patient)
    controller.abort()
    expect((await waiting).kind).toBe('cancelled')
    expect((await begun).kind).toBe('cancelled')
    const next = Note.table(source).count()
    await one.rollback()
    expect(await next).toBe(5000)
    await two.rollback()
  })

  test('after the call: nothing happens', async () => {
    const controller = new AbortController()
    await Note.table(source).list({ signal: controller.signal })
    controller.abort()
    expect(await Note.table(source).count()).toBe(5000)
  })

  test('inside a transaction: the transaction can be rolled back, and nothing else', async () => {
    const transaction = await source.begin()
    const controller = new AbortController()
    await Note.table(transaction.source).patch(1, { words: 'changed' })
    const work = failure(() => slowly(transaction.source).list({ signal: controller.signal }))
    await untilRunning(1)
    controller.abort()
    expect((await work).kind).toBe('cancelled')
    await untilRunning(0)
    const next = await failure(() => Note.table(transaction.source).count())
    expect(next).toMatchObject({ kind: 'invalid', details: { reason: 'failed-transaction' } })
    await transaction.rollback()
    expect(await Note.table(source).get(1)).toEqual({ id: 1, words: 'note 1' })
  })
})

describe('streams', () => {
  test('give all rows in order, in batches', async () => {
    const ids: number[] = []
    for await (const note of Note.table(source)
      .orderBy(n => n.id.desc())
      .stream({ batchRows: 7 }))
      ids.push(note.id)
    expect(ids).toEqual(Array.from({ length: 5000 }, (_, index) => 5000 - index))
  })

  test('ask for no more than is wanted', async () => {
    // Each row takes the server a moment; only those of the first batches are ever made.
    await database.sql(`create sequence read_rows; create function reads(int) returns int volatile language sql
      as $$ select (nextval('read_rows') * 0 + $1)::int $$`)
    const set = Note.table(source).where(n => n.id.eq(source.expr`reads(${n.id})`.as(int)))
    let seen = 0
    for await (const _ of set.stream({ batchRows: 10 })) if (++seen === 25) break
    const [row] = await database.sql(`select last_value::int as n from read_rows`)
    expect(row).toEqual({ n: 30 })
  })

  test('that are left early release their connection', async () => {
    for (let index = 0; index < 5; index++) for await (const note of Note.table(source)) if (note.id > 3) break
    expect(pool.totalCount).toBe(1)
  })

  test('whose consumer fails release their connection', async () => {
    const consume = async () => {
      for await (const note of Note.table(source)) if (note.id === 2) throw new Error('enough')
    }
    await expect(consume()).rejects.toThrow('enough')
    expect(pool.totalCount).toBe(1)
  })

  test('fail as their statement does', async () => {
    const set = Note.table(source).where(n => n.id.eq(source.expr`1 / (${n.id} - 2500)`.as(int)))
    expect(await failure(() => Array.fromAsync(set.stream({ batchRows: 100 })))).toMatchObject({
      kind: 'invalid',
      details: { code: '22012' },
    })
    class Nowhere extends Entity('nowhere', { id: col(int).id() }) {}
    expect(await failure(() => Array.fromAsync(Nowhere.table(source)))).toMatchObject({
      details: { reason: 'unknown-table' },
    })
  })

  test('that are aborted between two batches', async () => {
    const controller = new AbortController()
    const read = async () => {
      for await (const note of Note.table(source).stream({ batchRows: 10, signal: controller.signal }))
        if (note.id === 15) controller.abort()
    }
    expect((await failure(read)).kind).toBe('cancelled')
  })

  test('that are aborted while the database works', async () => {
    const controller = new AbortController()
    const read = failure(() => Array.fromAsync(slowly(source).stream({ signal: controller.signal })))
    await untilRunning(1)
    controller.abort()
    expect((await read).kind).toBe('cancelled')
    await untilRunning(0)
  })

  test('of a transaction let other statements through', async () => {
    await using transaction = await source.begin()
    const notes = Note.table(transaction.source)
    let sum = 0
    for await (const note of notes.where(n => n.id.lte(50)).stream({ batchRows: 10 })) {
      await notes.patch(note.id, { words: `seen ${note.id}` })
      sum += note.id
    }
    expect(sum).toBe(1275)
    expect(await notes.where(n => n.words.startsWith('seen')).count()).toBe(50)
    for await (const _ of notes) break
    const cursors = await transaction.source.expr`select count(*)::int as n from pg_cursors where name <> ''`.run()
    expect(cursors).toEqual([{ n: 0 }])
  })
})
