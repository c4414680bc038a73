import { col, Decimal, Entity, hook, int, now, text, VantageError } from '@vantage-ts/core'
import { type Mock, mock } from '@vantage-ts/mock'
import { expect, test } from 'vitest'
import { failureOf } from './failure-of.ts'
import { Customer, Order, placeOrder } from './shop.ts'

const money = (text: string): Decimal => Decimal.from(text)

test('a blank mock shows a statement and the line that allows it', async () => {
  const db = mock({ name: 'db' })
  const failure = await failureOf(() => Customer.table(db).where(c => c.city.eq("Ri'ga")).list()) // biome-ignore format: one line
  expect(failure).toMatchObject({ kind: 'unexpected-query', retry: 'never' })
  expect(failure.message).toBe(`db does not expect this statement:

  select * from customers where city = "Ri'ga"

It expects nothing.

This line allows it:

  db.expect('select * from customers where city = "Ri\\'ga"').rows([{ id: 1, name: 'name', city: 'Ri\\'ga', limit: Decimal.from('1.5') }])`)
  expect(failure.details).toMatchObject({ source: 'db', statement: 'select * from customers where city = ?' })
})

test('it shows the nearest that it expects, where that is, and where it differs', async () => {
  const db = mock({ name: 'db' })
  const customers = Customer.table(db)
  db.expect(customers.where(c => c.city.eq('Tartu'))).rows([])
  db.expect(Order.table(db).countExpr()).value(3)
  const { message } = await failureOf(() => customers.where(c => c.city.eq('Riga')).list())
  expect(message).toMatch(/The nearest that it expects \(complaints\.test\.ts:\d+\) differs here:/)
  expect(message).toContain(`
  select * from customers where city = "Tartu"
                                        ^^^^^
`)
  expect((await failureOf(() => Order.table(db).deleteAll({ everything: true }))).message).toContain(
    'It expects nothing like it.',
  )
})

test('each line that it shows allows the statement, whatever that is', async () => {
  const calls: Readonly<Record<string, (db: Mock) => PromiseLike<unknown>>> = {
    list: db => Customer.table(db).list(),
    get: db => Customer.table(db).get(4),
    count: db => Customer.table(db).count(),
    'sum of decimals': db => Order.table(db).sum(o => o.total),
    'many conditions': db =>
      Customer.table(db)
        .where(c =>
          c.name
            .startsWith('A')
            .or(c.city.isNull())
            .and(c.limit.between(money('1'), money('2.5'))),
        )
        .where(c => c.id.in([3, 1, 2]).and(c.name.like('%x_').not()))
        .orderBy(c => c.name.desc())
        .limit(3)
        .offset(2)
        .list(),
    'a reference': db => Customer.table(db).where(c => c.id.eq(1)).getRef('orders').deleteAll(), // biome-ignore format: one line
    'a link': db =>
      Customer.table(db)
        .withExpression('orders', c => c.getLink('orders').countExpr())
        .orderBy(c => c.orders.desc())
        .list(),
    groups: db => Order.table(db).groupBy('state').aggregate({}).list(),
    join: db =>
      Customer.table(db)
        .join(Order.table(db), (c, o) => c.id.eq(o.customerId))
        .select((c, o) => ({ name: c.name, total: o.total }))
        .list(),
    'the same table twice': db =>
      Customer.table(db)
        .where(c => c.id.in(Customer.table(db).asSource().where(o => o.name.eq('x')).fieldExpr(o => o.id))) // biome-ignore format: one line
        .list(),
    'vendor text': db => db.expr`select ${1} as "a  b" from \`t\``.run(),
    insert: db => Customer.table(db).insert(1, { name: 'Ann "the\n\\ first"' }),
    insertMany: db => Customer.table(db).insertMany([{ id: 1, name: 'a', city: 'b' }, { id: 2, name: 'b', city: null }]), // biome-ignore format: one line
    'insert without a value': db => Order.table(db).insertReturningId({ customerId: 1, total: money('1') }),
    patch: db => Customer.table(db).patch(1, { name: 'Bob', city: null }),
    replace: db => Customer.table(db).replace(1, { name: 'Bob' }),
    delete: db => Customer.table(db).delete(1),
    updateQuery: db =>
      Order.table(db)
        .where(o => o.state.eq('open'))
        .updateQuery()
        .set('total', o => o.total.plus(money('1')))
        .run(),
    'insert from a set': db =>
      Order.table(db)
        .insertFrom(Customer.table(db), c => ({ id: c.id, customerId: c.id, total: c.limit }))
        .run(),
  }
  for (const [name, call] of Object.entries(calls)) {
    const blank = mock({ name: 'db' })
    const { details } = await failureOf(() => call(blank))
    const db = mock({ name: 'db' })
    // What a reader would do: paste it.
    new Function('db', 'Decimal', String(details.line))(db, Decimal)
    await Promise.resolve(call(db)).catch((thrown: unknown) => {
      throw new Error(`${name}: ${String(details.line)}`, { cause: thrown })
    })
    db.verify()
    expect(db.sent.map(({ outcome }) => outcome)).toEqual(['answered'])
  }
})

test('it looks for the nearest among very long statements as well', async () => {
  const db = mock({ name: 'db' })
  const orders = Order.table(db)
  const ids = Array.from({ length: 40_000 }, (_, id) => id)
  const listed = (from: number) => orders.where(o => o.id.in(ids.map(id => id + from)))
  db.expect(listed(0)).rows([])
  expect(await listed(0).list()).toEqual([])
  const { details } = await failureOf(() => listed(1).list())
  expect(String(details.nearest)).toMatch(/^select \* from orders where id in \[0, 1, 2, /)
})

test('the moment of now(), and values that errors hide, stand as what may be any', async () => {
  const db = mock({ name: 'db' })
  const late = await failureOf(() => Customer.table(db).where(() => now().gt(now().minus(now().minus(now())))).count()) // biome-ignore format: one line
  expect(late.details.line).toBe("db.expect('select count(*) from customers where ? > (? - (? - ?))').value(1)")
  db.expect('select * from customers where name = ***').rows([])
  expect(await Customer.table(db).where(c => c.name.eq('x')).list()).toEqual([]) // biome-ignore format: one line
})

test('lines with a hidden value can be pasted from the message as well, which is made anew with each context', async () => {
  class Account extends Entity('accounts', { id: col(int).id(), password: col(text), note: col(text).optional() }) {}
  for (const password of ['x', 'two words', "it's", '***', '?', ''])
    for (const call of [
      (db: Mock) =>
        Account.table(db)
          .where(a => a.password.eq(password))
          .where(a => a.note.eq('n'))
          .list(),
      (db: Mock) =>
        Account.table(db)
          .where(a => a.password.eq(password))
          .list(),
      (db: Mock) => Account.table(db).patch(1, { password }),
    ]) {
      // biome-ignore format: one line
      const { message } = await failureOf(() => call(mock({ name: 'db' })))
      expect(message).toContain('password = ***')
      const db = mock({ name: 'db' })
      new Function('db', message.split('This line allows it:')[1] ?? '')(db)
      await call(db)
      db.verify()
    }
})

test('inside a transaction it says so; one that is used up, and one outside of a transaction, say why they do not answer', async () => {
  const db = mock()
  expect((await failureOf(() => placeOrder(db, 1, 2, money('5')))).message).toMatch(
    /^mock does not expect this statement \(in transaction 1\):/,
  )
  const count = Order.table(db).countExpr()
  db.expect(count).value(1).once()
  expect(await count.run()).toBe(1)
  expect((await failureOf(() => count.run())).message).toContain('it was answered once, as often as it is expected')
  db.reset()
  db.expect(count).value(1).inTransaction()
  expect((await failureOf(() => count.run())).message).toContain('it is expected inside a transaction, and this one is outside') // biome-ignore format: one line
  expect(await db.transaction(tx => Order.table(tx).count())).toBe(1)
})

test('verify tells what is missing, and what was unexpected though the code swallowed it', async () => {
  const db = mock({ name: 'db' })
  db.expect(Customer.table(db)).rows([])
  db.expect(Order.table(db).countExpr()).value(1).times(3)
  await Order.table(db).count()
  await Order.table(db).sum(o => o.total).catch(() => {}) // biome-ignore format: one line
  const failure = await failureOf(() => db.verify())
  expect(failure.kind).toBe('unexpected-query')
  expect(failure.message.replaceAll(/\(complaints\.test\.ts:\d+\)/g, '(line)')).toBe(`db does not expect this statement:

  select sum(total) from orders

The nearest that it expects (line) differs here:

  select count(*) from orders
         ^^^^^^^

This line allows it:

  db.expect('select sum(total) from orders').value(Decimal.from('1.5'))

db expects a statement (line), which did not come:

  select * from customers

db expects a statement (line) 3 times, and it came once:

  select count(*) from orders`)
  expect(failure.details).toMatchObject({ unexpected: 1, missing: 2 })
})

test('what can never come since the same is expected before it is told of', async () => {
  const db = mock()
  db.expect(Order.table(db).countExpr()).value(1)
  db.expect('select count(*) from orders').value(2)
  await Order.table(db).count()
  expect((await failureOf(() => db.verify())).message).toContain(
    'The same is expected before it, and was answered by that; say once() there.',
  )
})

test('misuse is refused where it is written', () => {
  const db = mock({ name: 'db' })
  const other = mock({ name: 'other' })
  const misuses: readonly (readonly [use: () => unknown, message: string])[] = [
    [() => mock(JSON.parse('{"cann":{}}')), 'mock() has no option "cann". Did you mean "can"?'],
    [() => mock({ can: JSON.parse('{"reed":true}') }), 'there is no ability "reed". Did you mean "read"?'],
    [() => mock({ can: JSON.parse('null') }), 'can is an object of abilities, such as { read: true, where: true }'], // biome-ignore format: one line
    [() => mock({ can: JSON.parse('["read"]') }), 'can is an object of abilities, such as { read: true, where: true }'],
    [() => mock({ limits: { maxInsertRows: 0 } }), 'the limit maxInsertRows is a number from 1 up'],
    [() => mock({ limits: { maxListLength: Number.NaN } }), 'the limit maxListLength is a number from 1 up'],
    [() => mock({ clock: Object(1) }), 'clock is one that virtualClock() made'],
    [() => db.expect(Customer.table(other)), 'expect() of db takes what is of db, and this belongs to other; open the table on this mock'], // biome-ignore format: one line
    [() => db.expect(Object(1)), 'this is no set, no expression and no change of a set'],
    [() => db.expect('select 1').times(0), 'times() takes a whole number from 1 up'],
    [() => db.expect('select 1').after(-1), 'after() takes milliseconds, a number from 0 up'],
    [() => db.expect('select 1').withAny(), 'in a text, write ? in the place of each value that may be any'],
    [() => db.expect('select 1').fails(Object(1)), "a failure is a kind of error, such as 'timeout', or an error"],
    [() => db.failOn(1, JSON.parse('"timedout"')), 'there is no kind of error "timedout". Did you mean "timeout"?'],
    [() => db.failOn(0, 'timeout'), 'failOn() takes which statement fails: 1 is the next'],
    [() => db.expect(Customer.table(db).where(c => c.city.eq('x'))).withAny('citty'), '"select * from customers where city = "x"" has no value of "citty". Did you mean "city"?'], // biome-ignore format: one line
  ]
  for (const [use, message] of misuses)
    expect(() => use()).toThrow(expect.objectContaining({ kind: 'invalid', message }))
})

test('changes that are several statements are expected by their texts', () => {
  const db = mock()
  class Hooked extends Entity('hooked', { id: col(int).id(), name: col(text) }) {
    static override hooks = [hook<'beforeUpdate', typeof Hooked>('beforeUpdate', () => {})]
  }
  expect(() => db.expect(Customer.table(db).insertQuery([{ id: 1, name: 'a' }, { id: 2, name: 'b', city: 'c' }]))).toThrow(
    'expect() takes what is one statement, and this change is 2 of them; expect each by its text',
  ) // biome-ignore format: one line
  expect(() => db.expect(Hooked.table(db).where(h => h.id.eq(1)).updateQuery().set('name', 'x'))).toThrow(
    'expect() takes what is one statement, and this change is made row by row, since hooks look at each; expect each by its text',
  ) // biome-ignore format: one line
})

test('answers that do not fit are refused, naming row and field: where they are written, or by the call that would get them', async () => {
  const db = mock()
  const customers = Customer.table(db)
  const answer = (row: object): unknown => db.expect(customers).rows([{ id: 1, name: 'Ann', limit: money('1') }, Object(row)]) // biome-ignore format: one line
  const misfits: readonly (readonly [row: unknown, kind: string, message: string])[] = [
    [{ id: 2, limit: money('1') }, 'type-mismatch', '"name" must be text, and is missing'],
    [{ id: null, name: 'Bob', limit: money('1') }, 'type-mismatch', '"id" must be int, and is null'],
    [{ id: 2, name: 5, limit: money('1') }, 'type-mismatch', '"name" must be text'],
    [{ id: 2, name: 'Bob', limit: 1 }, 'type-mismatch', '"limit" must be a Decimal, got a number'],
    [{ id: 2, nam: 'Bob' }, 'invalid', 'has a field "nam", which the statement does not read. Did you mean "name"?'],
    [[1, 'Bob'], 'invalid', 'is no object of columns, such as { id: … }'],
  ]
  for (const [row, kind, message] of misfits) {
    const failure = await failureOf(() => answer(Object(row)))
    expect(failure).toMatchObject({ kind })
    expect(failure.message).toMatch(/^row 2 of the answer to "select \* from customers" \(complaints\.test\.ts:\d+\)/)
    expect(failure.message).toContain(message)
  }
  db.reset()
  db.expect('select * from customers').rows([{ id: 'x' }])
  expect(await failureOf(() => customers.list())).toMatchObject({ kind: 'type-mismatch', details: { field: 'id' } })
  db.reset()
  db.expect(customers.where(c => c.id.eq(1)).updateQuery().set('name', 'x')).count(1) // biome-ignore format: one line
  expect((await failureOf(() => customers.patch(1, { name: 'x' }))).message).toContain('gives written rows back (id, name, city, limit); answer it with rows([…])') // biome-ignore format: one line
  db.reset()
  db.expect('insert into orders (customerId, total, state) values ?')
  expect((await failureOf(() => Order.table(db).insertReturningId({ customerId: 1, total: money('1') }))).message).toContain('gives "id" back, which the database makes; answer it with rows([…])') // biome-ignore format: one line
  db.reset()
  db.expect(customers)
  expect((await failureOf(() => customers.list())).message).toContain('has no answer; give it rows([…]) or value(…)')
  expect(VantageError.is(await failureOf(() => customers.list()))).toBe(true)
})
