import { inspect } from 'node:util'
import { col, Entity, float, int, text } from '@vantage-ts/core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { surrealdb } from '../src/index.ts'
import { failure } from './failure.ts'
import { TestServer } from './server.ts'

// Over the driver's wire protocol, with a server that is killed, restarted and stopped.

class Person extends Entity('people', { id: col(int).id(), name: col(text), weight: col(float).optional() }) {}
const ann = { name: 'Ann', weight: 60 }

let server: TestServer | undefined
beforeAll(async () => {
  server = await TestServer.start()
})
afterAll(() => server?.kill())
const urlOf = () => server?.url ?? expect.fail('the server is up')

test('reads, writes, streams and transactions go over the wire', async () => {
  await using db = surrealdb({ url: urlOf(), database: 'usual' })
  const people = Person.table(db)
  expect(await people.insert(1, ann)).toEqual({ id: 1, ...ann })
  await people.insertMany(Array.from({ length: 1200 }, (_, id) => ({ id, name: `person ${id}` })))
  let seen = 0
  for await (const _ of people.stream({ batchRows: 100 })) seen++
  expect([seen, await people.count()]).toEqual([1200, 1200])
  const transaction = await db.begin()
  await Person.table(transaction.source).insert(5000, ann)
  expect(await people.get(5000)).toBeUndefined()
  await transaction.commit()
  expect(await people.get(5000)).toEqual({ id: 5000, ...ann })
  expect(await db.expr`RETURN type::of((SELECT VALUE weight FROM people:5000)[0])`.run()).toEqual(['float'])
})

test('a wrong password is told, and neither it nor the right one is shown', async () => {
  await using db = surrealdb({ url: urlOf(), database: 'users' })
  await db.expr`DEFINE USER OVERWRITE keeper ON ROOT PASSWORD 'sesame' ROLES OWNER`.run()
  const wrong = surrealdb({ url: urlOf(), database: 'users', username: 'keeper', password: 'opensesame' })
  const error = await failure(() => Person.table(wrong).count())
  expect(error.kind).toBe('permission')
  expect(inspect(error, { depth: 10, showHidden: true }) + inspect(wrong, { depth: 10 })).not.toMatch(/sesame/)
  await wrong.close()
  const url = new URL(urlOf())
  url.username = 'keeper'
  url.password = 'sesame'
  await using right = surrealdb({ url: url.href, database: 'users' })
  expect(await Person.table(right).count()).toBe(0)
  expect(inspect(right, { depth: 10, showHidden: true })).not.toMatch(/sesame/)
})

test('nobody at the address is a connection error that names it', async () => {
  const db = surrealdb({ url: 'ws://keeper:sesame@127.0.0.1:1', connectTimeoutMs: 5000 })
  const error = await failure(() => db.ping())
  expect([error.kind, error.retry]).toEqual(['connection', 'safe'])
  expect(error.message).toContain('127.0.0.1:1')
  expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/sesame/)
  await db.close()
})

test('an address that accepts and says nothing is given up in time', async () => {
  await using silent = await TestServer.start()
  silent.pause()
  const db = surrealdb({ url: silent.url, connectTimeoutMs: 300 })
  const error = await failure(() => db.ping())
  expect([error.kind, error.message]).toEqual(['connection', expect.stringContaining('within 300 ms')])
  await db.close()
})

test('a killed server fails calls under way, and the next call reaches its successor', async () => {
  const first = await TestServer.start()
  const db = surrealdb({ url: first.url })
  const people = Person.table(db)
  await people.insert(1, ann)
  const transaction = await db.begin()
  await Person.table(transaction.source).insert(2, ann)
  const sleeping = failure(() => db.expr`RETURN sleep(30s)`.run())
  const inside = failure(() => transaction.source.expr`RETURN sleep(30s)`.run())
  await people.count()
  await first.kill()
  expect([(await sleeping).kind, (await sleeping).details.outcome]).toEqual(['connection', 'unknown'])
  expect((await inside).kind).toBe('connection')
  expect((await failure(() => people.list())).kind).toBe('connection')
  expect((await failure(() => transaction.commit())).kind).toBe('connection')
  await using second = await TestServer.start('mem://', first.port)
  expect(await people.list()).toEqual([])
  expect(await people.insert(3, ann)).toEqual({ id: 3, ...ann })
  expect(second.port).toBe(first.port)
  await db.close()
})

test('a deadline ends the wait for a server that hangs, and closing does not wait for it', async () => {
  await using hung = await TestServer.start()
  const db = surrealdb({ url: hung.url })
  const people = Person.table(db)
  await people.insert(1, ann)
  hung.pause()
  expect((await failure(() => people.list({ timeoutMs: 100 }))).kind).toBe('timeout')
  const write = await failure(() => people.patch(1, { name: 'Bob' }, { timeoutMs: 100 }))
  expect([write.kind, write.details.outcome]).toEqual(['timeout', 'unknown'])
  const waiting = failure(() => people.list())
  await db.close()
  expect((await waiting).kind).toBe('connection')
  expect((await failure(() => people.list())).kind).toBe('connection')
})
