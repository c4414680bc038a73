import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { failed } from '../../test/failed.ts'
import { type CallOptions, col, Entity, hasMany, int, text } from '../index.ts'
import { type Memory, memory } from '../memory/index.ts'

class User extends Entity('users', { id: col(int).id(), name: col(text), age: col(int).default(0) }) {
  static override refs = { notes: hasMany(() => Note, 'userId') }
}
class Note extends Entity('notes', { id: col(int).id(), userId: col(int) }) {}

let db: Memory
beforeEach(async () => {
  vi.useFakeTimers()
  db = memory()
  await User.table(db).insertMany([{ id: 1, name: 'Ann' }, { id: 2, name: 'Bob' }]) // biome-ignore format: one line
  await User.table(db, { name: 'others' }).insertMany([{ id: 8, name: 'Eve' }])
})
afterEach(() => void vi.useRealTimers())

const others = () => User.table(db, { name: 'others' })
const users = () => User.table(db)
type Users = ReturnType<typeof users>
const writes: { readonly [verb: string]: (table: Users, options: CallOptions) => PromiseLike<unknown> } = {
  insert: (table, options) => table.insert(9, { name: 'x' }, options),
  insertReturningId: (table, options) => table.insertReturningId({ id: 9, name: 'x' }, options),
  insertMany: (table, options) => table.insertMany([{ id: 9, name: 'x' }], options),
  create: (table, options) => table.create({ id: 9, name: 'x' }, options),
  'newEntity, create': (table, options) => table.newEntity({ id: 9, name: 'x' }).create(options),
  insertNested: (table, options) => table.insertNested(9, { name: 'x', notes: [{ id: 1 }] }, options),
  insertFrom: (table, options) => table.insertFrom(others()).run(options),
  import: (table, options) => table.import(others(), options),
  insertQuery: (table, options) => table.insertQuery([{ id: 9, name: 'x' }]).run(options),
  replace: (table, options) => table.replace(1, { name: 'x' }, options),
  patch: (table, options) => table.patch(1, { name: 'x' }, options),
  delete: (table, options) => table.delete(1, options),
  deleteAll: (table, options) => table.deleteAll({ everything: true, ...options }),
  updateQuery: (table, options) => table.updateQuery({ everything: true }).set('age', 1).run(options),
  deleteQuery: (table, options) => table.deleteQuery({ everything: true }).run(options),
  updateEach: (table, options) => table.updateEach(user => void user.age++, { everything: true, ...options }),
  'record.save': async (table, options) => {
    const user = await table.load(1)
    user.age++
    await user.save(options)
  },
  'record.patch': async (table, options) => (await table.load(1)).patch({ age: 1 }, options),
  'record.replace': async (table, options) => (await table.load(1)).replace({ name: 'x' }, options),
  'record.delete': async (table, options) => (await table.load(1)).delete(options),
}

describe.each(Object.entries(writes))('a hook that never settles in %s', (_verb, write) => {
  const stuck = (table: Users, when: 'before' | 'after'): Users =>
    table.withHook(`${when}Save`, () => new Promise(() => {})).withHook(`${when}Delete`, () => new Promise(() => {}))

  test('before the write ends with the deadline, and nothing is written', async () => {
    const error = failed(() => write(stuck(users(), 'before'), { timeoutMs: 50 }))
    await vi.advanceTimersByTimeAsync(50)
    expect(await error).toMatchObject({ kind: 'timeout', retry: 'safe', message: expect.stringMatching(/before(Save|Delete) of users/) }) // biome-ignore format: one line
    expect([await users().fieldValues(u => u.name), await users().fieldValues(u => u.age)]).toEqual([['Ann', 'Bob'], [0, 0]]) // biome-ignore format: one line
    expect([await Note.table(db).count(), vi.getTimerCount()]).toEqual([0, 0])
  })

  test('after the write rolls its transaction back', async () => {
    const controller = new AbortController()
    const tx = await db.begin()
    const error = failed(() => write(stuck(users().withTransaction(tx), 'after'), { signal: controller.signal }))
    await vi.advanceTimersByTimeAsync(50)
    controller.abort()
    expect(await error).toMatchObject({ kind: 'cancelled', retry: 'safe', details: { outcome: 'rolled back' } })
    expect((await error).message).toMatch(/after(Save|Delete) of users: the call was cancelled; what its transaction had written is rolled back/) // biome-ignore format: one line
    expect(tx.state).toBe('rolled back')
    expect([await users().fieldValues(u => u.name), await users().fieldValues(u => u.age)]).toEqual([['Ann', 'Bob'], [0, 0]]) // biome-ignore format: one line
    expect(await Note.table(db).count()).toBe(0)
  })
})

describe('a hook that never settles after a write', () => {
  const patch = (table: Users, options: CallOptions = {}) => table.patch(1, { age: 1 }, options)
  const stuck = (table: Users = users()): Users => table.withHook('afterSave', () => new Promise(() => {}))
  const safe = { kind: 'timeout', retry: 'safe', details: { outcome: 'rolled back' } }

  test('outside of a transaction the write is done, and nothing about it is unknown', async () => {
    const error = failed(() => patch(stuck(), { timeoutMs: 50 }))
    await vi.advanceTimersByTimeAsync(50)
    expect(await error).toMatchObject({ kind: 'partial', retry: 'never', details: { entity: 'users', written: true } })
    expect([(await error).message, (await error).details.outcome]).toEqual([expect.not.stringContaining('unknown'), undefined]) // biome-ignore format: one line
    expect((await users().get(1))?.age).toBe(1)
  })

  test('that writes by itself has a write of its own that nobody knows of; the row is written', async () => {
    const slow = users().withHook('afterSave', async ({ signal }) => {
      await vi.advanceTimersByTimeAsync(50)
      await others().patch(8, { age: 1 }, { signal })
    })
    const error = await failed(() => patch(slow, { timeoutMs: 50 }))
    expect(error).toMatchObject({ kind: 'partial', details: { written: true } })
    expect([error.message, error.details.outcome]).toEqual([expect.not.stringContaining('unknown'), undefined])
  })

  test('in a transaction of the work, or in one that a change of a set has for itself, all is rolled back', async () => {
    const inWork = failed(() => db.transaction(tx => patch(stuck().withTransaction(tx), { timeoutMs: 50 })))
    await vi.advanceTimersByTimeAsync(50)
    expect(await inWork).toMatchObject(safe)
    const ofSet = failed(() => stuck().updateQuery({ everything: true }).set('age', 1).run({ timeoutMs: 50 })) // biome-ignore format: one line
    await vi.advanceTimersByTimeAsync(50)
    expect(await ofSet).toMatchObject(safe)
    expect(await users().fieldValues(u => u.age)).toEqual([0, 0])
  })

  test('in a savepoint whose outer transaction is cancelled ends with that', async () => {
    const controller = new AbortController()
    const tx = await db.begin({ signal: controller.signal })
    const inner = await tx.begin()
    const error = failed(() => patch(stuck().withTransaction(inner)))
    await vi.advanceTimersByTimeAsync(1)
    controller.abort()
    expect(await error).toMatchObject({ kind: 'cancelled', retry: 'safe' })
    expect([inner.state, tx.state]).toEqual(['rolled back', 'rolled back'])
  })

  test('where the hook has committed the transaction by itself, the write is done', async () => {
    const table = users().withHook('afterSave', async ({ transaction }) => {
      await transaction?.commit()
      await new Promise(() => {})
    })
    const tx = await db.begin()
    const error = failed(() => patch(table.withTransaction(tx), { timeoutMs: 50 }))
    await vi.advanceTimersByTimeAsync(50)
    expect(await error).toMatchObject({ kind: 'partial', details: { written: true } })
    expect((await users().get(1))?.age).toBe(1)
  })
})
