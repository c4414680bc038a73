import { bool, col, Entity, expectStatements, hasMany, int, Table, text, Transaction } from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import {
  count,
  cte,
  every,
  exists,
  max,
  rowNumber,
  sql,
  sum,
  table,
  upper,
  value,
  when,
  window,
} from '@vantage-ts/sqlite/sql'
import { describe, expect, it } from 'vitest'
import type { DriverName, Sqlite } from '../src/index.ts'
import { drivers, opened } from './drivers.ts'
import { execute } from './tables.ts'

// What the builders of SQLite and sets are to each other: statements are expressions of sets, and sets are rows of statements.

class Client extends Entity('clients', {
  id: col(int).id(),
  name: col(text),
  city: col(text).optional(),
  level: col(int),
}) {
  static override refs = { orders: hasMany(() => Order, 'clientId') }
}
class Order extends Entity('orders', {
  id: col(int).id(),
  clientId: col(int).named('client_id'),
  total: col(int),
}) {}

const c = table('clients', { as: 'c', columns: ['id', 'name', 'city', 'level'] })
const o = table('orders', { as: 'o', columns: ['id', 'client_id', 'total'] })

const people = [
  { id: 1, name: 'Marty', city: 'Hill Valley', level: 3 },
  { id: 2, name: 'Doc', city: 'Hill Valley', level: 5 },
  { id: 3, name: 'Biff', city: null, level: 1 },
  { id: 4, name: 'Jennifer', city: 'Grand Canyon', level: 2 },
]
const sales = [
  { id: 1, clientId: 1, total: 120 },
  { id: 2, clientId: 2, total: 50 },
  { id: 3, clientId: 2, total: 70 },
  { id: 4, clientId: 3, total: 30 },
]

async function shop<const Name extends string = 'sqlite'>(driver: DriverName, name?: Name) {
  const db = opened<Name>({ file: ':memory:', driver, ...(name === undefined ? {} : { name }) })
  await fill(db)
  return { db, q: db.query(), clients: Client.table(db), orders: Order.table(db) }
}

async function fill(db: Sqlite): Promise<void> {
  await execute(
    db,
    'CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, level INTEGER NOT NULL)',
  )
  await execute(db, 'CREATE TABLE orders (id INTEGER PRIMARY KEY, client_id INTEGER NOT NULL, total INTEGER NOT NULL)')
  await Client.table(db).insertMany(people)
  await Order.table(db).insertMany(sales)
}

describe.each(drivers)('%s: statements in sets', driver => {
  it('is an operand of a condition', async () => {
    const { db, q, clients } = await shop(driver)
    const highest = q.select(max(c.level)).from(c).as(int)
    const best = clients.where(u => u.level.eq(highest))
    expect(await expectStatements(db, 1, () => best.fieldValues(u => u.name))).toEqual(['Doc'])
    expect(await clients.where(u => u.level.mul(2).lt(highest)).count()).toBe(2)
  })

  it('is a list that a condition looks into', async () => {
    const { db, q, clients } = await shop(driver)
    const buyers = q
      .select(o.client_id)
      .from(o)
      .where(o.total.gte(50))
      .distinct()
      .columns({ client_id: col(int) })
    const found = clients.where(u => u.id.in(buyers.fieldExpr(b => b.client_id)))
    expect(await expectStatements(db, 1, () => found.orderBy(u => u.id).fieldValues(u => u.name))).toEqual([
      'Marty',
      'Doc',
    ])
    expect(await clients.where(u => u.id.notIn(buyers.fieldExpr(b => b.client_id))).count()).toBe(2)
  })

  it('is a calculated column, correlated with the set around it', async () => {
    const { db, q, clients } = await shop(driver)
    const spending = clients.withExpression('spent', x =>
      q.select(sum(o.total)).from(o).where(o.client_id.eq(x.$.id)).as(int),
    )
    const rows = () =>
      spending
        .orderBy(u => u.id)
        .select('name', 'spent')
        .list()
    expect(await expectStatements(db, 1, rows)).toEqual([
      { id: 1, name: 'Marty', spent: 120 },
      { id: 2, name: 'Doc', spent: 120 },
      { id: 3, name: 'Biff', spent: 30 },
      { id: 4, name: 'Jennifer', spent: null },
    ])
    expect(await spending.where(u => u.spent.gt(100)).count()).toBe(2)
  })

  it('is the source of a table', async () => {
    const { db, q } = await shop(driver)
    const statement = q.select({ city: c.city, clients: count() }).from(c).where(c.city.isNotNull()).groupBy(c.city)
    const columns = { city: col(text), clients: col(int) }
    const cities = Table.fromQuery(db, statement, columns)
    const big = cities.where(g => g.clients.gt(1))
    expect(await expectStatements(db, 1, () => big.list())).toEqual([{ city: 'Hill Valley', clients: 2 }])
    expect(
      await statement
        .columns(columns)
        .orderBy(g => g.city)
        .fieldValues(g => g.city),
    ).toEqual(['Grand Canyon', 'Hill Valley'])
    expect(await statement.columns(columns).sum(g => g.clients)).toBe(3)
  })

  it('is a table also with named statements, windows and compounds', async () => {
    const { q } = await shop(driver)
    const big = cte('big', q.select(o.id, o.client_id, o.total).from(o).where(o.total.gte(50)))
    const nth = rowNumber().over(window().partitionBy(big.client_id).orderBy(big.total.desc()))
    const numbered = q
      .with(big)
      .select(big.id, { nth })
      .from(big)
      .columns({ id: col(int).id(), nth: col(int) })
    expect(
      await numbered
        .where(r => r.nth.eq(1))
        .orderBy(r => r.id)
        .fieldValues(r => r.id),
    ).toEqual([1, 3])
    const names = q
      .select({ name: c.name })
      .from(c)
      .union(q.values(['Einstein']))
      .columns({ name: col(text) })
    expect(await names.where(r => r.name.startsWith('E')).list()).toEqual([{ name: 'Einstein' }])
  })

  it('is a side of a join', async () => {
    const { db, q, clients } = await shop(driver)
    const sums = q
      .select(o.client_id, { spent: sum(o.total) })
      .from(o)
      .groupBy(o.client_id)
    const perClient = sums.columns({ client_id: col(int).id(), spent: col(int) })
    const joined = clients
      .join(perClient, (u, s) => u.id.eq(s.client_id), { kind: 'left' })
      .select((u, s) => ({ name: u.name, spent: s.spent }))
      .orderBy(r => r.name)
    expect(await expectStatements(db, 1, () => joined.list())).toEqual([
      { name: 'Biff', spent: 30 },
      { name: 'Doc', spent: 120 },
      { name: 'Jennifer', spent: null },
      { name: 'Marty', spent: 120 },
    ])
  })

  it('is a deferred part in another database', async () => {
    const { db, q } = await shop(driver)
    const other = memory()
    const copies = Client.table(other)
    await copies.insertMany(people)
    const highest = q.select(max(c.level)).from(c).as(int)
    const names = () => copies.where(u => u.level.eq(highest)).fieldValues(u => u.name)
    expect(await expectStatements(db, 1, names)).toEqual(['Doc'])
    const second = await shop(driver, 'second')
    const buyers = q
      .select(o.client_id)
      .from(o)
      .where(o.total.gt(60))
      .columns({ client_id: col(int) })
    const found = second.clients.where(u => u.id.in(buyers.fieldExpr(b => b.client_id))).orderBy(u => u.id)
    expect(await expectStatements([db, second.db], 2, () => found.fieldValues(u => u.name))).toEqual(['Marty', 'Doc'])
  })

  it('runs in a transaction that is open', async () => {
    const { db, q } = await shop(driver)
    await using tx = await db.begin()
    const inside = tx.query()
    expect(
      await inside
        .update(c)
        .set({ level: c.level.plus(1) })
        .everything()
        .run(),
    ).toBe(4)
    const highest = inside.select(max(c.level)).from(c).as(int)
    expect(
      await Client.table(tx.source)
        .where(u => u.level.eq(highest))
        .fieldValues(u => u.level),
    ).toEqual([6])
    await tx.rollback()
    expect(
      await q
        .select({ highest: max(c.level) })
        .from(c)
        .run(),
    ).toEqual([{ highest: 5 }])
  })

  it('is a member of a transaction that is described', async () => {
    const { db, q, clients } = await shop(driver)
    const steps = Transaction.of(db)
      .exec(q.insertInto(c).values({ id: 9, name: 'Einstein', level: 7 }))
      .andThen(q.update(c).set({ city: 'Hill Valley' }).where(c.id.eq(9)).returning(c.name, c.city))
      .andThen(([dog]) => q.select({ greeting: upper(String(dog?.name)) }))
    const { values } = await steps.runAll()
    expect(values).toEqual([1, [{ name: 'Einstein', city: 'Hill Valley' }], [{ greeting: 'EINSTEIN' }]])
    expect(await clients.count()).toBe(5)
  })

  it('undoes a transaction of which a statement fails', async () => {
    const { db, q, clients } = await shop(driver)
    const steps = Transaction.of(db)
      .exec(q.deleteFrom(c).where(c.id.eq(4)))
      .andThen(q.insertInto(c).values({ id: 1, name: 'Marvin', level: 1 }))
    await expect(steps.run()).rejects.toMatchObject({ kind: 'conflict' })
    expect(await clients.count()).toBe(4)
  })
})

describe.each(drivers)('%s: sets in statements', driver => {
  it('goes on from a set with its conditions, order and window', async () => {
    const { db, clients } = await shop(driver)
    const here = clients.where(u => u.city.eq('Hill Valley')).orderBy(u => u.level.desc())
    const u = table('clients')
    const ranked = here.toSelect().select({ first: when(u('level').gt(4), 'yes').otherwise('no') })
    expect(await expectStatements(db, 1, () => ranked.run())).toEqual([
      { id: 2, name: 'Doc', city: 'Hill Valley', level: 5, first: 'yes' },
      { id: 1, name: 'Marty', city: 'Hill Valley', level: 3, first: 'no' },
    ])
    const longer = here.toSelect().limit(1).offset(1)
    expect(await expectStatements(db, 1, () => longer.run())).toEqual([
      { id: 1, name: 'Marty', city: 'Hill Valley', level: 3 },
    ])
  })

  it('joins and groups what a set is of', async () => {
    const { q, clients } = await shop(driver)
    const u = table('clients')
    const statement = clients
      .where(x => x.level.gt(1))
      .toSelect()
      .join(o, o.client_id.eq(u('id')))
      .groupBy(u('id'))
      .select({ orders: count() })
      .orderBy(u('id'))
    expect(await statement.run()).toEqual([
      { id: 1, name: 'Marty', city: 'Hill Valley', level: 3, orders: 1 },
      { id: 2, name: 'Doc', city: 'Hill Valley', level: 5, orders: 2 },
    ])
    expect(await q.fromSet(clients.limit(1).orderBy(x => x.name)).run()).toEqual([
      { id: 3, name: 'Biff', city: null, level: 1 },
    ])
  })

  it('reads the rows of a set under two names', async () => {
    const { q, clients } = await shop(driver)
    const one = q.rowsOf(clients, 'one')
    const other = q.rowsOf(clients, 'other')
    const pairs = q
      .select({ one: one.name, other: other.name })
      .from(one)
      .join(other, other.city.eq(one.city).and(other.id.gt(one.id)))
    expect(await pairs.run()).toEqual([{ one: 'Marty', other: 'Doc' }])
  })

  it('takes conditions on the columns of a set', async () => {
    const { q, clients } = await shop(driver)
    const u = q.rowsOf(clients, 'u')
    const statement = q
      .select(u.name)
      .from(u)
      .where(clients.$.level.gte(2), clients.$.city.eq('Hill Valley'))
      .orderBy(u.name)
    expect(await statement.run()).toEqual([{ name: 'Doc' }, { name: 'Marty' }])
  })

  it('looks into narrowed sets', async () => {
    const { db, q, clients, orders } = await shop(driver)
    const buyers = orders.where(x => x.total.gt(60)).fieldExpr(x => x.clientId)
    const u = q.rowsOf(clients, 'u')
    const statement = q.select(u.name).from(u).where(u.id.in(buyers)).orderBy(u.id)
    expect(await expectStatements(db, 1, () => statement.run())).toEqual([{ name: 'Marty' }, { name: 'Doc' }])
    const most = orders.maxExpr(x => x.total)
    expect(await q.select(o.id).from(o).where(o.total.eq(most)).run()).toEqual([{ id: 1 }])
  })

  it('reads a set that is narrowed, ordered and cut as a select of its own', async () => {
    const { db, q, clients } = await shop(driver)
    const best = clients
      .where(x => x.level.gt(1))
      .orderBy(x => x.level.desc())
      .limit(2)
    const u = q.rowsOf(best, 'u')
    const statement = q
      .select(u.name, { orders: count(o.id) })
      .from(u)
      .leftJoin(o, o.client_id.eq(u.id))
      .groupBy(u.id)
      .orderBy(u.id)
    expect(await expectStatements(db, 1, () => statement.run())).toEqual([
      { name: 'Marty', orders: 1 },
      { name: 'Doc', orders: 2 },
    ])
  })

  it('reads calculated columns of a set', async () => {
    const { q, clients } = await shop(driver)
    const counted = clients
      .withExpression('shout', x => x.$.name.upper())
      .withExpression('orders', x => x.getLink('orders').countExpr())
    const u = q.rowsOf(counted, 'u')
    const statement = q
      .select(u.shout, { twice: u.orders.mul(2) })
      .from(u)
      .where(u.orders.gt(0))
      .orderBy(u.orders.desc(), u.id)
    expect(await statement.run()).toEqual([
      { shout: 'DOC', twice: 4 },
      { shout: 'MARTY', twice: 2 },
      { shout: 'BIFF', twice: 2 },
    ])
  })

  it('writes to the table of a set, by the names of its columns', async () => {
    const { q, orders } = await shop(driver)
    const x = q.rowsOf(orders, 'x')
    const added = q.insertInto(x).values({ id: 7, clientId: 4, total: 10 })
    expect(await added.run()).toBe(1)
    const raised = q
      .update(x)
      .set({ total: x.total.plus(5) })
      .where(x.clientId.eq(4))
      .returning(x.total)
    expect(await raised.run()).toEqual([{ total: 15 }])
    const again = q
      .insertInto(x)
      .values({ id: 7, clientId: 1, total: 99 }, { id: 8, clientId: 4, total: 8 })
      .onConflict(x.id)
      .doUpdate(excluded => ({ clientId: excluded('clientId'), total: x.total.plus(1) }))
      .returning(x.id, x.clientId, { twice: x.total.mul(2) })
    expect(await again.run()).toEqual([
      { id: 7, clientId: 1, twice: 32 },
      { id: 8, clientId: 4, twice: 16 },
    ])
    expect(await q.deleteFrom(x).where(x.clientId.eq(4)).returning(x.id).run()).toEqual([{ id: 8 }])
  })

  it('binds values of another database, read before', async () => {
    const { db, q } = await shop(driver)
    const other = memory()
    const copies = Client.table(other)
    await copies.insertMany(people)
    const ids = copies.where(u => u.level.gte(3)).fieldExpr(u => u.id)
    const statement = q.select(c.name).from(c).where(c.id.in(ids)).orderBy(c.id)
    expect(await expectStatements(db, 1, () => statement.run())).toEqual([{ name: 'Marty' }, { name: 'Doc' }])
    const highest = copies.maxExpr(u => u.level)
    expect(await q.select(c.name).from(c).where(c.level.eq(highest)).run()).toEqual([{ name: 'Doc' }])
  })
})

describe.each(drivers)('%s: what is refused', driver => {
  it('is a second row where one value is wanted, in a condition, in a column and alone', async () => {
    const { db, q, clients } = await shop(driver)
    const levels = q.select(c.level).from(c)
    const totals = (id: unknown) =>
      q
        .select(o.total)
        .from(o)
        .where(o.client_id.eq(id as number))
        .as(int)
    for (const work of [
      () => clients.where(x => x.level.eq(levels.as(int))).count(),
      () => clients.withExpression('total', x => totals(x.$.id)).list(),
      () => levels.as(int).run(),
      () => q.values([1], [2]).as(int).run(),
      () => levels.union(q.select(o.total).from(o)).as(int).run(),
      () =>
        Client.table(memory({ tables: { clients: people } }))
          .where(x => x.level.eq(levels.as(int)))
          .count(),
    ])
      await expect(work()).rejects.toMatchObject({ kind: 'cardinality' })
    const one = levels.where(c.id.eq(1)).as(int)
    const none = levels.where(c.id.eq(9)).as(int)
    expect([await one.run(), await none.run(), await q.sql`select ${7}`.as(int).run()]).toEqual([3, null, 7])
    expect(
      await clients
        .withExpression('total', x => totals(x.$.id))
        .where(x => x.id.ne(2))
        .fieldValues(x => x.total),
    ).toEqual([120, 30, null])
    expect(await db.query().select(max(c.level)).from(c).as(int).run()).toBe(5)
    const isThere = q.select({ e: exists(q.select(c.id).from(c).where(c.level.gt(4))) }).as(bool)
    expect([await clients.where(isThere).count(), await isThere.run()]).toEqual([4, true])
  })

  it('is a column of rows that nothing reads, in any clause', async () => {
    const { q } = await shop(driver)
    const why = 'a column of "o" is used where nothing reads these rows; add them with from(…) or a join'
    for (const build of [
      () => q.select(o.id).from(c),
      () => q.select(c.id).from(c).where(o.id.eq(c.id)),
      () => q.select(c.id).from(c).orderBy(o.id.asc()),
      () => q.select({ n: q.select(o.id).from(c) }),
      () => q.update(c).set({ level: o.total }).where(c.id.eq(1)),
      () => q.deleteFrom(c).where(o.id.eq(1)),
      () => q.insertInto(c).values({ id: o.id }),
      () => q.deleteFrom(c).everything().returning(o.id),
    ])
      expect(() => build().render()).toThrow(why)
    const inside = q.select(count()).from(o).where(o.client_id.eq(c.id))
    expect(() => inside.render()).toThrow('a column of "c" is used')
    expect(await q.select({ n: inside }).from(c).where(c.id.eq(2)).run()).toEqual([{ n: 2 }])
  })

  it('is no part of raw text: an expression in it keeps its brackets', async () => {
    const { q } = await shop(driver)
    const three = value(1).plus(2)
    expect(await q.select({ n: sql`${three} * ${3}`, m: sql`${sql`${1} + 2`} * ${3}` }).run()).toEqual([{ n: 9, m: 7 }])
  })

  it('is a result with two columns of one name, of which rows would hold one', async () => {
    const { q } = await shop(driver)
    const both = q.select(c.id, o.id).from(c).join(o, o.client_id.eq(c.id))
    await expect(both.run().context('reading pairs')).rejects.toMatchObject({
      kind: 'invalid',
      details: { field: 'id' },
      context: ['reading pairs'],
    })
    expect(() => both.as('b')).toThrow('two columns of the result are called "id"; give one another name: { other: … }')
    expect(() => both.columns({ id: col(int) })).toThrow('two columns of the result are called "id"')
    const pairs = q.select(o.client_id, o.id).from(o)
    expect(() => pairs.as(int)).toThrow('as() of a type is for a statement of one column; columns() takes several')
    expect(await q.update(o).set({ total: 1 }).where(o.id.eq(1)).returning(every(o)).run()).toEqual([
      { id: 1, client_id: 1, total: 1 },
    ])
    expect(await pairs.where(o.id.eq(1)).run()).toEqual([{ client_id: 1, id: 1 }])
  })

  it('refuses the set of another database', async () => {
    const { q } = await shop(driver)
    const second = await shop(driver, 'second')
    const message = /clients lies in second, another database than that of the statement/
    expect(() => q.rowsOf(second.clients, 'u')).toThrow(message)
    expect(() => q.fromSet(second.clients)).toThrow(message)
    expect(() => q.rowsOf(Client.table(memory()), 'u')).toThrow(/another database/)
  })

  it('refuses the table of a statement of another database', async () => {
    const { db } = await shop(driver)
    const second = await shop(driver, 'second')
    const statement = second.q.select(c.id).from(c)
    // @ts-expect-error: it is of another source
    expect(() => Table.fromQuery(db, statement, { id: col(int) })).toThrow(/belongs to second, not to sqlite/)
  })

  it('refuses a statement of another database inside one', async () => {
    const { q } = await shop(driver)
    const second = await shop(driver, 'second')
    const inner = second.q.select(o.client_id).from(o)
    expect(() => q.select(c.name).from(c).where(c.id.in(inner)).render()).toThrow(/another database/)
  })

  it('refuses a column of a set that is read under two names', async () => {
    const { q, clients } = await shop(driver)
    const [one, other] = [q.rowsOf(clients, 'one'), q.rowsOf(clients, 'other')]
    const pairs = q.select(one.name).from(one).join(other, other.id.eq(one.id))
    expect(() => pairs.where(clients.$.level.gt(2)).render()).toThrow(/clients\.level may be of several places/)
    const best = clients.where(u => u.level.gt(2)).fieldExpr(u => u.id)
    expect(await pairs.where(one.id.in(best)).orderBy(one.id).run()).toEqual([{ name: 'Marty' }, { name: 'Doc' }])
  })

  it('refuses to read from a write', async () => {
    const { q } = await shop(driver)
    const gone = q.deleteFrom(c).where(c.id.eq(4)).returning(c.id)
    const untyped = unchecked<ReturnType<typeof q.select>>(gone, 'a caller without types')
    expect(() => untyped.columns({ id: col(int) })).toThrow(/columns\(\) is for statements that only read/)
    expect(() => untyped.as('gone')).toThrow(/as\(\) is for statements that only read/)
    expect(await q.sql`SELECT ${c.name} FROM ${c} WHERE ${c.id} = ${2}`.columns({ name: col(text) }).list()).toEqual([
      { name: 'Doc' },
    ])
  })
})
