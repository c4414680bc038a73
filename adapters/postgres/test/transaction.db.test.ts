import { col, Entity, int, text } from '@vantage-ts/core'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
class Note extends Entity('note', { id: col(int).id(), words: col(text) }) {}

let pool = new pg.Pool()
let source: Postgres
beforeEach(async () => {
  await database.sql(`
    drop table if exists note;
    create table note (id int4 primary key, words text not null);
    insert into note values (1, 'one'), (2, 'two')`)
  pool = new pg.Pool({ connectionString: database.url, max: 3 })
  pool.on('error', () => {})
  source = postgres({ pool })
})
afterEach(async () => {
  await vi.waitUntil(() => pool.waitingCount === 0 && pool.idleCount === pool.totalCount)
  await source.close()
  await pool.end()
})

const kill = () =>
  database.sql(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
const stored = () => database.sql('select id, words from note order by id')
const asBefore = [
  { id: 1, words: 'one' },
  { id: 2, words: 'two' },
]

describe('a transaction', () => {
  test('is seen by others after its commit', async () => {
    const transaction = await source.begin()
    const notes = Note.table(transaction.source)
    await notes.insert(3, { words: 'three' })
    await notes.patch(1, { words: 'eins' })
    expect(await notes.count()).toBe(3)
    expect(await Note.table(source).count()).toBe(2)
    await transaction.commit()
    expect(transaction.state).toBe('committed')
    expect(await stored()).toEqual([
      { id: 1, words: 'eins' },
      { id: 2, words: 'two' },
      { id: 3, words: 'three' },
    ])
  })

  test('leaves nothing when it is rolled back, or left without a commit', async () => {
    const transaction = await source.begin()
    await Note.table(transaction.source).delete(1)
    await transaction.rollback()
    await transaction.rollback()
    {
      await using left = await source.begin()
      await Note.table(left.source).deleteAll({ everything: true })
    }
    expect(await stored()).toEqual(asBefore)
  })

  test('is the same database: sub-queries of the plain source run inside', async () => {
    await using transaction = await source.begin()
    await Note.table(transaction.source).insert(3, { words: 'three' })
    const ids = Note.table(source)
      .where(n => n.words.eq('three'))
      .fieldExpr(n => n.id)
    expect(
      await Note.table(transaction.source)
        .where(n => n.id.in(ids))
        .count(),
    ).toBe(1)
  })

  test('runs statements of one moment in turn', async () => {
    await using transaction = await source.begin()
    const notes = Note.table(transaction.source)
    await Promise.all(Array.from({ length: 20 }, (_, index) => notes.insert(10 + index, { words: 'x' })))
    expect(await notes.count()).toBe(22)
  })

  test('has the isolation that was asked for', async () => {
    const level = async (options?: Parameters<Postgres['begin']>[0]) => {
      await using transaction = await source.begin(options)
      const rows = await transaction.source
        .expr`select current_setting('transaction_isolation') as level, current_setting('transaction_read_only') as ro`.run()
      return rows
    }
    expect(await level()).toEqual([{ level: 'read committed', ro: 'off' }])
    expect(await level({ isolation: 'repeatable-read' })).toEqual([{ level: 'repeatable read', ro: 'off' }])
    expect(await level({ isolation: 'serializable', readOnly: true })).toEqual([{ level: 'serializable', ro: 'on' }])
    expect(await level({ isolation: 'read-committed', readOnly: false })).toEqual([
      { level: 'read committed', ro: 'off' },
    ])
  })

  test('that is read-only refuses writes', async () => {
    await using transaction = await source.begin({ readOnly: true })
    expect(await failure(() => Note.table(transaction.source).delete(1))).toMatchObject({
      kind: 'permission',
      details: { reason: 'read-only' },
    })
  })

  test('sees one moment under repeatable-read', async () => {
    await using transaction = await source.begin({ isolation: 'repeatable-read', readOnly: true })
    expect(await Note.table(transaction.source).count()).toBe(2)
    await Note.table(source).insert(3, { words: 'three' })
    expect(await Note.table(transaction.source).count()).toBe(2)
  })

  test('one inside another is a savepoint of it', async () => {
    const transaction = await source.begin()
    {
      await using inner = await transaction.begin()
      await Note.table(inner).insert(8, { words: 'eight' })
    }
    await transaction.transaction(async inner => Note.table(inner).insert(9, { words: 'nine' }))
    await transaction.commit()
    expect(await Note.table(source).where(n => n.id.in([8, 9])).fieldValues(n => n.id)).toEqual([9]) // biome-ignore format: one line
  })

  test('refuses to be used when it is over', async () => {
    const transaction = await source.begin()
    await transaction.commit()
    for (const work of [
      () => Note.table(transaction.source).count(),
      () => Array.fromAsync(Note.table(transaction.source)),
      () => transaction.source.ping(),
    ])
      expect(await failure(work)).toMatchObject({ kind: 'invalid' })
    expect(await failure(() => transaction.commit())).toMatchObject({ kind: 'invalid' })
    expect(await failure(() => transaction.rollback())).toMatchObject({ kind: 'invalid' })
  })
})

describe('a signal that aborts', () => {
  test('ends the statement that runs in the transaction, which gives its connection back', async () => {
    const controller = new AbortController()
    const { signal } = controller
    const transaction = await source.begin({ signal })
    await Note.table(transaction).delete(1)
    const sleeping = failure(() => transaction.source.expr`select pg_sleep(600)`.run())
    await vi.waitUntil(async () => (await database.sql(`select 1 from pg_stat_activity where query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()`)).length === 1) // biome-ignore format: one line
    controller.abort()
    expect(await sleeping).toMatchObject({ kind: 'cancelled' })
    await transaction.rollback()
    expect([transaction.state, pool.totalCount - pool.idleCount]).toEqual(['rolled back', 0])
    expect(await stored()).toEqual(asBefore)
  })
})

describe('savepoints', () => {
  test('undo a part', async () => {
    const transaction = await source.begin()
    const notes = Note.table(transaction.source)
    await notes.insert(3, { words: 'three' })
    const mark = await transaction.savepoint()
    await notes.insert(4, { words: 'four' })
    await mark.rollback()
    const other = await transaction.savepoint()
    await notes.insert(5, { words: 'five' })
    await other.release()
    await transaction.commit()
    expect((await stored()).map(row => row.id)).toEqual([1, 2, 3, 5])
  })

  test('heal a failure', async () => {
    const transaction = await source.begin()
    const notes = Note.table(transaction.source)
    const mark = await transaction.savepoint()
    await failure(() => transaction.source.expr`insert into note values (1, 'again')`.run())
    expect((await failure(() => notes.count())).details.reason).toBe('failed-transaction')
    await mark.rollback()
    expect(await notes.count()).toBe(2)
    await notes.insert(3, { words: 'three' })
    await transaction.commit()
    expect((await stored()).length).toBe(3)
  })
})

describe('after a failed statement', () => {
  test('the next one says so, with the first failure as its cause', async () => {
    await using transaction = await source.begin()
    const first = await failure(() => transaction.source.expr`insert into note values (1, 'again')`.run())
    expect(first).toMatchObject({ kind: 'conflict', details: { reason: 'unique' } })
    const next = await failure(() => Note.table(transaction.source).list())
    expect(next).toMatchObject({
      kind: 'invalid',
      details: { reason: 'failed-transaction' },
      cause: { kind: 'conflict' },
    })
    expect(next.message).toContain('roll back, to a savepoint or altogether')
  })

  test('a commit is no success', async () => {
    const transaction = await source.begin()
    await Note.table(transaction.source).delete(1)
    await failure(() => transaction.source.expr`select * from nowhere`.run())
    const error = await failure(() => transaction.commit())
    expect(error).toMatchObject({ kind: 'invalid', details: { outcome: 'rolled back', reason: 'unknown-table' } })
    expect(error.message).toContain('nothing was committed')
    expect(transaction.state).toBe('rolled back')
    expect(await stored()).toEqual(asBefore)
  })

  test('vendor text that ends the transaction behind its back is found out', async () => {
    const transaction = await source.begin()
    await transaction.source.expr`rollback`.run()
    const error = await failure(() => transaction.commit())
    expect(error).toMatchObject({ kind: 'invalid' })
    expect(error.message).toContain('vendor text has ended the transaction')
  })
})

describe('two transactions at once', () => {
  test('a serialization failure may be repeated', async () => {
    const options = { isolation: 'serializable' } as const
    await using one = await source.begin(options)
    await using two = await source.begin(options)
    await Note.table(one.source).list()
    await Note.table(two.source).list()
    await Note.table(one.source).patch(1, { words: 'x' })
    await Note.table(two.source).patch(2, { words: 'y' })
    await one.commit()
    expect(await failure(() => two.commit())).toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'serialization' },
    })
  })

  test('a deadlock may be repeated', async () => {
    await using one = await source.begin()
    await using two = await source.begin()
    await Note.table(one.source).patch(1, { words: 'x' })
    await Note.table(two.source).patch(2, { words: 'y' })
    const both = await Promise.allSettled([
      Note.table(one.source).patch(2, { words: 'x' }),
      Note.table(two.source).patch(1, { words: 'y' }),
    ])
    const reasons = both.flatMap(result => (result.status === 'rejected' ? [result.reason] : []))
    expect(reasons).toMatchObject([{ kind: 'conflict', retry: 'safe', details: { reason: 'deadlock' } }])
  })
})

describe('a connection that breaks inside a transaction', () => {
  test('while it is idle: the next statement says so, and nothing is written', async () => {
    const transaction = await source.begin()
    await Note.table(transaction.source).delete(1)
    await kill()
    const error = await failure(() => Note.table(transaction.source).delete(2))
    expect(error).toMatchObject({ kind: 'connection', retry: 'safe', details: { outcome: 'rolled back' } })
    await transaction.rollback()
    expect(transaction.state).toBe('rolled back')
    expect(await stored()).toEqual(asBefore)
  })

  test('before the commit: whether it was committed is unknown', async () => {
    const transaction = await source.begin()
    await Note.table(transaction.source).delete(1)
    await kill()
    const error = await failure(() => transaction.commit())
    expect(error).toMatchObject({ kind: 'connection', retry: 'after-reread', details: { outcome: 'unknown' } })
    expect(await stored()).toEqual(asBefore)
  })

  test('at its begin: nothing is kept', async () => {
    await Promise.all([source.ping(), source.ping(), source.ping()])
    await kill()
    await vi.waitUntil(() => pool.totalCount === 0)
    const transaction = await source.begin()
    await transaction.rollback()
  })
})
