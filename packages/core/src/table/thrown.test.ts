import { describe, expect, test } from 'vitest'
import { failed } from '../../test/failed.ts'
import { col, Entity, int } from '../index.ts'
import { memory } from '../memory/index.ts'

class User extends Entity('users', { id: col(int).id(), age: col(int).default(0) }) {}

const opened = async () => {
  const db = memory()
  await User.table(db).insertMany([{ id: 1 }, { id: 2 }]) // biome-ignore format: one line
  return db
}
/** What may be thrown, and what is said of it. */
const thrown: readonly (readonly [what: string, value: unknown, said: string])[] = [
  ['a text', 'too old', 'too old'],
  ['nothing', undefined, 'undefined was thrown, which says nothing; throw an Error'],
  ['null', null, 'null was thrown, which says nothing; throw an Error'],
  ['an empty text', '', 'an empty text was thrown, which says nothing; throw an Error'],
  ['a number', 42, '42'],
  ['a symbol', Symbol('no'), 'Symbol(no)'],
  ['an object', { code: 7 }, 'an object was thrown, which says nothing; throw an Error'],
  ['an object that has no text', Object.create(null), 'an object was thrown, which says nothing; throw an Error'],
  ['an object whose text throws', { toString: () => { throw new Error('deep') } }, 'an object was thrown, which says nothing; throw an Error'], // biome-ignore format: one line
  ['an error without a message', new Error(''), 'an Error without a message was thrown'],
]

describe.each(thrown)('%s', (_what, value, said) => {
  const throwing = (): never => {
    throw value
  }

  test('thrown by a hook before a write refuses it', async () => {
    const db = await opened()
    const rejecting = () => Promise.reject(value)
    for (const hook of [throwing, rejecting]) {
      const error = await failed(() => User.table(db).withHook('beforeSave', hook).patch(1, { age: 1 }))
      expect(error).toMatchObject({ kind: 'validation', message: `beforeSave of users: ${said}` })
      expect(error.cause).toBe(value)
      const gone = await failed(() => User.table(db).withHook('beforeDelete', hook).deleteAll({ everything: true }))
      expect(gone).toMatchObject({ kind: 'validation', message: `beforeDelete of users: ${said}` })
    }
    expect(await User.table(db).fieldValues(u => u.age)).toEqual([0, 0])
  })

  test('thrown by a hook after a write rolls its transaction back, or says that it is written', async () => {
    const db = await opened()
    const users = User.table(db).withHook('afterSave', throwing)
    const tx = await db.begin()
    expect(await failed(() => users.withTransaction(tx).patch(1, { age: 1 }))).toMatchObject({ kind: 'validation', message: `afterSave of users: ${said}` }) // biome-ignore format: one line
    expect([tx.state, await User.table(db).fieldValues(u => u.age)]).toEqual(['rolled back', [0, 0]])
    const error = await failed(() => users.patch(1, { age: 1 }))
    expect(error).toMatchObject({ kind: 'partial', details: { written: true }, message: expect.stringContaining(said) })
  })

  test('thrown by the function of updateEach saves nothing of its batch', async () => {
    const db = await opened()
    const change = (user: User): void => {
      user.age++
      if (user.id === 2) throwing()
    }
    const error = await failed(() => User.table(db).updateEach(change, { everything: true }))
    expect(error).toMatchObject({ kind: 'validation', message: `updating users 2: ${said}` })
    expect(await User.table(db).fieldValues(u => u.age)).toEqual([0, 0])
  })

  test('thrown by the work of a transaction is thrown as it is', async () => {
    const db = await opened()
    const work = db.transaction(async tx => {
      await User.table(tx).patch(1, { age: 1 })
      throw value
    })
    expect(await work.then(() => 'done', (reason: unknown) => [reason])).toEqual([value]) // biome-ignore format: one line
    expect(await User.table(db).fieldValues(u => u.age)).toEqual([0, 0])
  })
})
