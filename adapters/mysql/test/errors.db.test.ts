import { inspect } from 'node:util'
import { col, Entity, int, text } from '@vantage-ts/core'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'
import { describeOnServer } from './server.ts'

class Client extends Entity('client', {
  id: col(int).id(),
  email: col(text),
  age: col(int).optional(),
  cityId: col(int).optional(),
}) {}

describeOnServer('errors of a real server', () => {
  const database = testDatabase()
  beforeAll(() =>
    database.sql(`
      create table city (id int primary key);
      insert into city values (1);
      create table client (id int primary key, email varchar(20) not null, age tinyint, cityId int,
        unique client_email (email), constraint grown check (age >= 18), constraint lives foreign key (cityId) references city (id));
      insert into client values (1, 'ada@x', 36, 1)`),
  )
  const secret = 's3cret@x'

  test.for([
    [
      'a unique value',
      { email: 'ada@x' },
      { kind: 'conflict', details: { reason: 'unique', constraint: 'client_email' } },
    ],
    ['a check', { email: secret, age: 3 }, { kind: 'constraint', details: { reason: 'check', constraint: 'grown' } }],
    [
      'a reference',
      { email: secret, cityId: 9 },
      { kind: 'constraint', details: { reason: 'foreign-key', constraint: 'lives' } },
    ],
    ['a number that is too large', { email: secret, age: 1000 }, { kind: 'too-large', details: { column: 'age' } }],
    [
      'a text that is too long',
      { email: `${secret}${'x'.repeat(20)}` },
      { kind: 'type-mismatch', details: { column: 'email' } },
    ],
  ] as const)('%s', async ([, record, expected]) => {
    const error = await failure(() => Client.table(database.open()).create({ id: 2, ...record }))
    expect(error).toMatchObject(expected)
    expect(inspect(error, { depth: 10 })).not.toContain(secret)
    expect(await Client.table(database.open()).count()).toBe(1)
  })

  test('a row that others refer to', async () => {
    expect(await failure(() => database.open().expr`delete from city`.run())).toMatchObject({
      kind: 'constraint',
      details: { reason: 'foreign-key' },
    })
  })

  test('a table and a column that are not there', async () => {
    class Gone extends Entity('gone', { id: col(int).id() }) {}
    class Other extends Entity('client', { id: col(int).id(), phone: col(text) }) {}
    expect(await failure(() => Gone.table(database.open()).list())).toMatchObject({
      kind: 'invalid',
      details: { reason: 'unknown-table', table: 'gone' },
    })
    expect(await failure(() => Other.table(database.open()).list())).toMatchObject({
      kind: 'invalid',
      details: { reason: 'unknown-column' },
    })
  })

  test('a user that may not', async () => {
    await database.sql("drop user if exists 'reader'@'127.0.0.1'; create user 'reader'@'127.0.0.1' identified by 'pw'")
    const url = new URL(database.url)
    await database.sql(`grant select on ${url.pathname.slice(1)}.* to 'reader'@'127.0.0.1'`)
    const { port, pathname } = url
    const reader = {
      host: '127.0.0.1',
      port: Number(port),
      user: 'reader',
      password: 'pw',
      database: pathname.slice(1),
    }
    const { mysql } = await import('@vantage-ts/mysql')
    const source = database.use(mysql(reader))
    expect(await Client.table(source).count()).toBe(1)
    expect(await failure(() => Client.table(source).delete(1))).toMatchObject({ kind: 'permission' })
    await database.sql("drop user 'reader'@'127.0.0.1'")
  })

  test('a statement that is larger than the server takes', async () => {
    const source = database.open()
    const error = await failure(() => source.expr`(select ${'x'.repeat(70_000_000)})`.as(text).run())
    expect(['too-large', 'connection']).toContain(error.kind)
    await source.ping()
  })
})
