import { beforeEach, describe, expect, test } from 'vitest'
import { failed } from '../../test/failed.ts'
import { col, Entity, int, json, text, Transaction, uuid } from '../index.ts'
import { type Memory, memory } from '../memory/index.ts'
import { type Deliver, outbox } from './index.ts'

class Order extends Entity('orders', { id: col(int).id(), total: col(int) }) {}
class Message extends Entity('messages', { id: col(int).id(), topic: col(text) }) {}

let shop: Memory
let got: string[]
/** Topics that cannot be delivered now. */
let broken: Set<string>
beforeEach(() => {
  shop = memory({ name: 'shop' })
  got = []
  broken = new Set()
})
const deliver: Deliver<Message> = async ({ id, topic }) => {
  if (broken.has(topic)) throw new Error('no answer')
  got.push(`${id} ${topic}`)
}
const mail = () => outbox(Message.table(shop), deliver)
const left = () => Message.table(shop).fieldValues(m => m.topic)
const placed = (...topics: readonly string[]) =>
  shop.transaction(async tx => {
    const box = mail()
    for (const topic of topics) await box.send(tx, { topic })
    await Order.table(tx).insert(1, { total: 5 })
    expect([got, await Message.table(tx).count()]).toEqual([[], topics.length])
  })

describe('send', () => {
  test('keeps the message with what it tells of, delivers it after the commit, and takes it out', async () => {
    await using tx = await shop.begin()
    expect(await mail().send(tx, { topic: 'placed' })).toEqual({ id: 1, topic: 'placed' })
    expect(await mail().send(tx, { id: 9, topic: 'paid' })).toEqual({ id: 9, topic: 'paid' })
    const receipt = await tx.commit()
    expect(receipt.afterCommit).toEqual([
      { what: 'delivery of messages 1', outcome: 'done' },
      { what: 'delivery of messages 9', outcome: 'done' },
    ])
    expect([got, await left()]).toEqual([['1 placed', '9 paid'], []])
  })

  test('is undone with its transaction, also with one inside it', async () => {
    await using tx = await shop.begin()
    const inner = await tx.begin()
    await mail().send(inner, { topic: 'dropped' })
    await inner.rollback()
    await tx.transaction(inside => mail().send(inside, { topic: 'kept' }))
    await tx.commit()
    await shop
      .transaction(async other => {
        await mail().send(other, { topic: 'never' })
        throw new RangeError('out of stock')
      })
      .catch(() => {})
    expect([got, await left()]).toEqual([['2 kept'], []])
  })

  test('leaves what cannot be delivered, and what comes after it, to the next drain', async () => {
    broken.add('two')
    const error = await failed(() => placed('one', 'two', 'three'))
    expect(error).toMatchObject({ kind: 'partial', details: { written: true } })
    expect(error.details.receipt).toMatchObject({
      afterCommit: [{ outcome: 'done' }, { outcome: 'failed' }, { outcome: 'not sent' }],
    })
    expect(error.message).toMatch(/^the transaction on \S+ is committed, but delivery of messages 2 failed after it: no answer; the message stays in its table, and drain\(\) delivers it; details\.receipt lists/) // biome-ignore format: one line
    expect(error.cause).toMatchObject({ kind: 'partial', context: ['delivery of messages 2, after the commit'] })
    expect([got, await left(), await Order.table(shop).count()]).toEqual([['1 one'], ['two', 'three'], 1])
    broken.clear()
    expect(await mail().drain()).toEqual({ delivered: 2, failed: 0 })
    expect([got, await left()]).toEqual([['1 one', '2 two', '3 three'], []])
  })

  test('leaves a message whose delivery hangs at the deadline of its transaction, and tells the delivery', async () => {
    const signals: (AbortSignal | undefined)[] = []
    const hanging = outbox(Message.table(shop), (_message, { signal }) => {
      signals.push(signal)
      return new Promise(() => {})
    })
    const work = shop.transaction(async tx => void (await hanging.send(tx, { topic: 'late' })), { timeoutMs: 20 })
    expect(await failed(() => work)).toMatchObject({ kind: 'partial', details: { written: true } })
    expect([signals.map(signal => signal?.aborted), await left()]).toEqual([[true], ['late']])
    expect([await mail().drain(), got]).toEqual([{ delivered: 1, failed: 0 }, ['1 late']])
  })

  test('takes a transaction of the database of its table, also from hooks and inside a transaction of expressions', async () => {
    const told = Order.table(shop).withHook('afterInsert', async ({ after, transaction }) => {
      if (transaction !== undefined) await mail().send(transaction, { topic: `order of ${after.total}` })
    })
    await Transaction.of(shop).exec(told.insertQuery([{ id: 1, total: 5 }, { id: 2, total: 6 }])).run() // biome-ignore format: one line
    expect(got).toEqual(['1 order of 5', '2 order of 6'])
    await using other = await memory().begin()
    expect(await failed(() => mail().send(other, { topic: 'x' }))).toMatchObject({ kind: 'invalid' })
    expect(await failed(() => mail().send(shop as never, { topic: 'x' }))).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/^send\(\) of the outbox messages takes the open transaction/) }) // biome-ignore format: one line
  })
})

describe('drain', () => {
  const leave = (...topics: readonly string[]) => Message.table(shop).insertMany(topics.map(topic => ({ topic })))

  test('delivers the oldest first and tells how far it is', async () => {
    await Message.table(shop).insertMany([{ id: 30, topic: 'c' }, { id: 4, topic: 'a' }, { id: 11, topic: 'b' }]) // biome-ignore format: one line
    const told: unknown[] = []
    expect(await mail().drain({ onProgress: progress => told.push(progress.delivered) })).toEqual({
      delivered: 3,
      failed: 0,
    })
    expect([got, told, await left()]).toEqual([['4 a', '11 b', '30 c'], [1, 2, 3], []])
    expect(await mail().drain()).toEqual({ delivered: 0, failed: 0 })
  })

  test('ends at the first that fails, or goes on where somebody is told', async () => {
    await leave('a', 'b', 'c')
    broken.add('b')
    expect(await failed(() => mail().drain())).toMatchObject({
      kind: 'partial',
      retry: 'safe',
      details: { entity: 'messages', delivered: 1 },
      message: 'delivering messages 2: no answer',
    })
    expect(await left()).toEqual(['b', 'c'])
    const told: string[] = []
    const outcome = await mail().drain({ onFailed: ({ topic }, { message }) => told.push(`${topic}: ${message}`) })
    expect([outcome, told, await left()]).toEqual([
      { delivered: 1, failed: 1 },
      ['b: delivering messages 2: no answer'],
      ['b'],
    ])
  })

  test('at once with another delivers everything, and none of them fails', async () => {
    const topics = Array.from({ length: 20 }, (_, index) => `t${index}`)
    await leave(...topics)
    await Promise.all([mail().drain(), mail().drain(), mail().drain()])
    expect([new Set(got).size, await left()]).toEqual([20, []])
    got.length = 0
    await leave(...topics)
    const one = mail()
    const outcomes = await Promise.all([one.drain(), one.drain()])
    expect(outcomes.map(({ failed }) => failed)).toEqual([0, 0])
    expect([new Set(got).size, await left()]).toEqual([20, []])
  })

  test('waits for a delivery that is under way, and tries itself where that failed', async () => {
    let end = (_: 'well' | 'badly'): void => {}
    const ends = new Promise<'well' | 'badly'>(resolve => {
      end = resolve
    })
    let times = 0
    const slow = outbox(Message.table(shop), async ({ topic }) => {
      times++
      if (topic === 'a' && times === 1 && (await ends) === 'badly') throw new Error('no answer')
    })
    await leave('a', 'b')
    const controller = new AbortController()
    const first = failed(() => slow.drain({ signal: controller.signal }))
    const second = slow.drain()
    for (const _ of [1, 2, 3]) await Message.table(shop).count()
    expect(times).toBe(1)
    controller.abort()
    expect([(await first).kind, await second, times, await left()]).toEqual([
      'cancelled',
      { delivered: 2, failed: 0 },
      3,
      [],
    ])
    end('badly')

    times = 0
    await using tx = await shop.begin()
    await slow.send(tx, { topic: 'b' })
    const committed = tx.commit()
    expect([await slow.drain(), (await committed).afterCommit[0]?.outcome, await left()]).toMatchObject([
      { failed: 0 },
      'done',
      [],
    ])
    expect(times).toBeGreaterThan(0)
  })

  test('ends with its signal: what was not taken out stays', async () => {
    await leave('a', 'b')
    const controller = new AbortController()
    const stuck = outbox(Message.table(shop), async (_, { signal }) => {
      expect(signal).toBeDefined()
      controller.abort()
      await new Promise(() => {})
    })
    const error = await failed(() => stuck.drain({ signal: controller.signal, onFailed: () => got.push('told') }))
    expect([error.kind, await left(), got]).toEqual(['cancelled', ['a', 'b'], []])
    expect(await failed(() => mail().drain({ signal: AbortSignal.abort() }))).toMatchObject({ kind: 'cancelled' })
  })
})

test('what keeps no messages is refused', async () => {
  class Line extends Entity('lines', { a: col(int).id(), b: col(int).id() }) {}
  class Blob extends Entity('blobs', { id: col(json).id() }) {}
  class Uid extends Entity('uids', { id: col(uuid).id() }) {}
  const nothing = async () => {}
  for (const table of [Line.table(shop), Blob.table(shop)])
    expect(await failed(() => outbox(table as never, nothing))).toMatchObject({ kind: 'invalid' })
  await using tx = await shop.begin()
  expect((await failed(() => outbox(Message.table(tx), nothing))).message).toContain('open the table on the database')
  expect(await failed(() => outbox({} as never, nothing))).toMatchObject({ kind: 'invalid' })
  outbox(Uid.table(shop), nothing)
})
