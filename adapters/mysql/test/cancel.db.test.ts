import { col, Entity, int } from '@vantage-ts/core'
import type { Mysql } from '@vantage-ts/mysql'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer, isMysql } from './server.ts'

class Item extends Entity('item', { id: col(int).id(), size: col(int) }) {}

const slow = (source: Mysql) =>
  source.expr`select count(*) as n from item a, item b, item c where a.size + b.size + c.size < 0`

describeOnServer('a statement that runs', () => {
  const database = testDatabase()
  beforeAll(() =>
    database.sql(`create table item (id int primary key, size int not null);
      insert into item values ${Array.from({ length: 5000 }, (_, at) => `(${at + 1}, ${at * 2 + 2})`).join()}`),
  )
  /** Statements that still run, but for our own. */
  const runningNow = async (): Promise<number> =>
    (
      await database.sql(
        "select id from information_schema.processlist where db = database() and id <> connection_id() and command <> 'Sleep'",
      )
    ).length

  test('is cancelled in the database when its signal aborts, and its connection goes on', async () => {
    const source = database.open({ max: 1 })
    const abort = new AbortController()
    const running = failure(() => slow(source).run({ signal: abort.signal }))
    setImmediate(() => abort.abort())
    expect(await running).toMatchObject({ kind: 'cancelled' })
    await source.ping()
    expect(await runningNow()).toBe(0)
  })

  test('is cancelled at its deadline', async () => {
    const source = database.open({ max: 1 })
    expect(await failure(() => slow(source).run({ timeoutMs: 50 }))).toMatchObject({ kind: 'timeout' })
    expect(await Item.table(source).count()).toBe(5000)
    expect(await runningNow()).toBe(0)
  })

  test('and writes: whether it was written is unknown', async () => {
    const source = database.open({ max: 1 })
    const writing = source.expr`update item set size = size + sleep(0.01)`
    const error = await failure(() => writing.run({ timeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'timeout', details: { outcome: 'unknown' } })
    expect(await Item.table(source).get(1)).toEqual({ id: 1, size: 2 })
  })

  test('and takes longer than the server permits', async () => {
    const settings = isMysql ? { max_execution_time: 50 } : { max_statement_time: 0.05 }
    const code = isMysql ? 3024 : 1969
    expect(await failure(() => slow(database.open({ settings })).run())).toMatchObject({
      kind: 'timeout',
      details: { code },
    })
  })

  test('many at once, none of which hits another', async () => {
    const source = database.open({ max: 3 })
    const calls = Array.from({ length: 30 }, (_, id) =>
      id % 3 === 0
        ? slow(source)
            .run({ timeoutMs: 30 })
            .then(
              () => 'done',
              error => error.kind,
            )
        : Item.table(source)
            .get(id + 1)
            .then(row => row?.size),
    )
    expect(await Promise.all(calls)).toEqual(
      Array.from({ length: 30 }, (_, id) => (id % 3 === 0 ? 'timeout' : (id + 1) * 2)),
    )
  })

  test('inside a transaction: the transaction goes on', async () => {
    const source = database.open({ max: 1 })
    await using transaction = await source.begin()
    await Item.table(transaction).patch(1, { size: 77 })
    expect(await failure(() => slow(transaction).run({ timeoutMs: 50 }))).toMatchObject({ kind: 'timeout' })
    await transaction.rollback()
    expect(await Item.table(source).get(1)).toEqual({ id: 1, size: 2 })
  })

  describe('streams', () => {
    const idsOf = async (rows: AsyncIterable<{ readonly id: number }>, most = Number.POSITIVE_INFINITY) => {
      const ids: number[] = []
      for await (const { id } of rows) {
        ids.push(id)
        if (ids.length >= most) break
      }
      return ids
    }
    const all = Array.from({ length: 5000 }, (_, index) => index + 1)

    test('give all rows in order', async () => {
      expect(await idsOf(Item.table(database.open()).orderBy(i => i.id))).toEqual(all)
    })

    test('that are left early release their connection, and nothing goes on', async () => {
      const source = database.open({ max: 1 })
      const set = Item.table(source).orderBy(i => i.id)
      expect(await idsOf(set, 3)).toEqual([1, 2, 3])
      await source.ping()
      expect(await runningNow()).toBe(0)
    })

    test('that are aborted between two batches', async () => {
      const source = database.open({ max: 1 })
      const abort = new AbortController()
      const error = await failure(async () => {
        for await (const { id } of Item.table(source).stream({ signal: abort.signal })) if (id > 10) abort.abort()
      })
      expect(error).toMatchObject({ kind: 'cancelled' })
      await source.ping()
    })

    test('of a transaction let other statements through', async () => {
      await using transaction = await database.open().begin()
      const table = Item.table(transaction)
      const seen: number[] = []
      for await (const { id } of table.orderBy(i => i.id)) {
        if (id <= 3) await table.patch(id + 4000, { size: 0 })
        seen.push(id)
      }
      expect(seen).toEqual(all)
      expect(await table.where(i => i.size.eq(0)).count()).toBe(3)
      await transaction.rollback()
    })
  })
})
