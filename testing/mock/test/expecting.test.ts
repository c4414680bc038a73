import { count, Decimal, Entity, col, int, text, Temporal, instant, value } from '@vantage-ts/core'
import { type Mock, mock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { City, Customer, neighbours, Order, unpaid } from './shop.ts'

const money = (amount: string): Decimal => Decimal.from(amount)
const ann = { id: 1, name: 'Ann', city: 'Riga', limit: money('100') }
const bob = { id: 2, name: 'Bob', limit: money('50') }

test('a set answers reading its rows, all or the first; rows are entities', async () => {
  const db = mock()
  const customers = Customer.table(db).where(c => c.limit.gt(money('10'))).orderBy(c => c.name) // biome-ignore format: one line
  const expected = db.expect(customers).rows([ann, bob])
  expect((await customers.list()).map(c => c.label())).toEqual(['Ann of Riga', 'Bob of nowhere'])
  expect(await customers.first()).toEqual(Object.assign(Object.create(Customer.prototype), ann))
  const streamed: string[] = []
  for await (const { name } of customers.stream({ batchRows: 1 })) streamed.push(name)
  expect(streamed).toEqual(['Ann', 'Bob'])
  expect(await customers.records().list()).toEqual([ann, { ...bob, city: null }])
  expect(await customers.prepare({}, set => set).list({})).toHaveLength(2)
  expect([expected.calls, db.count(expected), db.count(customers), db.count()]).toEqual([5, 5, 5, 5])
  db.verify()
})

test('a set narrowed by its id is what get(), load() and first() read', async () => {
  const db = mock()
  const customers = Customer.table(db)
  db.expect(customers.where(c => c.id.eq(1))).rows([ann])
  db.expect(customers.where(c => c.id.eq(9))).rows([])
  expect((await customers.get(1))?.name).toBe('Ann')
  expect((await customers.load(1)).name).toBe('Ann')
  expect(await customers.get(9)).toBeUndefined()
  expect((await failureOf(() => customers.load(9))).kind).toBe('not-found')
  expect((await failureOf(() => customers.get(2))).kind).toBe('unexpected-query')
})

test('values count, unless any will do: of all places, or of those that are compared with a column', async () => {
  const db = mock()
  const orders = Order.table(db)
  const of = (customerId: number, state: 'open' | 'paid') => orders.where(o => o.customerId.eq(customerId).and(o.state.eq(state))) // biome-ignore format: one line
  db.expect(of(1, 'open').countExpr()).value(1)
  db.expect(of(2, 'open').countExpr()).value(5).withAny('customerId')
  db.expect(of(0, 'open').sumExpr(o => o.total)).value(money('7')).withAny() // biome-ignore format: one line
  expect([await of(1, 'open').count(), await of(7, 'open').count()]).toEqual([1, 5])
  expect((await failureOf(() => of(7, 'paid').count())).message).toContain('select count(*) from orders where customerId = 1 and state = "open"') // biome-ignore format: one line
  expect(String(await of(3, 'paid').sum(o => o.total))).toBe('7')
})

test('the very values come before any values, whichever was said first', async () => {
  const db = mock()
  const of = (id: number) => Order.table(db).where(o => o.customerId.eq(id)).countExpr() // biome-ignore format: one line
  db.expect(of(0)).value(0).withAny()
  db.expect(of(1)).value(1)
  expect([await of(1).run(), await of(2).run()]).toEqual([1, 0])
})

test('lists mean the same in any order; nulls and empty lists are values', async () => {
  const db = mock()
  const customers = Customer.table(db)
  db.expect(customers.where(c => c.id.in([3, 1, 2]))).rows([])
  expect(await customers.where(c => c.id.in([1, 2, 3])).list()).toEqual([])
  expect((await failureOf(() => customers.where(c => c.id.in([1, 2])).list())).kind).toBe('unexpected-query')
  db.expect(customers.where(c => c.id.eq(1)).updateQuery().set('city', null)).count(1) // biome-ignore format: one line
  expect(await customers.where(c => c.id.eq(1)).updateQuery().set('city', null).run()).toBe(1) // biome-ignore format: one line
  expect(await customers.where(c => c.id.in([])).list()).toEqual([])
})

test('expressions, aggregates, columns, groups and joins are answered by their values', async () => {
  const db = mock()
  const orders = Order.table(db)
  const open = unpaid(orders)
  db.expect(open.countExpr()).value(3)
  db.expect(open.maxExpr(o => o.total)).value(null)
  db.expect(open.fieldExpr(o => o.id)).value([1, 2])
  db.expect(open.fieldExpr(o => o.note)).value(['x', null])
  expect([await open.count(), await open.max(o => o.total)]).toEqual([3, undefined])
  expect([await open.fieldValues(o => o.id), await open.fieldExpr(o => o.note).run()]).toEqual([[1, 2], ['x', null]]) // biome-ignore format: one line
  const perCustomer = orders.groupBy('customerId').aggregate({ orders: count() })
  db.expect(perCustomer).rows([{ customerId: 1, orders: 2 }])
  expect(await perCustomer.list()).toEqual([{ customerId: 1, orders: 2 }])
  const joined = Customer.table(db).join(orders, (c, o) => c.id.eq(o.customerId)).select((c, o) => ({ name: c.name, total: o.total })) // biome-ignore format: one line
  db.expect(joined).rows([{ name: 'Ann', total: money('1') }])
  expect((await joined.list()).map(row => row.name)).toEqual(['Ann'])
  const owing = Customer.table(db).withExpression('owes', c => c.getLink('orders').sumExpr(o => o.total)).orderBy(c => c.owes.desc()) // biome-ignore format: one line
  db.expect(owing).rows([{ ...ann, owes: money('3') }])
  expect((await owing.list()).map(row => `${row.label()} owes ${row.owes}`)).toEqual(['Ann of Riga owes 3'])
  db.expect(Customer.table(db).select('name')).rows([{ id: 1, name: 'Ann' }])
  expect(await Customer.table(db).select('name').list()).toEqual([{ id: 1, name: 'Ann' }])
  db.verify()
})

test('texts are answered in the same ways, however they are broken into lines', async () => {
  const db = mock()
  const orders = Order.table(db)
  db.expect(`
    select sum(total) from orders
    where state = ?
  `).value(money('1'))
  db.expect('select id from orders').values([4, 5])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the statement
  db.expect('`select ${?} as a`').rows([{ a: 1 }])
  expect(String(await unpaid(orders).sum(o => o.total))).toBe('1')
  expect(await orders.fieldValues(o => o.id)).toEqual([4, 5])
  expect(await db.expr`select ${5} as a`.run()).toEqual([{ a: 1 }])
  db.verify()
})

test('vendor text is expected as the expression that it is', async () => {
  const db = mock()
  db.expect(db.expr`select ${1}`).rows([{ a: 1 }])
  const rows = await db.expr`select ${1}`.run()
  Object.assign(Object(rows)[0], { a: 'changed by who got it' })
  expect(await db.expr`select ${1}`.run()).toEqual([{ a: 1 }])
  const length = Customer.table(db).expr`length(${Customer.table(db).$.name})`.as(int)
  const long = Customer.table(db).where(() => length.gt(3))
  db.expect(long).rows([])
  expect(await long.list()).toEqual([])
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the text of the statement
  expect((await failureOf(() => db.expr`select ${2}`.run())).message).toContain('`select ${2}`')
})

test('changes are answered whichever call makes them; an insert without an answer makes what it is sent', async () => {
  const db = mock()
  const customers = Customer.table(db)
  const one = customers.where(c => c.id.eq(1))
  db.expect(customers.insertQuery({ id: 1, name: 'Ann' }))
  db.expect(one.updateQuery().set('name', 'Bo')).rows([{ ...ann, name: 'Bo' }])
  db.expect(one.deleteQuery()).count(1)
  expect((await customers.insert(1, { name: 'Ann' })).label()).toBe('Ann of nowhere')
  expect(await customers.insertMany([{ id: 1, name: 'Ann' }])).toBe(1)
  expect((await customers.patch(1, { name: 'Bo' })).name).toBe('Bo')
  expect([await customers.delete(1), await one.deleteAll()]).toEqual([true, 1])
  const record = Object.assign(await (async () => { db.expect(one).rows([ann]); return customers.load(1) })(), { name: 'Bo' }) // biome-ignore format: one line
  await record.save()
  expect(record.name).toBe('Bo')
  db.verify()
})

test('an insert whose id is taken: nothing is made, and the stored row is read', async () => {
  const db = mock()
  const customers = Customer.table(db)
  db.expect(customers.insertQuery({ id: 1, name: 'Bo' })).count(0)
  db.expect(customers.where(c => c.id.eq(1))).rows([ann])
  expect((await customers.insert(1, { name: 'Bo' })).name).toBe('Ann')
  db.verify()
})

test('what a change writes may be any value of a column', async () => {
  const db = mock()
  class Event extends Entity('events', { id: col(text).id(), kind: col(text), at: col(instant).onInsert(({ now }) => now) }) {} // biome-ignore format: one line
  const events = Event.table(db)
  db.expect(events.insertQuery({ id: 'x', kind: 'login', at: Temporal.Instant.from('2026-01-01T00:00Z') })).withAny('id', 'at') // biome-ignore format: one line
  const made = await events.insert(crypto.randomUUID(), { kind: 'login' })
  expect(made.kind).toBe('login')
  expect((await failureOf(() => events.insert('1', { kind: 'logout' }))).kind).toBe('unexpected-query')
})

test('the same statement gets the same answer; data may change between calls', async () => {
  const db = mock()
  const customers = Customer.table(db)
  const rows = [ann]
  const expected = db.expect(customers).rows(rows)
  const size = async () => (await customers.list()).length
  expect([await size(), await size()]).toEqual([1, 1])
  rows.push({ ...ann, id: 3 })
  expect(await size()).toBe(2)
  expected.rows([])
  expect(await size()).toBe(0)
  let next = 0
  db.expect(customers.countExpr()).value(() => ++next)
  expect([await customers.count(), await customers.count()]).toEqual([1, 2])
})

test('a sequence is several expectations with a number of times', async () => {
  const db = mock()
  const size = Order.table(db).countExpr()
  db.expect(size).value(1).once()
  db.expect(size).value(2).times(2)
  expect(await Promise.all([size.run(), size.run(), size.run()])).toEqual([1, 2, 2])
  expect((await failureOf(() => size.run())).message).toContain('it was answered once, as often as it is expected')
  expect(() => db.verify()).toThrow('does not expect')
})

test('a deferred answer of one mock flows into a statement of another', async () => {
  const cities = mock({ name: 'cities' })
  const shop = mock({ name: 'shop' })
  const fairs = City.table(cities)
  cities.expect(fairs.where(c => c.hasFair.eq(1)).fieldExpr(c => c.name)).value(['Riga', 'Tartu']) // biome-ignore format: one line
  shop.expect('select name from customers where city in ["Riga", "Tartu"]').values(['Ann'])
  expect(await neighbours(shop, fairs)).toEqual(['Ann'])
  // As a set, what comes from elsewhere may be any value: it is known when it runs.
  shop.reset()
  const inFairs = Customer.table(shop).where(c => c.city.in(fairs.where(f => f.hasFair.eq(1)).fieldExpr(f => f.name))) // biome-ignore format: one line
  shop.expect(inFairs.fieldExpr(c => c.name)).value(['Bob'])
  expect(await neighbours(shop, fairs)).toEqual(['Bob'])
  expect([shop.sent[0]?.text, cities.count()]).toEqual(['select name from customers where city in ["Riga", "Tartu"]', 2]) // biome-ignore format: one line
  shop.verify()
})

test('the spy tells what was sent, in order, with outcomes', async () => {
  const db = mock()
  const orders = Order.table(db)
  db.expect(orders.countExpr()).value(4)
  db.expect(orders.where(o => o.id.eq(1)).deleteQuery()).count(1)
  db.expect('commit').fails('conflict', { reason: 'serialization' }).once()
  await orders.count()
  await orders.sum(o => o.total).catch(() => {})
  await db.transaction(tx => Order.table(tx).delete(1), { retries: 1 })
  expect(db.sent.map(({ number, kind, text: said, outcome, transaction, rows }) => [number, kind, said, outcome, transaction, rows])).toEqual([
    [1, 'select', 'select count(*) from orders', 'answered', undefined, 1],
    [2, 'select', 'select sum(total) from orders', 'unexpected', undefined, 0],
    [3, 'step', 'begin', 'answered', 1, 0],
    [4, 'delete', 'delete from orders where id = 1', 'answered', 1, 1],
    [5, 'step', 'commit', 'failed', 1, 0],
    [6, 'step', 'begin', 'answered', 2, 0],
    [7, 'delete', 'delete from orders where id = 1', 'answered', 2, 1],
    [8, 'step', 'commit', 'answered', 2, 0],
  ]) // biome-ignore format: one line
  expect([db.count(), db.count(orders.countExpr()), db.count('delete from orders where id = ?'), db.count('commit')]).toEqual([4, 1, 2, 2]) // biome-ignore format: one line
  expect(db.sent[1]?.error?.kind).toBe('unexpected-query')
  db.forget()
  expect([db.sent.length, db.count()]).toEqual([0, 0])
})

test('two entities of one table are told apart by what they read', async () => {
  const db = mock()
  class Named extends Entity('customers', { id: col(int).id(), name: col(text) }) {}
  db.expect(Named.table(db)).rows([{ id: 1, name: 'narrow' }])
  db.expect(Customer.table(db)).rows([{ ...ann, name: 'wide' }])
  expect([(await Customer.table(db).list())[0]?.name, (await Named.table(db).list())[0]?.name]).toEqual(['wide', 'narrow']) // biome-ignore format: one line
  db.verify()
})

test('statement events and explain() tell of neutral text', async () => {
  const db: Mock = mock()
  const heard: string[] = []
  db.on('statement', ({ text: said }) => heard.push(said))
  const open = unpaid(Order.table(db))
  db.expect(open).rows([])
  expect(String(open.explain())).toContain('select * from orders where state = ?')
  await open.list()
  expect(heard).toEqual(['select * from orders where state = ?'])
})

test('a column may be held in a form of its own, of a type that no source of ours knows', async () => {
  const db = mock()
  const kilograms = { ...int, name: 'kilograms' }
  class Parcel extends Entity('parcels', { id: col(int).id(), weight: col(kilograms) }) {}
  const held = { name: 'text', encode: (given: unknown) => `${given} kg`, decode: (raw: unknown) => Number.parseInt(String(raw), 10) } // biome-ignore format: one line
  const parcels = Parcel.table(db, { columns: { weight: { storage: held } } })
  db.expect(parcels).rows([{ id: 1, weight: 5 }])
  db.expect(parcels.insertQuery({ id: 2, weight: 7 }))
  expect((await parcels.list())[0]?.weight).toBe(5)
  expect((await parcels.insert(2, { weight: 7 })).weight).toBe(7)
  expect(db.sent.at(-1)?.text).toBe('insert into parcels (id, weight) values (2, "7") unless there')
  db.expect(Parcel.table(db).where(p => p.weight.eq(value(kilograms, 3)))).rows([])
  expect(await Parcel.table(db).where(p => p.weight.eq(3)).list()).toEqual([]) // biome-ignore format: one line
})
