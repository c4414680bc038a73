import { expect, test } from 'vitest'
import { recording } from '../../test/recording.ts'
import { col } from '../column/column.ts'
import { Entity } from '../entity/entity.ts'
import { deferred, now } from '../expression/functions.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), seen: col(instant).optional() }) {}
const one = () => recording('one', { answer: () => ({ rows: [[1, 'x', null]], count: 1 }) })

test('a prepared set is built once and bound at every run', async () => {
  const { source, sent } = one()
  let built = 0
  const byId = User.table(source).prepare({ id: int, name: text }, (t, p) => {
    built++
    return t.where(u => u.id.eq(p.id).and(u.name.ne(p.name)).and(u.id.lt(100)))
  })
  expect(await byId.first({ id: 1, name: 'a' })).toBeInstanceOf(User)
  expect(await byId.list({ id: 2, name: 'b' })).toHaveLength(1)
  await byId.first({ id: 3, name: 'c' })
  expect(built).toBe(1)
  expect(sent.map(({ parameters }) => parameters)).toEqual([
    [1, 'a', 100],
    [2, 'b', 100],
    [3, 'c', 100],
  ])
})

test('values are checked: type, presence', async () => {
  const { source, sent } = one()
  const byId = User.table(source).prepare({ id: int }, (t, p) => t.where(u => u.id.eq(p.id)))
  await expect(byId.first({ id: 1.5 })).rejects.toMatchObject({ kind: 'type-mismatch' })
  await expect(byId.first({} as { id: number })).rejects.toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('"id"'),
  })
  expect(sent).toEqual([])
})

test('deferred parts, moments and call options take the general way with the same result', async () => {
  const { source, sent } = one()
  const recent = User.table(source).prepare({ id: int }, (t, p) =>
    t.where(u =>
      u.id
        .eq(p.id)
        .and(u.id.lt(deferred(int, async () => 9)))
        .and(u.seen.lt(now())),
    ),
  )
  await recent.list({ id: 4 })
  expect(sent[0]?.parameters.slice(0, 2)).toEqual([4, 9])
  const byId = User.table(source).prepare({ id: int }, (t, p) => t.where(u => u.id.eq(p.id)))
  await expect(byId.list({ id: 4 }, { signal: AbortSignal.abort() })).rejects.toMatchObject({ kind: 'cancelled' })
})
