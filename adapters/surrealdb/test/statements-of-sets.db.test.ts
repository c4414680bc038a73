import { col, duration, Entity, int, Temporal, text } from '@vantage-ts/core'
import { recordLink, surrealdb } from '@vantage-ts/surrealdb'
import { count, field, record, table, variable } from '@vantage-ts/surrealdb/ql'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { shown } from './constructs/graph.ts'

class Person extends Entity('person', {
  id: col(text).id(),
  name: col(text),
  age: col(int),
  boss: col(text).optional(),
  shift: col(duration).optional(),
}) {}

const db = surrealdb({ url: 'mem://' })
const q = db.query()
const people = Person.table(db, { columns: { boss: recordLink('person') } })
const u = q.rowsOf(people)
const p = table('person')

beforeAll(async () => {
  await people.insert('ann', { name: 'Ann', age: 30, shift: Temporal.Duration.from({ hours: 1 }) })
  await people.insert('bob', { name: 'Bob', age: 40, boss: 'ann' })
  await people.insert('cy', { name: 'Cy', age: 50, boss: 'bob' })
})
afterAll(() => db.close())

const many = Array.from({ length: 900 }, (_, at) => `n${at}`)

test('a long list of a set, outside and inside', async () => {
  const isOne = u.name.in([...many, 'Ann', 'Cy'])
  expect(await q.select(u.name).from(u).where(isOne).run()).toEqual([{ name: 'Ann' }, { name: 'Cy' }])
  const inside = q.selectValue(u.name).from(u).where(isOne)
  expect(await q.select({ x: inside }).from(record('person', 'bob')).run()).toEqual([{ x: ['Ann', 'Cy'] }])
  expect(
    await q
      .selectValue(u.name)
      .from(u)
      .where(u.id.in([...many, 'cy']))
      .run(),
  ).toEqual(['Cy'])
})

test('links are ids, of tables and of sets in the place of one', async () => {
  expect(await q.select(u.name, u.boss).from(u).where(u.boss.eq('ann')).run()).toEqual([{ name: 'Bob', boss: 'ann' }])
  const old = q.rowsOf(people.where(one => one.age.gt(35)))
  expect(await q.select(old.name, old.boss).from(old).where(old.boss.eq('bob')).run()).toEqual([
    { name: 'Cy', boss: 'bob' },
  ])
  expect(
    await people
      .where(one => one.boss.eq('ann'))
      .toSelect()
      .run(),
  ).toMatchObject([{ id: 'bob', boss: 'ann' }])
})

test('sub-queries of sets', async () => {
  const bosses = people.where(one => one.age.gt(35)).fieldQuery(one => one.boss)
  expect(await q.selectValue(u.name).from(u).where(u.id.in(bosses)).run()).toEqual(['Ann', 'Bob'])
})

test('a calculated duration that is missing is null', async () => {
  const twice = u.shift.plus(Temporal.Duration.from({ hours: 1 }))
  expect(shown(await q.select({ twice }).from(u).run())).toEqual([{ twice: '2h' }, { twice: null }, { twice: null }])
})

test('rows of one table inside each other are told apart by a name', async () => {
  const v = q.rowsOf(people, 'other')
  const older = q.selectValue(v.name).from(v).where(v.age.gt(u.age))
  expect(await q.select(u.name, { older }).from(u).run()).toEqual([
    { name: 'Ann', older: ['Bob', 'Cy'] },
    { name: 'Bob', older: ['Cy'] },
    { name: 'Cy', older: [] },
  ])
})

test('a column of a set several selects further in', async () => {
  const inner = q
    .select({ c: q.select({ d: u.name }).from(p).limit(1) })
    .from(p)
    .limit(1)
  expect(await q.select({ b: inner }).from(u).where(u.id.eq('cy')).run()).toEqual([{ b: [{ c: [{ d: 'Cy' }] }] }])
})

test('the order of a set has nulls last, and its window stays, in a transaction too', async () => {
  const ids = (set: typeof people) =>
    set
      .toSelect()
      .run()
      .then(rows => rows.map(row => row.id))
  expect(await ids(people.orderBy(one => one.boss))).toEqual(['bob', 'cy', 'ann'])
  await using transaction = await db.begin()
  await transaction.query().update(record('person', 'ann')).set({ age: 60 }).run()
  const inside = people.withTransaction(transaction)
  expect(await ids(inside.orderBy(one => one.age.desc()))).toEqual(['ann', 'cy', 'bob'])
  expect(await ids(inside.orderBy(one => one.age.desc()).limit(1))).toEqual(['ann'])
  expect(await ids(inside.where(one => one.age.gt(45)))).toEqual(['ann', 'cy'])
})

test('a statement over a set is a set again', async () => {
  const younger = q.select({ n: count() }).from(p).where(field('age').lt(u.age)).groupAll().only()
  const rows = q
    .select({ id: u.id, younger: younger.get('n') })
    .from(u)
    .columns({ id: col(text).id(), younger: col(int) })
  expect(
    await rows
      .where(one => one.younger.gt(0))
      .orderBy(one => one.id)
      .list(),
  ).toEqual([
    { id: 'bob', younger: 1 },
    { id: 'cy', younger: 2 },
  ])
})

test('in a block that writes, sets are read in their turn', async () => {
  const ids = people.where(one => one.age.gt(70)).fieldQuery(one => one.id)
  const oldest = q.selectValue(p('age')).from(p).where(p('age').gt(70)).limit(1).as(int)
  const made = q
    .block()
    .do(q.create(record('person', 'eve')).set({ name: 'Eve', age: 71 }))
    .let('n', 70)
    .return([
      q.selectValue(u.name).from(u).where(u.id.in(ids)),
      q.selectValue(u.name).from(u).where(u.age.gte(oldest)),
      q
        .selectValue(u.name)
        .from(u)
        .where(u.age.gt(q.return(variable('n')).as(int))),
    ])
  expect(await made.run()).toEqual([['Eve'], ['Eve'], ['Eve']])
  await people.delete('eve')
})

test('a live query ends by its uuid', async () => {
  const id = await q.live(p).where(p('age').gt(10)).run()
  expect(await q.kill(id).run()).toBeUndefined()
  await expect(q.kill(id).run()).rejects.toThrow()
})
