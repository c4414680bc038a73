import { inspect } from 'node:util'
import { bool, col, Entity, int, text } from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()
const secret = 'S3CRET'

beforeAll(() =>
  database.sql(`
    create table client (
      id int4 primary key, email varchar(20) not null unique, age int4 check (age > 0), boss int4 references client,
      room int4range, exclude using gist (room with &&)
    );
    create view boss_view as select * from client where age > 10 with check option;
    insert into client values (1, 'a@x', 5, null, '[1,5)'), (2, 'b@x', 6, 1, null);
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused'; end $$;
    create table guarded (id int4 primary key, email text);
    create trigger refuse before insert on guarded for each row execute function refuse();
    create sequence at_end maxvalue 2 start 2;
    select nextval('at_end');
    create type mood as enum ('sad')`),
)

describe('errors of a real server', () => {
  test.for([
    [
      `insert into client values (3, 'a@x', 1)`,
      '23505',
      'conflict',
      { reason: 'unique', constraint: 'client_email_key', columns: ['email'], table: 'client' },
    ],
    [`insert into client values (1, '${secret}', 1)`, '23505', 'conflict', { columns: ['id'] }],
    [
      `insert into client values (3, null, 1)`,
      '23502',
      'constraint',
      { reason: 'not-null', column: 'email', columns: ['email'] },
    ],
    [
      `insert into client values (3, '${secret}', -1)`,
      '23514',
      'constraint',
      { reason: 'check', constraint: 'client_age_check' },
    ],
    [
      `insert into client values (3, '${secret}', 1, 99)`,
      '23503',
      'constraint',
      { reason: 'foreign-key', columns: ['boss'] },
    ],
    [`delete from client where id = 1`, '23503', 'constraint', { reason: 'foreign-key' }],
    [`insert into client values (3, '${secret}', 1, null, '[2,3)')`, '23P01', 'conflict', { reason: 'exclusion' }],
    [`insert into boss_view values (3, '${secret}', 1)`, '44000', 'constraint', { reason: 'check' }],
    [`insert into guarded values (1, '${secret}')`, 'P0001', 'constraint', { reason: 'raised' }],
    [`insert into client values (3, '${secret.repeat(9)}', 1)`, '22001', 'type-mismatch'],
    [`select '${secret}'::int4`, '22P02', 'type-mismatch'],
    [`select '${secret}'::mood`, '22P02', 'type-mismatch'],
    [`select '${secret}'::timestamptz`, '22007', 'type-mismatch'],
    [`select '2026-02-30'::date`, '22008', 'type-mismatch'],
    [`select 99999999999::int4`, '22003', 'too-large'],
    [`select 1 / 0`, '22012', 'invalid'],
    [`select (select id from client)`, '21000', 'cardinality'],
    [`select * from nowhere`, '42P01', 'invalid', { reason: 'unknown-table' }],
    [`select nothing from client`, '42703', 'invalid', { reason: 'unknown-column' }],
    [`select * from nowhere.client`, '42P01', 'invalid'],
    [`create table nowhere.client (id int4)`, '3F000', 'invalid', { reason: 'unknown-schema' }],
    [`select nothing(1)`, '42883', 'invalid', { reason: 'unknown-function' }],
    [`select 1 = 'a'::text`, '42883', 'type-mismatch'],
    [`selec 1`, '42601', 'invalid'],
    [`select 1; select 2`, '42601', 'invalid'],
    [`select nextval('at_end')`, '2200H', 'type-mismatch'],
    [`select 1 limit -1`, '2201W', 'type-mismatch'],
    [`insert into client (id) select 1 on conflict (age) do nothing`, '42P10', 'invalid', { reason: 'no-unique-id' }],
    [`select set_config('no.such', null, null), current_setting('nothing')`, '42704', 'invalid'],
  ] as const)('%s', async ([sql, code, kind, details = {}]) => {
    const source = database.open()
    const parts = Object.assign([sql], { raw: [sql] })
    const error = await failure(() => source.expr(parts).run())
    expect(error).toMatchObject({ kind, details: { code, source: 'postgres', statement: sql, ...details } })
    expect(error.cause).toBeInstanceOf(pg.DatabaseError)
    expect(error.message).toMatch(/; /)
    const statement = error.details.statement ?? ''
    const shown = `${error.message}${inspect(error.cause, { depth: 9, showHidden: true })}`.replaceAll(statement, '')
    expect(shown).not.toContain(secret)
  })

  test('a parameter whose type nobody can tell', async () => {
    const source = database.open()
    expect(await failure(() => source.expr`select pg_typeof(${'x'})`.run())).toMatchObject({
      kind: 'invalid',
      details: { reason: 'untyped-parameter' },
    })
  })

  test('a value of a row is in no error about it', async () => {
    class Client extends Entity('client', { id: col(int).id(), email: col(text), age: col(int).optional() }) {}
    const clients = Client.table(database.open())
    for (const work of [
      () => clients.insert(9, { email: 'a@x', age: 5 }),
      () => clients.insert(9, { email: secret, age: -7 }),
      () => clients.patch(2, { email: `${secret} is longer than twenty` }),
      () =>
        clients
          .where(c =>
            c.age
              .mul(2 ** 52)
              .mul(2 ** 52)
              .gt(0),
          )
          .list(),
    ]) {
      const error = await failure(work)
      expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/S3CRET|a@x|-7/)
    }
  })

  test('an entity whose column has another type in the table', async () => {
    await database.sql('create table flag (id int4 primary key, on_off text)')
    class Flag extends Entity('flag', { id: col(int).id(), onOff: col(bool).named('on_off') }) {}
    const flags = Flag.table(database.open())
    expect((await failure(() => flags.where(f => f.onOff.eq(true)).list())).kind).toBe('type-mismatch')
    // The server makes the text "true" of it; what comes back is no bool.
    expect(await failure(() => flags.insert(1, { onOff: true }))).toMatchObject({
      kind: 'partial',
      details: { written: true, field: 'onOff' },
      cause: { kind: 'type-mismatch' },
    })
  })

  test('a role that may not', async () => {
    await database.sql(`create role guest_${process.pid} login password 'guest'`)
    const url = new URL(database.url)
    url.username = `guest_${process.pid}`
    url.password = 'guest'
    const source = database.use(postgres({ url: url.href }))
    const error = await failure(() => source.expr`select * from client`.run())
    expect(error).toMatchObject({ kind: 'permission', details: { code: '42501' } })
    expect(error.message).toContain(`user guest_${process.pid}`)
    await source.close()
    await database.sql(`drop role guest_${process.pid}`)
  })

  test('too many connections', async () => {
    const [row] = await database.sql('select current_database() as name')
    await database.sql(`create role few_${process.pid} login password 'few'`)
    await database.sql(`alter role few_${process.pid} connection limit 1`)
    const url = new URL(database.url)
    url.username = `few_${process.pid}`
    url.password = 'few'
    const [one, two] = [database.use(postgres({ url: url.href })), database.use(postgres({ url: url.href }))]
    await one.ping()
    expect(await failure(() => two.ping())).toMatchObject({
      kind: 'connection',
      retry: 'safe',
      details: { reason: 'too-many-connections', outcome: 'not sent' },
    })
    await one.close()
    expect(row?.name).toBeTypeOf('string')
    await database.sql(`drop role few_${process.pid}`)
  })

  test('a row that another transaction holds', async () => {
    const source = database.open()
    await using one = await source.begin()
    await one.source.expr`select * from client where id = 1 for update`.run()
    expect(await failure(() => source.expr`select * from client where id = 1 for update nowait`.run())).toMatchObject({
      kind: 'conflict',
      retry: 'safe',
      details: { reason: 'locked' },
    })
  })

  test('a transaction that is idle for too long', async () => {
    const source = database.open()
    const transaction = await source.begin()
    await transaction.source.expr`set local idle_in_transaction_session_timeout = 1`.run()
    // The server ends it by itself; asking until it has is the only way to see that.
    const error = await failure(async () => {
      for (;;)
        await transaction.source.expr`select pg_sleep(0.01), ${'x'}::text`.run().then(() => new Promise(setImmediate))
    })
    expect(error).toMatchObject({ kind: 'connection', details: { outcome: 'rolled back' } })
    await transaction.rollback()
  })
})
