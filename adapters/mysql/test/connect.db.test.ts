import { createServer } from 'node:net'
import { once } from 'node:events'
import { inspect } from 'node:util'
import { col, Entity, int, text, VantageError } from '@vantage-ts/core'
import { mysql } from '@vantage-ts/mysql'
import { startMysql } from '@vantage-ts/test-servers'
import { createPool } from 'mysql2'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer, whole } from './server.ts'

class Note extends Entity('note', { id: col(int).id(), body: col(text) }) {}

describe('options', () => {
  test.each([
    [{ urll: 'x' }, /has no option "urll". Did you mean "url"/],
    [{ url: 'postgres://h/d' }, /url is text such as mysql:/],
    [{ url: 'mysql://h/d?ssl=true' }, /takes no parameters/],
    [{ url: 'mysql://h/d', host: 'h' }, /takes url or host, not both/],
    [{ host: 'h', max: 0 }, /max is a whole number/],
    [{ host: 'h', settings: { sql_mode: 'ANSI' } }, /the source itself sets sql_mode/],
    [{ host: 'h', settings: { 'a=1, b': 1 } }, /takes a word or a number/],
    [{ pool: createPool({ host: 'h' }), max: 3 }, /takes max or pool, not both/],
    [{ pool: createPool({ host: 'h', jsonStrings: true }) }, /needs flags: \['-FOUND_ROWS'\]/],
    [{ pool: createPool({ host: 'h', flags: ['-FOUND_ROWS'] }) }, /needs jsonStrings: true/],
  ])('%j is refused', (options: object, message) => {
    expect(() => mysql(options)).toThrow(message)
    expect(() => mysql(options)).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })

  test('the url and the password are nowhere to be seen', () => {
    const source = mysql({ url: 'mysql://ada:s3cret@localhost:3306/shop' })
    expect(inspect(source, { depth: 10, showHidden: true })).not.toContain('s3cret')
  })

  test('nothing listens there', async () => {
    await using source = mysql({ host: '127.0.0.1', port: 1, user: 'ada', password: 's3cret' })
    const error = await failure(() => source.ping())
    expect(error).toMatchObject({
      kind: 'connection',
      retry: 'safe',
      details: { code: 'ECONNREFUSED', outcome: 'not sent' },
    })
    expect(error.message).toMatch(/^MySQL at 127\.0\.0\.1:1, database \?, user ada: nothing listens there/)
  })

  test('a server that does not answer is given up at the deadline', async () => {
    await using server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = Object(server.address())
    await using source = mysql({ host: '127.0.0.1', port, connectTimeoutMs: 200 })
    const error = await failure(() => source.ping())
    expect(['connection', 'timeout']).toContain(error.kind)
    expect(error.details.outcome).toBe('not sent')
  })
})

describeOnServer('connecting', () => {
  const database = testDatabase()
  beforeAll(() => database.sql('create table note (id int primary key, body text not null)'))

  test('opening does no I/O; the first call connects, and ping asks for a sign of life', async () => {
    const source = database.open()
    await source.ping()
    expect(await Note.table(source).count()).toBe(0)
  })

  test('a wrong password names user and host, and shows no password', async () => {
    const url = new URL(database.url)
    url.password = 'wr0ng'
    const error = await failure(() => database.use(mysql({ url: url.href })).ping())
    expect(error).toMatchObject({ kind: 'permission', details: { code: 1045 } })
    expect(inspect(error, { depth: 10 })).not.toContain('wr0ng')
  })

  test('a missing database', async () => {
    const url = new URL(database.url)
    url.pathname = '/nowhere'
    expect(await failure(() => database.use(mysql({ url: url.href })).ping())).toMatchObject({
      kind: 'connection',
      details: { reason: 'unknown-database' },
    })
  })

  test('no free connection before the deadline', async () => {
    const source = database.open({ max: 1, connectTimeoutMs: 100 })
    await using transaction = await source.begin()
    await Note.table(transaction).count()
    expect(await failure(() => source.ping())).toMatchObject({ kind: 'timeout', details: { reason: 'pool-exhausted' } })
  })

  test('closing ends transactions and streams that were left open, and waits for a connection', async () => {
    const source = database.open({ max: 2 })
    const transaction = await source.begin()
    await Note.table(transaction).insert(1, { body: 'left' })
    await source.begin()
    const waiting = failure(() => source.ping())
    await source.close()
    expect(await waiting).toMatchObject({ kind: 'connection', message: expect.stringContaining('closed') })
    expect(await failure(() => source.ping())).toMatchObject({ kind: 'connection' })
    expect(await Note.table(database.open()).count()).toBe(0)
  })

  test('a pool of somebody else is shared, is one database, and stays open', async () => {
    const pool = createPool({ uri: database.url, flags: ['-FOUND_ROWS'], jsonStrings: true, connectionLimit: 2 })
    const [one, other] = [mysql({ pool }), mysql({ pool })]
    await Note.table(one).insert(7, { body: 'shared' })
    expect(
      await Note.table(other)
        .where(n => n.id.in(Note.table(one).fieldExpr(m => m.id)))
        .count(),
    ).toBe(1)
    await one.close()
    expect(await Note.table(other).delete(7)).toBe(true)
    await other.close()
    await pool.promise().end()
  })

  test('values are the same whatever the zone and the modes of the server are', async () => {
    const source = database.open({ settings: { lock_wait_timeout: 30 } })
    const rows = await source.expr`select @@session.time_zone as zone, @@session.lock_wait_timeout as seconds,
      @@session.sql_mode like '%STRICT_ALL_TABLES%' as strict`.run()
    expect(rows).toEqual([{ zone: '+00:00', seconds: 30n, strict: whole(1) }])
  })

  describe('a connection that breaks', () => {
    const killOthers = async (): Promise<void> => {
      const ids = await database.sql(
        'select id from information_schema.processlist where db = database() and id <> connection_id()',
      )
      for (const { id } of ids) await database.sql(`kill ${id}`)
    }

    test('while it is idle: the next call connects again', async () => {
      const source = database.open({ max: 1 })
      await source.ping()
      await killOthers()
      // The end of the socket may not have come yet: then the call says so, and the next one connects.
      await source.ping().catch(error => expect(error).toMatchObject({ kind: 'connection', retry: 'safe' }))
      await source.ping()
    })

    test('while it reads: the call may simply be repeated', async () => {
      const source = database.open({ max: 1 })
      await source.ping()
      const reading = failure(() => source.expr`(select sleep(10))`.as(int).run())
      await running(database, 'sleep(10)')
      await killOthers()
      expect(await reading).toMatchObject({ kind: 'connection', retry: 'safe' })
      await source.ping()
    })

    test('while it writes: nobody knows whether it was written', async () => {
      const source = database.open({ max: 1 })
      await source.ping()
      const writing = failure(() => source.expr`insert into note select 50, sleep(10)`.run())
      await running(database, 'sleep(10)')
      await killOthers()
      expect(await writing).toMatchObject({
        kind: 'connection',
        retry: 'after-reread',
        details: { outcome: 'unknown' },
      })
    })

    test('inside a transaction: all of it is rolled back', async () => {
      const source = database.open({ max: 1 })
      const transaction = await source.begin()
      await Note.table(transaction).insert(9, { body: 'gone' })
      await killOthers()
      const error = await failure(() => Note.table(transaction).count())
      expect(error).toMatchObject({ kind: 'connection', details: { outcome: 'rolled back' } })
      expect(await failure(() => transaction.commit())).toBeInstanceOf(Error)
      expect(await Note.table(source).get(9)).toBeUndefined()
    })
  })
})

/** Settles when a statement with this text runs. */
async function running(database: ReturnType<typeof testDatabase>, text: string): Promise<void> {
  for (;;) {
    const rows = await database.sql(
      `select id from information_schema.processlist where db = database() and id <> connection_id() and info like '%${text}%'`,
    )
    if (rows.length > 0) return
  }
}

describeOnServer('a server', () => {
  test('that is killed, paused and started again: the source survives', async () => {
    const server = await startMysql()
    const source = mysql({ url: server.url, max: 2, connectTimeoutMs: 5_000 })
    try {
      await source.ping()
      process.kill(server.pid, 'SIGSTOP')
      const paused = await failure(() => source.ping({ timeoutMs: 100 }))
      expect(paused).toMatchObject({ kind: 'timeout' })
      process.kill(server.pid, 'SIGCONT')
      await source.ping()
      process.kill(server.pid, 'SIGKILL')
      const away = await failure(async () => {
        for (;;) await source.ping()
      })
      expect(VantageError.is(away) && away.kind).toBe('connection')
    } finally {
      await source.close()
      await server.stop()
    }
  })
})
