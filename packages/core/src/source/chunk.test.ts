import { expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { memory } from '../memory/index.ts'
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

/** Three of the rows take twice their age; the last part meets the one that cannot. */
async function old() {
  const source = memory({ maxListLength: 2 })
  const sent: string[] = []
  await User.table(source).insertMany([1, 2, 3, 4].map(id => ({ id, name: `n${id}`, age: id === 4 ? 2 ** 52 : id })))
  source.on('statement', ({ text }) => sent.push(text))
  const set = User.table(source).where(u => u.id.in([1, 2, 3, 4]))
  return { source, sent, set, rows: await User.table(source).list() }
}
type Set = Awaited<ReturnType<typeof old>>['set']

test.each<[string, (set: Set, kept: ReturnType<typeof keptOf>) => PromiseLike<unknown>]>([
  [
    'an update',
    set =>
      set
        .updateQuery()
        .set('age', u => u.age.mul(4))
        .run(),
  ],
  [
    'an update that gives its rows',
    set =>
      set
        .updateQuery()
        .set('age', u => u.age.mul(4))
        .returning()
        .run(),
  ],
  [
    'a delete',
    set =>
      set
        .where(u => u.age.mul(4).gt(0))
        .deleteQuery()
        .run(),
  ],
  ['deleteAll', set => set.where(u => u.age.mul(4).gt(0)).deleteAll()],
  [
    'an insert from a set',
    (set, kept) => kept.insertFrom(set, u => ({ id: u.id, name: u.name, age: u.age.mul(4) })).run(),
  ],
])('%s in parts is made whole or not at all, in a transaction', async (_what, change) => {
  const { source, sent, set, rows } = await old()
  sent.length = 0
  await expect(change(set, keptOf(source))).rejects.toMatchObject({ kind: 'too-large' })
  expect(sent).toHaveLength(2)
  expect(await User.table(source).list()).toEqual(rows)
  expect(await keptOf(source).list()).toEqual([])
  expect(
    await change(
      set.where(u => u.id.lt(4)),
      keptOf(source),
    ),
  ).toBeTruthy()
  expect(await User.table(source).list()).not.toEqual([])
})
const keptOf = (source: Awaited<ReturnType<typeof old>>['source']) => Kept.table(source)

test('inside a transaction the parts belong to that', async () => {
  const { source, set, rows } = await old()
  await using transaction = await source.begin()
  expect(await set.withTransaction(transaction).updateQuery().set('name', 'x').run()).toBe(4)
  expect(await User.table(source).list()).toEqual(rows)
  await transaction.commit()
  expect(await User.table(source).fieldValues(u => u.name)).toEqual(['x', 'x', 'x', 'x'])
})

test('without transactions what fails after some rows is partial and counts them', async () => {
  const { source } = recording('chunked', {
    maxListLength: 2,
    answer: (_text, _request, turn) => {
      if (turn === 3) throw new Error('out of paper')
      return { rows: [], count: turn }
    },
  })
  const set = User.table(source).where(u => u.id.in(ids))
  const error = { kind: 'partial', retry: 'never', details: { written: true, rows: 3, source: 'chunked' } }
  await expect(set.deleteAll()).rejects.toMatchObject(error)
  const none = recording('chunked', { maxListLength: 2, answer: () => Promise.reject(new Error('out of paper')) })
  const first = User.table(none.source).where(u => u.id.in(ids))
  await expect(first.deleteAll()).rejects.toMatchObject({ kind: 'internal' })
})

test('changes of which a part would meet what another wrote are refused before anything is sent', async () => {
  const { source, sent, set } = await old()
  sent.length = 0
  const users = User.table(source)
  const aged = users.where(u => u.age.in([1, 2, 3]))
  for (const change of [
    aged.updateQuery().set('age', u => u.age.plus(1)),
    set.updateQuery().set(
      'age',
      users.maxExpr(u => u.age),
    ),
    set.where(u => u.age.in(users.fieldExpr(o => o.age))).deleteQuery(),
    users.insertFrom(set, u => ({ id: u.id.plus(10), name: u.name })),
  ])
    await expect(change.run()).rejects.toMatchObject({ kind: 'too-large', message: expect.stringContaining('wrote') })
  expect(sent).toEqual([])
  expect(await aged.updateQuery().set('name', 'young').run()).toBe(3)
})
