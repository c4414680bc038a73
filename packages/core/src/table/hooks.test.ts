import { beforeEach, describe, expect, test, vi } from 'vitest'
import { bytes, col, Entity, hasMany, hook, int, json, text, VantageError } from '../index.ts'
import { containsMany } from '../contained/index.ts'
import { type Memory, memory } from '../memory/index.ts'
import { failed } from '../../test/failed.ts'

const log: string[] = []
class User extends Entity('users', {
  id: col(int).id(),
  name: col(text),
  age: col(int).default(0),
  slug: col(text).optional(),
}) {
  static override refs = { notes: hasMany(() => Note, 'userId') }
}
class Note extends Entity('notes', { id: col(int).id(), userId: col(int), words: col(text) }) {
  static override hooks = [
    hook<'beforeInsert', typeof Note>('beforeInsert', ({ after }) => void log.push(`entity: ${String(after.words)}`)),
  ]
}

let db: Memory
const users = () => User.table(db)
beforeEach(async () => {
  log.length = 0
  db = memory({ name: 'shop' })
  await users().insertMany([
    { id: 1, name: 'Ann', age: 10 },
    { id: 2, name: 'Bob', age: 20 },
    { id: 3, name: 'Cy', age: 30 },
  ])
})
const slugged = () =>
  users().withHook('beforeSave', ({ after }) => {
    if (after.name !== undefined) after.slug = after.name.toLowerCase()
  })

describe('the order', () => {
  test('is by phase, then save before insert and update, then entity, table, record', async () => {
    const said = (what: string) => (): void => void log.push(what)
    const table = Note.table(db)
      .withHook('beforeInsert', said('insert validate'))
      .withHook('beforeInsert', said('insert normalize'), { phase: 'normalize' })
      .withHook('beforeSave', said('save validate'))
      .withHook('beforeSave', said('save populate'), { phase: 'populate' })
      .withHook('afterInsert', said('insert after'))
      .withHook('afterSave', said('save after'))
    const draft = table.newEntity({ id: 1, userId: 1, words: 'hi' })
    draft.addHook('beforeInsert', said('record'))
    await draft.create()
    expect(log).toEqual([
      'insert normalize',
      'save populate',
      'save validate',
      'entity: hi',
      'insert validate',
      'record',
      'save after',
      'insert after',
    ])
  })

  test('an insert that finds its row runs the hooks before it, and none after', async () => {
    const table = users()
      .withHook('beforeInsert', () => void log.push('before'))
      .withHook('afterInsert', () => void log.push('after'))
    expect((await table.insert(1, { name: 'x' })).name).toBe('Ann')
    expect(log).toEqual(['before'])
    await table.insert(4, { name: 'Dee' })
    expect(log).toEqual(['before', 'before', 'after'])
  })
})

describe('hooks that write their own set', () => {
  const endless = (event: 'beforeUpdate' | 'afterUpdate') =>
    users().withHook(event, async ({ set, before }) => {
      log.push('once more')
      await set.patch(before.id, { age: before.age + 1 })
    })

  test('end at a fixed number of levels, also at the same time and beside hooks that come to an end', async () => {
    const calls = [1, 2, 3].map(id => failed(() => endless('beforeUpdate').patch(id, { age: 1 })))
    const counting = users().withHook('afterSave', async ({ set, after }) => {
      if (after.age < 30) await set.patch(after.id, { age: after.age + 1 })
    })
    await Promise.all(calls)
    expect(log).toHaveLength(3 * 32)
    for (const call of calls)
      expect(await call).toMatchObject({
        kind: 'invalid',
        details: { entity: 'users', reason: 'hooks-nested' },
        message: expect.stringMatching(
          /^beforeUpdate of users is nested in 32 hooks: .* runs hooks again; change "after"/,
        ),
      })
    expect(await users().fieldValues(u => u.age)).toEqual([10, 20, 30])
    await counting.patch(2, { age: 20 })
    expect((await users().get(2))?.age).toBe(30)
  })

  test('after a write are undone in a transaction, and tell outside of one that rows are written', async () => {
    const outside = await failed(() => endless('afterUpdate').patch(1, { age: 1 }))
    expect(outside).toMatchObject({ kind: 'partial', details: { written: true, reason: 'hooks-nested' } })
    expect(outside.message.match(/nested in 32 hooks/g)).toHaveLength(1)
    expect(outside.message.match(/a hook after it failed/g)).toHaveLength(1)
    expect(await failed(() => db.transaction(tx => endless('afterUpdate').withTransaction(tx).patch(2, { age: 1 })))).toMatchObject({ kind: 'invalid', message: expect.stringMatching(/^afterUpdate of users is nested/) }) // biome-ignore format: one line
    expect((await users().get(2))?.age).toBe(20)
  })

  test('are counted through references, records and narrowed sets too', async () => {
    class Step extends Entity('steps', { id: col(int).id(), after: col(int) }) {
      static override refs = { following: hasMany(() => Step, 'after') }
      static override hooks = [
        hook<'afterDelete', typeof Step>('afterDelete', async ({ record }) => {
          log.push('deleted')
          // An entity does not know what its source can.
          const following: object = record.getRef('following')
          await Reflect.get(following, 'deleteAll').call(following)
        }),
      ]
    }
    const steps = Step.table(db)
    const chain = (length: number) => Array.from({ length }, (_, id) => ({ id, after: id - 1 }))
    await steps.insertMany(chain(32))
    expect([await steps.delete(0), await steps.count(), log.length]).toEqual([true, 0, 32])
    await steps.insertMany(chain(40))
    expect(await failed(() => steps.delete(0))).toMatchObject({ details: { reason: 'hooks-nested', entity: 'steps' } })
    const again = users().withHook('beforeUpdate', async ({ set, before }) => {
      const own = await set.where(u => u.age.gt(0)).load(before.id)
      own.age += 1
      await own.save()
    })
    expect(await failed(() => again.patch(1, { age: 1 }))).toMatchObject({ kind: 'invalid', details: { reason: 'hooks-nested' } }) // biome-ignore format: one line
  })
})

describe('hooks before a write', () => {
  test('see the row before and what is to be written, and change it', async () => {
    const seen: unknown[] = []
    const table = slugged().withHook('beforeUpdate', ({ before, after, event, record }) => {
      seen.push([event, before.age, after.age, record.name, before instanceof User])
    })
    expect(await table.patch(1, { age: 11, name: 'ANNA' })).toMatchObject({ age: 11, slug: 'anna' })
    expect(seen).toEqual([['update', 10, 11, 'Ann', true]])
    expect((await table.insert(4, { name: 'Dee' })).slug).toBe('dee')
    expect(await table.insertMany([{ id: 5, name: 'Eve' }, { id: 1, name: 'x' }])).toBe(1) // biome-ignore format: one line
    expect((await users().get(5))?.slug).toBe('eve')
  })

  test('may change bytes in place: what they change is written, and neither before nor what was given changes', async () => {
    class Photo extends Entity('photos', { id: col(int).id(), n: col(int), raw: col(bytes) }) {}
    const seen: unknown[] = []
    const stored = Photo.table(db)
    const photos = stored
      .withHook('beforeSave', ({ after }) => void after.raw?.fill(9))
      .withHook('afterUpdate', ({ before }) => void seen.push([...before.raw]))
    const given = Uint8Array.of(1, 1)
    await photos.insert(1, { n: 0, raw: given })
    const raw = async (id: number) => [...((await stored.get(id))?.raw ?? [])]
    expect([[...given], await raw(1)]).toEqual([[1, 1], [9, 9]]) // biome-ignore format: one line
    await stored.replace(1, { n: 0, raw: given })
    await photos.patch(1, { n: 1 })
    expect(await raw(1)).toEqual([9, 9])
    await stored.patch(1, { raw: given })
    const record = await photos.load(1)
    record.n = 2
    await record.save()
    expect([[...record.raw], await raw(1)]).toEqual([[9, 9], [9, 9]]) // biome-ignore format: one line
    await stored.patch(1, { raw: given })
    await photos.where(p => p.id.eq(1)).updateQuery().set('raw', given).run() // biome-ignore format: one line
    await photos.patch(1, { raw: given })
    expect([[...given], await raw(1), seen]).toEqual([[1, 1], [9, 9], [[1, 1], [1, 1], [1, 1], [9, 9]]]) // biome-ignore format: one line
  })

  test('cancel it with what they throw; nothing is written', async () => {
    const table = users()
      .withHook('beforeDelete', ({ before }) => {
        if (before.age > 15) throw new Error('too old to go')
      })
      .withHook('beforeUpdate', () => {
        throw new VantageError('closed', { kind: 'permission' })
      })
    expect(await failed(() => table.delete(2))).toMatchObject({ kind: 'validation', message: 'beforeDelete of users: too old to go' }) // biome-ignore format: one line
    expect(await failed(() => table.patch(1, { age: 1 }))).toMatchObject({ kind: 'permission', context: ['beforeUpdate of users'] }) // biome-ignore format: one line
    expect(await failed(() => table.deleteAll({ everything: true }))).toMatchObject({ kind: 'validation' })
    expect(await users().count()).toBe(3)
    expect(await table.delete(1)).toBe(true)
    expect(await table.delete(1)).toBe(false)
  })

  test('that trip or throw no error are told apart from those that refuse', async () => {
    const tripping = users().withHook('beforeInsert', () => Reflect.get(Object(undefined).x, 'y'))
    expect(await failed(() => tripping.insert(9, { name: 'x' }))).toMatchObject({ kind: 'internal' })
    const shouting = users().withHook('beforeInsert', () => {
      throw 'no'
    })
    expect(await failed(() => shouting.insert(9, { name: 'x' }))).toMatchObject({ kind: 'validation', message: 'beforeInsert of users: no' }) // biome-ignore format: one line
  })

  test('that never settle end with the deadline of the call', async () => {
    vi.useFakeTimers()
    try {
      const table = users().withHook('beforeInsert', () => new Promise(() => {}))
      const error = failed(() => table.insert(9, { name: 'x' }, { timeoutMs: 50 }))
      await vi.advanceTimersByTimeAsync(60)
      expect(await error).toMatchObject({ kind: 'timeout' })
    } finally {
      vi.useRealTimers()
    }
    expect(await users().get(9)).toBeUndefined()
  })

  test('refuse fields, which are told together with what else is wrong', async () => {
    const table = users()
      .withHook('beforeSave', ({ after, refuse }) => void (after.age === 13 && refuse('age', 'brings bad luck')))
      .withHook('beforeSave', call => {
        if (call.after.slug === undefined) call.refuse('slug', 'is missing')
      })
    const draft = table.newEntity({ id: 7 })
    const error = await failed(() => draft.create())
    expect(error).toMatchObject({
      kind: 'validation',
      details: { entity: 'users', fields: [{ field: 'slug', message: 'is missing' }, { field: 'name', message: 'is required' }] }, // biome-ignore format: one line
    })
    expect(await users().get(7)).toBeUndefined()
  })

  test('takeOver() deals with a delete in another way; elsewhere it is refused', async () => {
    const soft = users().withHook('beforeDelete', async ({ before, set, takeOver }) => {
      await set.patch(before.id, { slug: 'deleted' })
      takeOver()
    })
    expect([await soft.delete(1), (await users().get(1))?.slug]).toEqual([true, 'deleted'])
    expect(await soft.where(u => u.age.gt(15)).deleteAll()).toBe(2)
    expect(await users().where(u => u.slug.eq('deleted')).count()).toBe(3) // biome-ignore format: one line
    const wrong = users().withHook('beforeInsert', call => call.takeOver())
    expect(await failed(() => wrong.insert(9, { name: 'x' }))).toMatchObject({ kind: 'invalid' })
  })
})

describe('hooks after a write', () => {
  const broken = () =>
    users().withHook('afterSave', ({ after }) => {
      throw new Error(`cannot tell of ${after.name}`)
    })

  test('that fail leave it written outside of a transaction, and the error says so', async () => {
    expect(await failed(() => broken().insert(4, { name: 'Dee' }))).toMatchObject({
      kind: 'partial',
      details: { entity: 'users', written: true },
      cause: { message: 'afterSave of users: cannot tell of Dee' },
    })
    expect((await users().get(4))?.name).toBe('Dee')
  })

  test('that fail inside one roll it back', async () => {
    const tx = await db.begin()
    const inside = broken().withTransaction(tx)
    expect(await failed(() => inside.patch(1, { age: 99 }))).toMatchObject({ kind: 'validation' })
    expect(tx.state).toBe('rolled back')
    expect(await failed(() => tx.commit())).toMatchObject({ kind: 'invalid', message: expect.stringContaining('cannot tell of Ann') }) // biome-ignore format: one line
    expect((await users().get(1))?.age).toBe(10)
    const replaced = await failed(() => broken().replace(1, { name: 'x' }))
    expect(replaced.kind).toBe('validation')
    expect((await users().get(1))?.name).toBe('Ann')
  })

  test('see the stored row and the transaction', async () => {
    const seen: unknown[] = []
    const table = users()
      .withHook('afterUpdate', ({ before, after, transaction, record }) => {
        seen.push([before.age, after.age, transaction?.state, record.age])
      })
      .withHook('afterDelete', ({ before, after, event }) => void seen.push([event, before.name, after]))
    await table.patch(1, { age: 11 })
    await db.transaction(async tx => {
      await table.withTransaction(tx).patch(1, { age: 12 })
    })
    await table.delete(1)
    expect(seen).toEqual([
      [10, 11, undefined, 11],
      [11, 12, 'open', 12],
      ['delete', 'Ann', undefined],
    ])
  })
})

describe('the row after a write', () => {
  test('is shown to hooks as a copy that does not change, and what is returned is what is stored', async () => {
    const seen: unknown[] = []
    const table = users().withHook('afterSave', ({ after, changed }) => {
      seen.push([after instanceof User, changed])
      try {
        Reflect.set(after, 'name', 'lie')
        // @ts-expect-error what is stored does not change
        after.name = 'lie'
      } catch (thrown) {
        seen.push(thrown instanceof TypeError)
      }
    })
    expect((await table.patch(1, { name: 'Anna' })).name).toBe('Anna')
    const made = await table.create({ id: 9, name: 'New' })
    expect([made.name, (await users().get(9))?.name]).toEqual(['New', 'New'])
    made.name = 'changed'
    await made.save()
    expect(seen).toEqual([[true, ['name']], true, [true, ['id', 'name', 'age', 'slug']], true, [true, ['name']], true])
  })
})

describe('hooks in a transaction inside another', () => {
  test('are told that one, and write through it', async () => {
    const table = users().withHook('afterUpdate', async ({ transaction }) => {
      if (transaction !== undefined) await Note.table(transaction.source).insert(1, { userId: 1, words: 'older' })
    })
    const outer = await db.begin()
    await outer.transaction(async inner => {
      await table.withTransaction(inner).patch(1, { age: 11 })
    })
    await outer.commit()
    expect([(await users().get(1))?.age, await Note.table(db).count()]).toEqual([11, 1])
  })

  test('that fail after the write undo that one alone', async () => {
    const broken = users().withHook('afterUpdate', () => {
      throw new Error('no')
    })
    const outer = await db.begin()
    await User.table(outer).patch(1, { age: 11 })
    const inner = await outer.begin()
    expect(await failed(() => broken.withTransaction(inner).patch(2, { age: 21 }))).toMatchObject({ kind: 'validation' }) // biome-ignore format: one line
    expect([inner.state, outer.state]).toEqual(['rolled back', 'open'])
    expect(await failed(() => inner.commit())).toMatchObject({ message: expect.stringContaining('no') })
    await outer.commit()
    expect(await users().fieldValues(u => u.age)).toEqual([11, 20, 30])
  })
})

describe('the signal of a hook', () => {
  test('aborts with the call, and with the transaction it is in; without either it stays quiet', async () => {
    const seen: AbortSignal[] = []
    const table = users().withHook('afterUpdate', ({ signal }) => void seen.push(signal))
    const call = new AbortController()
    const around = new AbortController()
    await table.patch(1, { age: 1 })
    await table.patch(1, { age: 2 }, { signal: call.signal })
    const tx = await db.begin({ signal: around.signal })
    const inner = await tx.begin()
    const inside = table.withTransaction(inner)
    await inside.patch(1, { age: 3 })
    await inside.patch(1, { age: 4 }, { signal: call.signal })
    around.abort()
    expect(seen.map(({ aborted }) => aborted)).toEqual([false, false, true, true])
    call.abort()
    expect(seen.map(({ aborted }) => aborted)).toEqual([false, true, true, true])
    expect((await users().get(1))?.age).toBe(2)
  })
})

describe('replace', () => {
  test('runs update hooks for a row that is there and insert hooks otherwise', async () => {
    const table = users()
      .withHook('afterInsert', ({ after }) => void log.push(`made ${after.name}`))
      .withHook('afterUpdate', ({ before, after }) => void log.push(`${before.name} is ${after.name}`))
    await table.replace(1, { name: 'Anna' })
    await table.replace(4, { name: 'Dee' })
    expect(log).toEqual(['Ann is Anna', 'made Dee'])
    expect(await users().get(1)).toEqual({ id: 1, name: 'Anna', age: 0, slug: null })
  })
})

describe('changes of whole sets', () => {
  test('run row by row, and are no expressions', async () => {
    const changed = slugged().withHook('afterUpdate', ({ after }) => void log.push(after.name))
    const old = changed.where(u => u.age.gte(20))
    const update = old.updateQuery().set('age', u => u.age.plus(1))
    expect(await update.run()).toBe(2)
    expect(await users().list()).toMatchObject([{ age: 10, slug: null }, { age: 21, slug: 'bob' }, { age: 31, slug: 'cy' }]) // biome-ignore format: one line
    expect(log).toEqual(['Bob', 'Cy'])
    expect(await old.updateQuery().set('name', 'B').returning('name', 'slug').run()).toEqual([{ name: 'B', slug: 'b' }, { name: 'B', slug: 'b' }]) // biome-ignore format: one line
    expect(await failed(() => update.expr())).toMatchObject({ kind: 'unsupported' })
    expect(String(update.explain())).toContain('update each row, with its hooks')
    expect(await old.deleteQuery().returning().run()).toMatchObject([{ id: 2 }, { id: 3 }])
    expect(await failed(() => changed.deleteQuery())).toMatchObject({ kind: 'invalid' })
  })

  test('are undone as a whole where the source has transactions', async () => {
    const picky = users().withHook('beforeUpdate', ({ after }) => {
      if (after.age === 31) throw new Error('no more')
    })
    const update = picky.updateQuery({ everything: true }).set('age', u => u.age.plus(1))
    expect(await failed(() => update.run())).toMatchObject({ kind: 'validation' })
    expect(await users().fieldValues(u => u.age)).toEqual([10, 20, 30])
    const twice = users().withHook('beforeInsert', ({ after }) => {
      if (after.name === 'bad') throw new Error('bad')
    })
    expect(await failed(() => twice.insertMany([{ id: 7, name: 'ok' }, { id: 8, name: 'bad' }]))).toMatchObject({ message: 'record 2: beforeInsert of users: bad' }) // biome-ignore format: one line
    expect(await users().count()).toBe(3)
  })

  test('insertQuery, insertFrom, import and insertNested pass by no hook', async () => {
    await slugged()
      .insertQuery([{ id: 4, name: 'Dee' }])
      .run()
    const copies = User.table(memory(), { name: 'copies' }).withHook('beforeInsert', ({ after }) => {
      after.slug = 'copied'
    })
    expect(await copies.insertFrom(users().where(u => u.id.lt(3))).run()).toBe(2)
    await copies.import(users())
    expect(await copies.fieldValues(u => u.slug)).toEqual(['copied', 'copied', 'copied', 'copied'])
    const doubled = slugged().insertFrom(users().where(u => u.id.eq(1)), u => ({ id: u.id.plus(100), name: u.name.upper() })) // biome-ignore format: one line
    expect(await doubled.returning().run()).toMatchObject([{ id: 101, name: 'ANN', slug: 'ann' }])
    await users().insertNested(5, { name: 'Eve', notes: [{ id: 1, words: 'one' }, { id: 2, words: 'two' }] }) // biome-ignore format: one line
    expect(log).toEqual(['entity: one', 'entity: two'])
  })

  test('rows inside a row are written with the hooks of the row', async () => {
    class Line extends Entity('lines', { n: col(int).id(), words: col(text) }) {}
    class Order extends Entity('orders', { id: col(int).id(), held: col(json), size: col(int).default(0) }) {
      static override refs = { lines: containsMany(() => Line, 'held') }
      static override hooks = [
        hook<'beforeUpdate', typeof Order>('beforeUpdate', ({ after }) => {
          if (Array.isArray(after.held)) after.size = after.held.length
          if (after.size === 3) throw new Error('too many')
        }),
      ]
    }
    const orders = Order.table(db)
    await orders.insert(1, { held: [{ n: 1, words: 'a' }] })
    const lines = orders.where(o => o.id.eq(1)).getRef('lines')
    await lines.insert(2, { words: 'b' })
    expect(await orders.get(1)).toMatchObject({ size: 2, held: [{ n: 1 }, { n: 2 }] })
    expect(await failed(() => lines.insert(3, { words: 'c' }))).toMatchObject({ kind: 'validation' })
    expect(await lines.count()).toBe(2)
  })

  test('the rows of an entity keep its hooks as those of another', async () => {
    class Short extends Entity('users', { id: col(int).id(), name: col(text) }) {}
    const table = users().withHook('beforeUpdate', () => void log.push('updating'))
    await table.intoEntity(Short).patch(1, { name: 'x' })
    expect(log).toEqual(['updating'])
  })
})
