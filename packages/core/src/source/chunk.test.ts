import { expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), age: col(int).optional() }) {}
const ages = new Map([
  [1, 30],
  [2, null],
  [3, 10],
  [4, 20],
  [5, 30],
])

/** Holds five users and answers what a chunked statement asks of them. */
function chunked() {
  return recording('chunked', {
    maxListLength: 2,
    answer(text, { parameters }) {
      const ids = (parameters[0] as readonly number[]).filter(id => ages.has(id))
      const known = ids.map(id => ages.get(id)).filter(age => age !== null && age !== undefined)
      if (text.includes('count(*)')) return { rows: [[ids.length]], count: 1 }
      if (text.includes('sum(') && text.includes('count('))
        return { rows: [[known.reduce((a, b) => a + b, 0), known.length]], count: 1 }
      if (text.includes('max(')) return { rows: [[known.length === 0 ? null : Math.max(...known)]], count: 1 }
      if (text.startsWith('D|')) return { rows: [], count: ids.length }
      const rows = ids.map(id => [id, `n${id}`, ages.get(id) ?? null, ages.get(id) ?? null, id])
      return { rows, count: rows.length }
    },
  })
}
const ids = [5, 4, 3, 3, 2, 1, 9]

test('filters unite, every row once, in 1 statement per chunk', async () => {
  const { source, sent } = chunked()
  const rows = await User.table(source)
    .where(u => u.id.in(ids))
    .list()
  expect(rows.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5])
  expect(sent.map(({ parameters }) => parameters[0])).toEqual([
    [5, 4],
    [3, 2],
    [1, 9],
  ])
})

test('order and limit are merged, nulls last, keys dropped again', async () => {
  const { source, sent } = chunked()
  const set = User.table(source)
    .where(u => u.id.in(ids))
    .orderBy(u => u.age.desc())
  const rows = await set.offset(1).limit(3).list()
  expect(rows.map(({ id, age }) => [id, age])).toEqual([
    [5, 30],
    [4, 20],
    [3, 10],
  ])
  expect(Object.keys(rows[0] ?? {})).toEqual(['id', 'name', 'age'])
  expect(rows[0]).toBeInstanceOf(User)
  expect(sent[0]?.parameters.at(-1)).toBe(4)
})

test('counts, sums, extremes and averages add up', async () => {
  const set = User.table(chunked().source).where(u => u.id.in(ids))
  expect(await set.count()).toBe(5)
  expect(await set.max(u => u.age)).toBe(30)
  expect(await set.avg(u => u.age)).toBe(22.5)
  expect(
    await User.table(chunked().source)
      .where(u => u.id.in([9, 8, 7]))
      .avg(u => u.age),
  ).toBeUndefined()
})

test('writes add their counts', async () => {
  expect(
    await User.table(chunked().source)
      .where(u => u.id.in(ids))
      .deleteAll(),
  ).toBe(5)
})

test('what cannot be united is refused before anything is sent', async () => {
  const { source, sent } = chunked()
  const users = User.table(source)
  for (const set of [
    users.where(u => u.id.notIn(ids)),
    users.where(u => u.id.in(ids).or(u.age.eq(1))),
    users.where(u => u.id.in(ids).not()),
    users.where(u => u.id.in(ids)).where(u => u.age.in(ids)),
  ])
    await expect(set.list()).rejects.toMatchObject({ kind: 'too-large', message: expect.stringContaining('TableJoin') })
  expect(sent).toEqual([])
})

class Kept extends Entity('kept', { id: col(int).id(), name: col(text), age: col(int).optional() }) {}

test('inserts from a set go part by part, unless the set is cut', async () => {
  const { source, sent } = recording('chunked', {
    maxListLength: 2,
    answer: (_text, { parameters }) => ({ rows: [], count: (parameters[0] as readonly number[]).length }),
  })
  const users = User.table(source).where(u => u.id.in(ids))
  expect(await Kept.table(source).insertFrom(users).run()).toBe(6)
  expect(sent.map(({ parameters }) => parameters[0])).toEqual([
    [5, 4],
    [3, 2],
    [1, 9],
  ])
  await expect(Kept.table(source).insertFrom(users.limit(2)).run()).rejects.toMatchObject({ kind: 'too-large' })
  expect(sent).toHaveLength(3)
})
