import { once } from 'node:events'
import { inspect } from 'node:util'
import { col, Entity, int, text } from '@vantage-ts/core'
import { objectOf } from '@vantage-ts/core/adapter'
import { CborCodec } from 'surrealdb'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { surrealdb } from '../src/index.ts'
import { failure } from './failure.ts'
import { TestServer } from './server.ts'
import { type PeerSocket, webSocketServer } from './web-socket.ts'

// What a peer may do to a call: go away or fall silent between two batches, answer what nobody can read, refuse.

class Person extends Entity('people', { id: col(int).id(), name: col(text) }) {}
const many = Array.from({ length: 1200 }, (_, id) => ({ id, name: `person ${id}` }))

afterEach(() => {
  vi.useRealTimers()
})

describe('a stream', () => {
  const streaming = async (server: TestServer) => {
    const db = surrealdb({ url: server.url })
    const people = Person.table(db)
    await people.insertMany(many)
    return { db, people }
  }

  test('whose server is killed between two batches fails, and the source reaches its successor', async () => {
    const server = await TestServer.start()
    const { db, people } = await streaming(server)
    const seen: number[] = []
    const error = await failure(async () => {
      for await (const { id } of people.stream({ batchRows: 500 })) {
        seen.push(id)
        if (id === 499) await server.kill()
      }
    })
    expect([error.kind, error.retry]).toEqual(['connection', 'safe'])
    expect(seen).toEqual(many.slice(0, 500).map(({ id }) => id))
    await using successor = await TestServer.start('mem://', server.port)
    expect(successor.port).toBe(server.port)
    expect(await people.list()).toEqual([])
    await db.close()
  })

  test('whose server falls silent between two batches ends at its deadline', async () => {
    await using server = await TestServer.start()
    const { db, people } = await streaming(server)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const rows = people.stream({ batchRows: 500, timeoutMs: 3_600_000 })[Symbol.asyncIterator]()
    for (let id = 0; id < 500; id++) expect((await rows.next()).value.id).toBe(id)
    server.pause()
    const next = failure(() => rows.next())
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect((await next).kind).toBe('timeout')
    vi.useRealTimers()
    expect(await rows.next()).toEqual({ done: true, value: undefined })
    await db.close()
  })

  test('that is left while its server is silent does not wait for it', async () => {
    await using server = await TestServer.start()
    const { db, people } = await streaming(server)
    const controller = new AbortController()
    const error = await failure(async () => {
      for await (const { id } of people.stream({ batchRows: 500, signal: controller.signal })) {
        if (id < 499) continue
        server.pause()
        controller.abort()
      }
    })
    expect(error.kind).toBe('cancelled')
    await db.close()
  })
})

/** A server that answers queries with whatever it is told, and everything else with nothing. */
async function answering(query: (id: unknown) => Uint8Array) {
  const codec = new CborCodec({})
  const seen: string[] = []
  const answer = (message: Uint8Array, socket: PeerSocket): void => {
    const { id, method } = objectOf(codec.decode(message)) ?? {}
    seen.push(String(method))
    if (method === 'query') socket.send(query(id))
    else socket.send(codec.encode({ id, result: method === 'version' ? 'surrealdb-3.0.2' : null }))
  }
  const server = webSocketServer(answer)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { url: `ws://127.0.0.1:${port}`, seen, close: () => void server.close() }
}

describe('an answer that cannot be read', () => {
  const codec = new CborCodec({})
  const whole = (id: unknown): Uint8Array =>
    codec.encode({ id, result: [{ result: ['a text'], status: 'OK', time: '1ms' }] })

  test.for([
    ['is cut short', (id: unknown) => whole(id).subarray(0, -20)],
    ['is empty', () => new Uint8Array()],
    ['is none at all', () => new TextEncoder().encode('<html>502 Bad Gateway</html>')],
  ] as const)('since it %s ends the connection: the call fails, and the next one connects again', async ([, query]) => {
    const server = await answering(query)
    const db = surrealdb({ url: server.url })
    const connects = () => server.seen.filter(method => method === 'use').length
    expect((await failure(() => db.ping())).kind).toBe('connection')
    expect(connects()).toBe(1)
    expect((await failure(() => db.ping())).kind).toBe('connection')
    expect(connects()).toBe(2)
    await db.close()
    server.close()
  })
})

describe('who may not come in', () => {
  test('a token that is none is told, and not shown', async () => {
    const db = surrealdb({ url: 'mem://', token: 'S3CRET-token' })
    const error = await failure(() => db.ping())
    expect([error.kind, error.retry]).toEqual(['permission', 'never'])
    expect(inspect([error, db], { depth: 9, showHidden: true })).not.toContain('S3CRET')
    await db.close()
  })

  test('a password for nobody is told, and not shown', async () => {
    for (const level of ['root', 'namespace', 'database'] as const) {
      const db = surrealdb({ url: 'mem://', username: 'nobody', password: 'S3CRET', level })
      const error = await failure(() => Person.table(db).list())
      expect([level, error.kind]).toEqual([level, 'permission'])
      expect(inspect([error, db], { depth: 9, showHidden: true })).not.toContain('S3CRET')
      await db.close()
    }
  })

  test('a user of one database comes in there', async () => {
    await using server = await TestServer.start()
    const root = surrealdb({ url: server.url, namespace: 'n', database: 'd' })
    await root.expr`DEFINE USER keeper ON DATABASE PASSWORD 'sesame' ROLES EDITOR`.run()
    await root.close()
    const user = { username: 'keeper', password: 'sesame' }
    const right = surrealdb({ url: server.url, namespace: 'n', database: 'd', level: 'database', ...user })
    expect(await Person.table(right).insert(1, { name: 'Ann' })).toEqual({ id: 1, name: 'Ann' })
    expect((await failure(() => right.expr`DEFINE USER other ON ROOT PASSWORD 'x'`.run())).kind).toBe('permission')
    await right.close()
    const wrong = surrealdb({ url: server.url, namespace: 'n', database: 'd', ...user })
    expect((await failure(() => wrong.ping())).kind).toBe('permission')
    await wrong.close()
  })
})
