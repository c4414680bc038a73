import { VantageError } from '@vantage-ts/core'
import { mock, virtualClock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { City, Customer, neighbours, Order } from './shop.ts'

test('a statement fails as the test says: by a kind, or with an error as it is', async () => {
  const db = mock({ name: 'db' })
  const orders = Order.table(db)
  const expected = db.expect(orders.countExpr()).fails('timeout')
  expect(await failureOf(() => orders.count())).toMatchObject({ kind: 'timeout', retry: 'safe', details: { source: 'db', statement: 'select count(*) from orders' } }) // biome-ignore format: one line
  expected.fails('conflict', { reason: 'unique', message: 'taken', details: { id: '1' } })
  expect(await failureOf(() => orders.count())).toMatchObject({ kind: 'conflict', retry: 'never', message: 'taken', details: { reason: 'unique', id: '1' } }) // biome-ignore format: one line
  const cause = new Error('reset')
  expected.fails(new VantageError('gone', { kind: 'permission', cause }))
  expect(await failureOf(() => orders.count())).toMatchObject({ kind: 'permission', message: 'gone', cause })
  expected.fails(cause)
  expect(await failureOf(() => orders.count())).toMatchObject({ kind: 'internal', cause })
  expected.value(3)
  expect(await orders.count()).toBe(3)
})

test('the nth call fails: of one expectation by a sequence, of all statements by failOn', async () => {
  const db = mock()
  const size = Order.table(db).countExpr()
  db.expect(size).value(1).times(2)
  db.expect(size).fails('connection').once()
  db.expect(size).value(2)
  const outcome = () => size.run().catch((error: VantageError) => error.kind)
  expect([await outcome(), await outcome(), await outcome(), await outcome()]).toEqual([1, 1, 'connection', 2])
  db.failOn(2, 'too-large')
  expect([await outcome(), await outcome(), await outcome()]).toEqual([2, 'too-large', 2])
  db.verify()
  db.failOn(3, 'timeout')
  expect(() => db.verify()).toThrow('mock was to fail statement 10, and 7 came')
})

test('a dropped connection leaves the outcome of a write unknown, and takes its transaction along', async () => {
  const db = mock({ name: 'db' })
  const orders = Order.table(db)
  const removal = db.expect(orders.where(o => o.id.eq(1)).deleteQuery()).drops()
  expect(await failureOf(() => orders.delete(1))).toMatchObject({ kind: 'connection', retry: 'after-reread', details: { outcome: 'unknown' } }) // biome-ignore format: one line
  db.expect(orders.countExpr()).value(1)
  const tx = await db.begin()
  await failureOf(() => Order.table(tx).delete(1))
  expect(await failureOf(() => Order.table(tx).count())).toMatchObject({ kind: 'connection', retry: 'safe', details: { outcome: 'rolled back' } }) // biome-ignore format: one line
  expect((await failureOf(() => tx.commit())).kind).toBe('connection')
  expect(await orders.count()).toBe(1)
  removal.count(1)
  expect(await orders.delete(1)).toBe(true)
})

test('a commit whose answer is lost is told as unknown', async () => {
  const db = mock()
  db.expect('commit').drops()
  const failure = await failureOf(() => db.transaction(async () => {}))
  expect(failure).toMatchObject({ kind: 'connection', retry: 'after-reread', details: { outcome: 'unknown' } })
})

test('without a connection every statement fails, open transactions are lost, and the next call finds it again', async () => {
  const db = mock()
  const size = Order.table(db).countExpr()
  db.expect(size).value(1)
  const tx = await db.begin()
  db.disconnect()
  for (const call of [() => size.run(), () => Order.table(tx).count(), () => db.begin(), () => db.ping()])
    expect(await failureOf(call)).toMatchObject({ kind: 'connection', retry: 'safe' })
  db.reconnect()
  expect([await size.run(), await db.ping()]).toEqual([1, undefined])
  expect(await failureOf(() => Order.table(tx).count())).toMatchObject({ details: { outcome: 'rolled back' } })
  await tx.rollback()
})

test('answers take their time by a clock that only moves when it is told to', async () => {
  const db = mock()
  const orders = Order.table(db)
  db.expect(orders.countExpr()).value(1).after(200)
  db.expect(orders.maxExpr(o => o.id))
    .value(9)
    .after(100)
  const done: string[] = []
  const slow = orders.count().then(() => done.push('slow'))
  const fast = orders.max(o => o.id).then(() => done.push('fast'))
  await db.clock.advance(99)
  expect(done).toEqual([])
  await db.clock.advance(1)
  expect(done).toEqual(['fast'])
  await db.clock.advance(1000)
  expect([done, db.clock.nowMs]).toEqual([['fast', 'slow'], 1100])
  await Promise.all([slow, fast])
})

test('run() moves on by itself, and tells how long it takes: parts of other sources wait for each other only where they have to', async () => {
  const clock = virtualClock()
  const [one, other, shop] = ['one', 'other', 'shop'].map(name => mock({ name, clock }))
  if (one === undefined || other === undefined || shop === undefined) throw new Error('three were made')
  for (const [source, ms] of [[one, 300], [other, 200]] as const) // biome-ignore format: one line
    source
      .expect(City.table(source).fieldExpr(c => c.name))
      .value(['Riga'])
      .after(ms)
  shop.expect('select name from customers where city in ["Riga"] and city in ["Riga"]').values(['Ann']).after(50)
  const both = Customer.table(shop)
    .where(c => c.city.in(City.table(one).fieldExpr(city => city.name)))
    .where(c => c.city.in(City.table(other).fieldExpr(city => city.name)))
  expect(await clock.run(() => both.fieldValues(c => c.name))).toEqual(['Ann'])
  expect(clock.nowMs).toBe(350)
  one.expect(City.table(one).countExpr()).fails('timeout').after(10)
  expect(await failureOf(() => clock.run(() => City.table(one).count()))).toMatchObject({ kind: 'timeout' })
  expect(await clock.run(() => 5)).toBe(5)
  await expect(clock.run(() => { throw new TypeError('x') })).rejects.toThrow('x') // biome-ignore format: one line
})

test('a call that waits is cancelled, and what it waited for never comes', async () => {
  const db = mock()
  const orders = Order.table(db)
  db.expect(orders.countExpr()).value(1).after(1000)
  const controller = new AbortController()
  const call = failureOf(() => orders.count({ signal: controller.signal }))
  await db.clock.advance(1)
  controller.abort()
  expect((await call).kind).toBe('cancelled')
  await db.clock.advance(5000)
  expect(db.sent.map(({ outcome }) => outcome)).toEqual(['failed'])
})

test('a deferred part that fails keeps the outer statement from being sent', async () => {
  const cities = mock({ name: 'cities' })
  const shop = mock({ name: 'shop' })
  const fairs = City.table(cities)
  cities.expect(fairs.where(c => c.hasFair.eq(1)).fieldExpr(c => c.name)).fails('permission') // biome-ignore format: one line
  const failure = await failureOf(() => neighbours(shop, fairs))
  expect([failure.kind, failure.context, shop.sent.length]).toEqual(['permission', ['resolving a part for shop'], 0])
})
