import { col, Entity, int, text } from '@vantage-ts/core'
import { sqlite } from '@vantage-ts/sqlite'
import { lower, table as sqlTable } from '@vantage-ts/sqlite/sql'
import { surrealdb } from '@vantage-ts/surrealdb'
import { array, field, record, recordId, table } from '@vantage-ts/surrealdb/ql'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Builders of two languages beside each other: values go from one database to the other, text does not.

const graph = surrealdb({ url: 'mem://' })
const shop = sqlite({ file: ':memory:' })
const q = graph.query()
const sql = shop.query()
const p = table('person', { fields: ['name', 'age'] })
const t = sqlTable('clients', { columns: ['id', 'name', 'age'] })
class Person extends Entity('person', { id: col(text).id(), name: col(text), age: col(int) }) {}
class Client extends Entity('clients', { id: col(int).id(), name: col(text), age: col(int) }) {}
const people = Person.table(graph)
const clients = Client.table(shop)
/** What a program without types may give. */
const untyped = (value: unknown): never => value as never

beforeAll(async () => {
  await shop.expr`create table clients (id integer primary key, name text not null, age integer not null)`.run()
  await clients.insert(1, { name: 'Ann', age: 31 })
  await clients.insert(2, { name: 'Bob', age: 40 })
  await people.insert('ann', { name: 'Ann', age: 35 })
  await people.insert('cy', { name: 'Cy', age: 22 })
})
afterAll(() => Promise.all([graph.close(), shop.close()]))

test('an expression of SQL is refused in SurrealQL, and the other way round', () => {
  expect(() => p.name.eq(untyped(lower('x')))).toThrow(/eq\(\).*no known type/)
  expect(() => p.name.eq(untyped(t))).toThrow(/eq\(\) takes a value or an expression/)
  expect(() => q.select().from(untyped(t))).toThrow(/from\(\) takes tables/)
  expect(() =>
    sql
      .select(t.name)
      .from(t)
      .where(t.name.eq(untyped(p.name))),
  ).toThrow(/no known type/)
  expect(() => sql.select(t.name).from(untyped(p))).toThrow(/from\(\) takes rows/)
  expect(() => q.fromSet(clients)).toThrow(/lies in sqlite/)
})

test('the value of a statement is a part of a set, or a statement, of another database', async () => {
  const oldest = q
    .select({ oldest: array.max(array.group(p.age)) })
    .from(p)
    .groupAll()
  expect(await clients.where(c => c.age.gt(oldest.as(int))).list()).toEqual([{ id: 2, name: 'Bob', age: 40 }])
  expect(
    await sql
      .select(t.name)
      .from(t)
      .where(t.age.gt(oldest.as(int)))
      .run(),
  ).toEqual([{ name: 'Bob' }])
  const youngest = sql.select({ n: t.age }).from(t).where(t.id.eq(1)).as(int)
  expect(await q.selectValue(p.name).from(p).where(p.age.gt(youngest)).run()).toEqual(['Ann'])
  expect(
    await people
      .where(u => u.age.gt(youngest))
      .select('name')
      .list(),
  ).toEqual([{ id: 'ann', name: 'Ann' }])
  expect(() => q.select().from(p).where(p.age.gt(youngest)).render()).toThrow(/known when the statement runs/)
  expect(q.select().from(p).where(p.age.gt(youngest)).explain().steps).toHaveLength(2)
})

test('a statement is a member of a transaction', async () => {
  {
    await using transaction = await graph.begin()
    const inside = transaction.query()
    await inside.create(record('person', 'dee')).set({ name: 'Dee', age: 50 }).run()
    expect(await inside.selectValue(p.name).from(p).where(p.age.gt(40)).run()).toEqual(['Dee'])
    expect(await q.selectValue(p.name).from(p).where(p.age.gt(40)).run()).toEqual([])
  }
  expect(await q.selectValue(p.name).from(p).where(p.age.gt(40)).run()).toEqual([])
})

test('a failure tells what was being tried', async () => {
  await expect(q.ql`THROW 'no'`.run().context('asking')).rejects.toMatchObject({ context: ['asking'] })
})

test('a value comes as it is: one, none, a list, a row', async () => {
  expect(await q.return(5).run()).toBe(5)
  expect(await q.return([5]).run()).toEqual([5])
  expect(await q.return(null).run()).toBe(null)
  expect(await q.return(record('person', 'zoe').get('name')).run()).toBe(undefined)
  expect(await q.select(p.name).from(record('person', 'cy')).only().run()).toEqual({ name: 'Cy' })
  expect(
    await q
      .selectValue(recordId.id(field('id')))
      .from(p)
      .run(),
  ).toEqual(['ann', 'cy'])
})
