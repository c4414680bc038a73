import { mkdtempSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { col, Entity, int, text, VantageError } from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import { startPostgres } from '@vantage-ts/test-servers'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { testDatabase } from './database.ts'
import { PortProxy } from './port-proxy.ts'

const database = testDatabase()
class Note extends Entity('note', { id: col(int).id(), words: col(text) }) {}

beforeAll(() => database.sql(`create table note (id int4 primary key, words text); insert into note values (1, 'a')`))

// An event that nobody handles would end the process of an application.
const unhandled: unknown[] = []
const keep = (thrown: unknown): void => void unhandled.push(thrown)
beforeAll(() => {
  process.on('uncaughtException', keep)
  process.on('unhandledRejection', keep)
  return () => {
    process.off('uncaughtException', keep)
    process.off('unhandledRejection', keep)
  }
})
afterEach(() => expect(unhandled).toEqual([]))

const failure = (work: Promise<unknown>): Promise<VantageError> =>
  work.then(
    () => expect.fail('it has to fail'),
    (error: VantageError) => error,
  )

/** The url with some parts changed. */
function urlWith(
  changes: Partial<Pick<URL, 'host' | 'hostname' | 'port' | 'username' | 'password' | 'pathname'>>,
): string {
  const url = new URL(database.url)
  Object.assign(url, changes)
  return url.href
}

/** Connections that the server has to this database, but for the one that asks. */
const connectionsTo = async (): Promise<number> => {
  const rows = await database.sql(
    `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  return Number(rows[0]?.n)
}

describe('connecting', () => {
  test('opening does no I/O; the first call connects, and ping asks for a sign of life', async () => {
    const before = await connectionsTo()
    const source = database.open()
    expect(await connectionsTo()).toBe(before)
    await source.ping()
    expect(await connectionsTo()).toBe(before + 1)
    expect(await Note.table(source).get(1)).toEqual({ id: 1, words: 'a' })
  })

  test('closing ends every connection, transactions and streams that were left open included', async () => {
    const source = database.open()
    const transaction = await source.begin()
    await Note.table(transaction.source).count()
    const stream = Note.table(source).stream()[Symbol.asyncIterator]()
    await stream.next()
    expect(await connectionsTo()).toBeGreaterThanOrEqual(2)
    await source.close()
    await vi.waitUntil(async () => (await connectionsTo()) === 0)
    for (const work of [
      Note.table(source).count(),
      source.ping(),
      source.begin(),
      Note.table(transaction.source).count(),
    ])
      expect(await failure(Promise.resolve(work))).toMatchObject({ kind: expect.stringMatching('connection|invalid') })
    await transaction.rollback()
    await source.close()
  })

  test('closing ends the wait for a connection', async () => {
    const source = database.open({ max: 1 })
    const transaction = await source.begin()
    const waiting = [failure(Note.table(source).count()), failure(source.begin()), failure(source.ping())]
    await source.close()
    for (const error of await Promise.all(waiting))
      expect(error).toMatchObject({ kind: 'connection', details: { outcome: 'not sent' } })
    await transaction.rollback()
  })

  test('closing lets a statement that runs come to its end', async () => {
    const source = database.open()
    const running = source.expr`select 1 as one from pg_sleep(1)`.run()
    // A connection alone may be one that is just being opened, or one that an earlier test closed.
    await vi.waitUntil(async () => {
      const rows = await database.sql(
        `select 1 from pg_stat_activity where state = 'active' and query like '%pg_sleep(1)%' and pid <> pg_backend_pid()`,
      )
      return rows.length === 1
    })
    await source.close()
    expect(await running).toEqual([{ one: 1 }])
  })

  test('a source is closed at the end of its scope', async () => {
    {
      await using source = postgres({ url: database.url })
      await source.ping()
    }
    await vi.waitUntil(async () => (await connectionsTo()) === 0)
  })

  test('nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    server.close()
    await once(server, 'close')
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const error = await failure(database.use(postgres({ url: urlWith({ port: String(port) }) })).ping())
    expect(error).toMatchObject({
      kind: 'connection',
      retry: 'safe',
      details: { code: 'ECONNREFUSED', outcome: 'not sent' },
    })
    expect(error.message).toMatch(new RegExp(`at 127\\.0\\.0\\.1:${port}.*nothing listens there; start PostgreSQL`))
  })

  test('a host that is none', async () => {
    const error = await failure(database.use(postgres({ url: urlWith({ hostname: 'nowhere.invalid' }) })).ping())
    expect(error).toMatchObject({ kind: 'connection', details: { code: expect.stringMatching('ENOTFOUND|EAI_AGAIN') } })
    expect(error.message).toContain('nowhere.invalid')
  })

  test('a server that does not answer is given up at the deadline', async () => {
    const silent = createServer(socket => socket.resume()).listen(0, '127.0.0.1')
    await once(silent, 'listening')
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const source = database.use(postgres({ url: urlWith({ port: String(port) }), connectTimeoutMs: 50 }))
    const error = await failure(source.ping())
    expect(error).toMatchObject({ kind: 'connection', retry: 'safe', details: { outcome: 'not sent' } })
    expect(error.message).toContain('no answer before the deadline')
    silent.close()
  })

  test('a wrong password names user and host, and shows no password', async () => {
    const error = await failure(database.use(postgres({ url: urlWith({ password: 'wrong-secret' }) })).ping())
    expect(error).toMatchObject({ kind: 'permission', retry: 'never', details: { code: '28P01' } })
    expect(error.message).toMatch(/127\.0\.0\.1.*user postgres.*check user and password/)
    expect(inspect(error, { depth: 9 })).not.toContain('wrong-secret')
  })

  test('no password', async () => {
    const { PGPASSWORD } = process.env
    delete process.env.PGPASSWORD
    await using proxy = new PortProxy()
    await proxy.pass(Number(new URL(database.url).port))
    const url = urlWith({ password: '', port: String(proxy.port) })
    const error = await failure(database.use(postgres({ url })).ping())
    expect(error).toMatchObject({ kind: 'permission' })
    expect(error.message).toContain('the server asks for a password and none is given')
    // pg itself would leave the socket open until the server gives up.
    await vi.waitUntil(() => proxy.open === 0)
    if (PGPASSWORD !== undefined) process.env.PGPASSWORD = PGPASSWORD
  })

  test('a password may come from a function', async () => {
    const { hostname: host, port, username: user, password, pathname } = new URL(database.url)
    const options = { host, port: Number(port), user, database: pathname.slice(1), password: async () => password }
    const source = database.use(postgres(options))
    expect(await Note.table(source).count()).toBe(1)
  })

  test('a missing database', async () => {
    const error = await failure(database.use(postgres({ url: urlWith({ pathname: '/nowhere' }) })).ping())
    expect(error).toMatchObject({ kind: 'connection', retry: 'never', details: { reason: 'unknown-database' } })
    expect(error.message).toContain('create the database, or name another')
  })

  test('a server without SSL', async () => {
    const { hostname: host, port, username: user, password, pathname } = new URL(database.url)
    const options = { host, port: Number(port), user, database: pathname.slice(1), password, ssl: true }
    const error = await failure(database.use(postgres(options)).ping())
    expect(error).toMatchObject({ kind: 'connection', retry: 'never' })
    expect(error.message).toContain('does not speak SSL')
  })

  test('no free connection before the deadline', async () => {
    const source = database.open({ max: 1, connectTimeoutMs: 1500 })
    await using transaction = await source.begin()
    const error = await failure(Note.table(source).count())
    expect(error).toMatchObject({ kind: 'timeout', retry: 'safe', details: { reason: 'pool-exhausted' } })
    expect(error.message).toContain('end transactions and streams that are left open, or raise max')
    await transaction.rollback()
    expect(await Note.table(source).count()).toBe(1)
  })
})

describe('options', () => {
  test.for([
    [{ url: 'nonsense' }, /url is text such as postgres:/],
    [{ url: 'mysql://localhost/x' }, /url is text such as postgres:/],
    [{ url: 'postgres://u:secret@[/x' }, /cannot be read/],
    [{ urls: 'postgres://localhost' }, /no option "urls"\. Did you mean "url"/],
    [{ url: 'postgres://localhost', user: 'x' }, /url or user, not both/],
    [{ url: 'postgres://localhost', max: 0 }, /max is a whole number above 0/],
    [{ url: 'postgres://localhost', connectTimeoutMs: 1.5 }, /connectTimeoutMs is a whole number/],
    [{ pool: {} }, /pool is a Pool of pg/],
    [{ pool: new pg.Pool(), max: 3 }, /max or pool, not both/],
    [{ pool: new pg.Pool({ pipeline: true }) }, /pipeline/],
  ] as const)('refuses %j', ([options, problem]) => {
    const error = (() => {
      try {
        return postgres(options as object)
      } catch (thrown) {
        return thrown
      }
    })()
    expect(error).toBeInstanceOf(VantageError)
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringMatching(problem) })
    expect(inspect(error, { depth: 9 })).not.toMatch(/secret/)
  })

  test('a schema is where names without one are looked up', async () => {
    await database.sql(`
      create schema "Odd ""one""";
      create table "Odd ""one""".note (id int4 primary key, words text);
      insert into "Odd ""one""".note values (5, 'elsewhere')`)
    const source = database.open({ schema: 'Odd "one"' })
    expect(await Note.table(source).list()).toEqual([{ id: 5, words: 'elsewhere' }])
    expect(await Note.table(source, { schema: 'public' }).list()).toEqual([{ id: 1, words: 'a' }])
  })

  test('the url and the password are nowhere to be seen', async () => {
    const { password } = new URL(database.url)
    const pool = new pg.Pool({ connectionString: database.url })
    for (const source of [database.open(), database.use(postgres({ pool }))]) {
      const broken = await failure(source.expr`select * from nowhere`.run())
      for (const seen of [source, source.database, broken, broken.cause])
        expect(inspect(seen, { depth: 9, showHidden: true })).not.toContain(password)
      expect(JSON.stringify(broken)).not.toContain(password)
    }
    await pool.end()
  })
})

describe('a pool of somebody else', () => {
  test('is shared, is one database, and stays open', async () => {
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    const [one, other] = [postgres({ pool }), postgres({ pool, namedStatements: false })]
    expect(one.database).toBe(other.database)
    expect(database.open().database).not.toBe(database.open().database)
    expect(await Note.table(one).count()).toBe(1)
    expect(await Note.table(other).count()).toBe(1)
    await one.close()
    expect(await failure(Note.table(one).count())).toMatchObject({ kind: 'connection' })
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0])
    await other.close()
    await pool.end()
  })

  test('an ended one is told', async () => {
    const pool = new pg.Pool({ connectionString: database.url })
    await pool.end()
    const error = await failure(postgres({ pool }).ping())
    expect(error).toMatchObject({ kind: 'connection', retry: 'never' })
    expect(error.message).toContain('the pool has ended')
  })
})

describe('a connection that breaks', () => {
  const kill = (): Promise<unknown> =>
    database.sql(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    )
  const isRunning = async (part: string): Promise<boolean> => {
    const rows = await database.sql(`select 1 from pg_stat_activity where state = 'active' and query like $1`, [
      `%${part}%`,
    ])
    // The question itself holds the text as a parameter only.
    return rows.length > 0
  }

  test('while it is idle: the next call connects again', async () => {
    const source = database.open({ max: 1 })
    await source.ping()
    await kill()
    await vi.waitUntil(async () => (await connectionsTo()) === 0)
    await vi.waitUntil(() =>
      Note.table(source)
        .count()
        .then(
          count => count === 1,
          () => false,
        ),
    )
  })

  test('while it reads: the call may simply be repeated', async () => {
    const source = database.open({ max: 1 })
    const slow = failure(
      Note.table(source)
        .where(n => n.id.eq(source.expr`(select 1 from pg_sleep(600))`.as(int)))
        .list(),
    )
    await vi.waitUntil(() => isRunning('pg_sleep'))
    await kill()
    expect(await slow).toMatchObject({ kind: 'connection', retry: 'safe', details: { code: '57P01' } })
    expect(await Note.table(source).count()).toBe(1)
  })

  test('while it writes: nobody knows whether it was written', async () => {
    const source = database.open({ max: 1 })
    const slow = failure(source.expr`insert into note select 2, 'b' from pg_sleep(600)`.run())
    await vi.waitUntil(() => isRunning('pg_sleep'))
    await kill()
    expect(await slow).toMatchObject({
      kind: 'connection',
      retry: 'after-reread',
      details: { outcome: 'unknown', statement: expect.stringContaining('insert into note') },
    })
    expect(await Note.table(source).count()).toBe(1)
  })

  test('while it streams', async () => {
    const source = database.open({ max: 1 })
    await database.sql(`insert into note select i, 'x' from generate_series(100, 2000) i`)
    const rows = Note.table(source).stream()[Symbol.asyncIterator]()
    await rows.next()
    await kill()
    const error = await failure(
      (async () => {
        for (let next = await rows.next(); next.done !== true; next = await rows.next());
      })(),
    )
    expect(error).toMatchObject({ kind: 'connection', retry: 'safe' })
    expect(await Note.table(source).count()).toBe(1902)
    await database.sql('delete from note where id >= 100')
  })
})

describe('a server that restarts', () => {
  test('the source survives: calls fail while it is away, and connect again when it is back', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vantage-restart-'))
    await using proxy = new PortProxy()
    try {
      const first = await startPostgres({ folder })
      await proxy.pass(Number(new URL(first.url).port))
      const url = new URL(first.url)
      url.port = String(proxy.port)
      await using source = postgres({ url: url.href })
      await source.expr`create table note (id int4 primary key, words text)`.run()
      await Note.table(source).insert(1, { words: 'before' })

      await first.stop()
      await proxy.close()
      expect(await failure(Note.table(source).count())).toMatchObject({ kind: 'connection', retry: 'safe' })

      await using second = await startPostgres({ folder })
      await proxy.pass(Number(new URL(second.url).port))
      expect(await Note.table(source).list()).toEqual([{ id: 1, words: 'before' }])
      await Note.table(source).insert(2, { words: 'after' })
      expect(await Note.table(source).count()).toBe(2)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
