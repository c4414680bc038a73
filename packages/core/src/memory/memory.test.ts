import { bool, col, Entity, int, text } from '../index.ts'
import { expect, test } from 'vitest'
import { memory } from './index.ts'

class User extends Entity('users', {
  id: col(int).id(),
  name: col(text).flag('searchable'),
  age: col(int).optional(),
  isVip: col(bool).default(false),
}) {}

test('a table over memory reads and writes', async () => {
  const users = User.table(memory())
  await users.insert(1, { name: 'Ann', age: 30 })
  await users.insert(2, { name: 'Bob' })
  await users.insert(2, { name: 'Other' })
  expect(await users.list()).toEqual([
    { id: 1, name: 'Ann', age: 30, isVip: false },
    { id: 2, name: 'Bob', age: null, isVip: false },
  ])
  await users.patch(2, { age: 12 })
  expect(await users.where(u => u.age.gt(20)).count()).toBe(1)
  expect(await users.sum(u => u.age)).toBe(42)
  expect(
    await users
      .orderBy(u => u.age.asc())
      .limit(1)
      .list(),
  ).toMatchObject([{ id: 2 }])
  expect(await users.search('AN').listValues()).toEqual([{ id: 1, name: 'Ann', age: 30, isVip: false }])
  expect(await users.delete(1)).toBe(true)
  expect(await users.insertReturningId({ name: 'Cy' })).toBe(3)
  expect(await users.count()).toBe(2)
})
