import { Entity, col, int, text } from '@vantage-ts/core'
import { templateParts } from '@vantage-ts/core/adapter'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { sqlite } from '../src/index.ts'
import { count, cte, exists, func, notExists, rowNumber, sql, table, value, window } from '../src/sql/index.ts'

// Statements whose text is easily taken for something else.

class Client extends Entity('clients', { id: col(int).id(), name: col(text) }) {}

const db = sqlite({ file: ':memory:' })
afterAll(() => db.close())
const q = db.query()
const c = table('clients', { as: 'c', columns: ['id', 'name'] })
const o = table('orders', { as: 'o', columns: ['id', 'client_id'] })

beforeEach(async () => {
  for (const statement of [
    'DROP TABLE IF EXISTS clients',
    'DROP TABLE IF EXISTS orders',
    'CREATE TABLE clients (id INTEGER PRIMARY KEY, name TEXT)',
    'CREATE TABLE orders (id INTEGER PRIMARY KEY, client_id INTEGER)',
  ])
    await db.expr(templateParts(statement)).run()
  await q.insertInto(c).values({ id: 7, name: 'Doc' }, { id: 8, name: 'Biff' }).run()
  await q.insertInto(o).values({ id: 7, client_id: 8 }, { id: 1, client_id: 7 }, { id: 2, client_id: 7 }).run()
})

describe('what RETURNING looks at', () => {
  const orders = q.select({ n: count() }).from(o).where(o.client_id.eq(c.id))
  test('a column of the written table inside a select is not one of that select', async () => {
    const update = q.update(c).set({ name: 'Emmett' }).where(c.id.eq(7))
    expect(await update.returning(c.id, { orders }).run()).toEqual([{ id: 7, orders: 2 }])
  })
  test('a column of a set inside a select neither', async () => {
    const u = q.rowsOf(Client.table(db), 'u')
    const inside = q.select({ n: count() }).from(o).where(o.client_id.eq(u.id))
    const update = q.update(u).set({ name: 'Emmett' }).where(u.id.eq(7)).returning(u.id, { orders: inside })
    expect(await update.run()).toEqual([{ id: 7, orders: 2 }])
  })
  test('columns of a set, which goes by its own name', async () => {
    const u = q.rowsOf(Client.table(db), 'u')
    const update = q.update(u).set({ name: 'Emmett' }).where(u.id.eq(7)).returning(u.id, { was: u.name })
    expect(await update.run()).toEqual([{ id: 7, was: 'Emmett' }])
    expect(await q.deleteFrom(u).where(u.id.eq(8)).returning(u.name).run()).toEqual([{ name: 'Biff' }])
  })
})

describe('what stands before ON CONFLICT', () => {
  const all = q.select(c.id, c.name).from(c)
  const named = cte('w', all)
  test.each([
    ['a select', all],
    ['a compound', all.union(all)],
    ['a compound with an order', all.union(all).orderBy(c.id).limit(5)],
    ['a named statement', q.with(named).select(named.id, named.name).from(named)],
    ['raw text', q.sql`SELECT id, name FROM clients`],
    ['rows that are written', q.values([7, 'x'])],
  ])('%s', async (_what, rows) => {
    const insert = q.insertInto(c).from(rows, 'id', 'name').onConflict(c.id).doNothing()
    expect(await insert.run()).toBe(0)
  })
})

describe('names', () => {
  test('a table that is called as the row that was to be inserted is refused', () => {
    const rows = table('clients', { as: 'Excluded', columns: ['id', 'name'] })
    const conflict = q.insertInto(rows).values({ id: 7, name: 'x' }).onConflict(rows.id)
    expect(() => conflict.doUpdate(excluded => ({ name: excluded('name') }))).toThrow('give it another name')
  })
  test('two windows or places that SQLite takes for one are refused', () => {
    const select = q
      .select({ n: rowNumber().over('w') })
      .from(c)
      .window('w', window().orderBy(c.id))
    expect(() => select.window('W', window())).toThrow('is used twice')
    const twice = q.select(c.id).from(c).join(table('orders', 'C'), true)
    expect(() => twice.render()).toThrow('two places of the select are called "C"')
  })
  test('an outer column that an inner select would take for its own is refused', () => {
    const [outer, inner] = [table('clients', 'x'), table('orders', 'X')]
    const hidden = q
      .select({ n: value(1) })
      .from(inner)
      .where(inner('client_id').eq(outer('id')))
    expect(() => q.select(outer('id')).from(outer).where(exists(hidden)).render()).toThrow(
      'a column of "x" is used in a select that reads other rows called "x"',
    )
    const seen = q
      .select({ n: value(1) })
      .from(o)
      .where(o.client_id.eq(outer('id')))
    expect(q.select(outer('id')).from(outer).where(exists(seen)).render().text).toContain('= "x"."id"')
    // The same rows by another object of theirs.
    expect(q.select(table('clients')('id')).from(table('clients')).render().text).toBe(
      'SELECT "clients"."id" FROM "clients"',
    )
  })
})

describe('brackets and ends', () => {
  test('NOT EXISTS beside an operator', async () => {
    const none = q.select(c.id).from(c).where(c.id.eq(0))
    expect(await q.select({ a: notExists(none).isNull() }, { b: notExists(none).plus(1) }).run()).toEqual([
      { a: 0, b: 2 },
    ])
  })
  test('IN of what is no statement', async () => {
    expect(await q.select(c.id).from(c).where(c.id.in(c.id)).run()).toHaveLength(2)
    expect(await q.select(c.id).from(c).where(c.id.in(sql`SELECT client_id FROM orders`)).run()).toHaveLength(2)
  })
  test('a function without arguments', async () => {
    expect(await q.select({ n: func('changes')() }).run()).toHaveLength(1)
  })
  test('a comment at the end of raw text', async () => {
    const select = q.select({ n: sql`1 -- one` }).from(c).where(c.id.eq(7))
    expect(await select.run()).toEqual([{ n: 1 }])
  })
})

test('keys of orders and groups are expressions', () => {
  for (const key of [1, 'id', null, true])
    expect(() => q.select(c.id).from(c).groupBy(key)).toThrow('groupBy() takes columns and other expressions')
  // @ts-expect-error a number is no key
  expect(() => q.select(c.id).from(c).orderBy(1)).toThrow('orderBy() takes columns and other expressions')
})

test('values that no type holds are refused where they are given', () => {
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, 'a\ud800'])
    expect(() => c.id.eq(wrong)).toThrow(expect.objectContaining({ kind: 'type-mismatch' }))
})

test('a result may be called as a method of expressions is', async () => {
  expect(await q.select({ preview: c.id }).from(c).where(c.id.eq(7)).run()).toEqual([{ preview: 7 }])
  const written = q.deleteFrom(c).where(c.id.eq(7)).returning({ preview: c.name })
  expect(await written.run()).toEqual([{ preview: 'Doc' }])
})
