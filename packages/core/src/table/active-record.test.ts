import { beforeEach, describe, expect, test } from 'vitest'
import {
  bool,
  bytes,
  col,
  Decimal,
  decimal,
  Entity,
  expectStatements,
  hasMany,
  hasOne,
  hook,
  int,
  manyToMany,
  text,
  uuid,
  type VantageError,
} from '../index.ts'
import { dynamicTable, printEntities } from '../dynamic/index.ts'
import { type Memory, memory } from '../memory/index.ts'
import { failed } from '../../test/failed.ts'

class Country extends Entity('countries', { id: col(text).id(), name: col(text), isEu: col(bool).default(false) }) {}
class User extends Entity('users', {
  id: col(uuid).id(),
  name: col(text),
  age: col(int),
  note: col(text).optional(),
  photo: col(bytes).optional(),
  balance: col(decimal).default(Decimal.from('0')),
  countryId: col(text).optional(),
}) {
  static override refs = {
    sessions: hasMany(() => Session, 'userId'),
    country: hasOne(() => Country, 'countryId'),
    tags: manyToMany(() => Tag, { through: () => UserTag, from: 'userId', to: 'tagId' }),
  }
  greeting(): string {
    return `hello ${this.name}`
  }
  birthday(): void {
    this.age += 1
  }
}
class Session extends Entity('sessions', { id: col(int).id(), userId: col(uuid), minutes: col(int) }) {
  static override refs = { user: hasOne(() => User, 'userId') }
}
class Tag extends Entity('tags', { id: col(int).id(), name: col(text) }) {}
class UserTag extends Entity('user_tags', { userId: col(uuid).id(), tagId: col(int).id() }) {}
class Pair extends Entity('pairs', { left: col(int).id(), right: col(int).id(), word: col(text) }) {}

const marty = '00000000-0000-4000-8000-000000000001'
const doc = '00000000-0000-4000-8000-000000000002'
let db: Memory
const users = () => User.table(db)
beforeEach(async () => {
  db = memory({ tables: { users: [] } })
  await Country.table(db).insertMany([{ id: 'us', name: 'USA' }, { id: 'at', name: 'Austria', isEu: true }]) // biome-ignore format: one line
  await users().insertMany([
    { id: marty, name: 'Marty', age: 17, countryId: 'us' },
    { id: doc, name: 'Doc', age: 65 },
  ])
  await Session.table(db).insertMany([{ id: 1, userId: marty, minutes: 5 }, { id: 2, userId: doc, minutes: 7 }]) // biome-ignore format: one line
  await Tag.table(db).insertMany([{ id: 1, name: 'driver' }, { id: 2, name: 'genius' }]) // biome-ignore format: one line
  await UserTag.table(db).insertMany([{ userId: marty, tagId: 1 }, { userId: doc, tagId: 2 }]) // biome-ignore format: one line
})
describe('loading', () => {
  test('gives instances whose fields are those of the row and whose methods work', async () => {
    const user = await users().load(marty)
    expect(user).toBeInstanceOf(User)
    expect([user.greeting(), Object.keys(user), JSON.parse(JSON.stringify(user)).name]).toEqual([
      'hello Marty',
      ['id', 'name', 'age', 'note', 'photo', 'balance', 'countryId'],
      'Marty',
    ])
    expect([user.isDirty, user.changes]).toEqual([false, {}])
  })

  test('of what is not there is not-found, or undefined', async () => {
    const nobody = '00000000-0000-4000-8000-000000000009'
    expect(await failed(() => users().load(nobody))).toMatchObject({ kind: 'not-found', details: { entity: 'users', id: nobody } }) // biome-ignore format: one line
    expect(await users().getEntity(nobody)).toBeUndefined()
    expect((await users().getEntity(doc))?.name).toBe('Doc')
    const grown = users().where(u => u.age.gt(18))
    expect(await failed(() => grown.load(marty))).toMatchObject({ kind: 'not-found' })
    expect(await users().where(u => u.age.gt(100)).loadSome()).toBeUndefined() // biome-ignore format: one line
    expect(
      (
        await users()
          .orderBy(u => u.age.desc())
          .loadSome()
      )?.name,
    ).toBe('Doc')
    expect(
      (
        await users()
          .orderBy(u => u.age)
          .activeList()
      ).map(({ name }) => name),
    ).toEqual(['Marty', 'Doc'])
  })

  test('works in the record form, and for composite ids', async () => {
    const record = await users().records().load(marty)
    expect(Object.getPrototypeOf(Object.getPrototypeOf(record))).toBe(Object.prototype)
    await Pair.table(db).insert({ left: 1, right: 2 }, { word: 'a' })
    const pair = await Pair.table(db).load({ left: 1, right: 2 })
    pair.word = 'b'
    await pair.save()
    expect(await Pair.table(db).list()).toEqual([{ left: 1, right: 2, word: 'b' }])
  })
})

test('rows of chosen columns have the fields that were chosen and the keys of references, whichever were before', async () => {
  const chosen = async (name: 'name' | 'age') =>
    (await users().select(name).where(u => u.id.eq(marty)).activeList()).map(record => ({ ...record })) // biome-ignore format: one line
  expect([await chosen('name'), await chosen('age'), await chosen('name')]).toEqual([
    [{ id: marty, name: 'Marty', countryId: 'us' }],
    [{ id: marty, age: 17, countryId: 'us' }],
    [{ id: marty, name: 'Marty', countryId: 'us' }],
  ])
})

test('a key that was not read leads nowhere, and says so', async () => {
  const user = await users().load(marty)
  Reflect.deleteProperty(user, 'countryId')
  expect((await user.getRelated('country'))?.id).toBe('us')
  class Nameless extends Entity('users', { id: col(uuid).id(), name: col(text) }) {
    static override refs = { country: hasOne(() => Country, 'countryId') }
  }
  const nameless = await Nameless.table(db).load(marty)
  expect(() => Reflect.apply(nameless.getRef, nameless, ['country'])).toThrow(/countryId/)
  const table = users()
    .select('name')
    .withExpression('next', t => t.$.id)
    .withHook('afterUpdate', ({ record }) => void record.getRef('country'))
  expect(await failed(() => table.patch(marty, { name: 'Martin' } as never))).toMatchObject({
    kind: 'partial',
    message: expect.stringContaining('users.countryId: country leads by it, and it was not read; add it to select()'),
  })
})

describe('save()', () => {
  test('knows what it changed, whatever hooks do to the rows they are shown', async () => {
    const record = await users().load(marty)
    record.addHook('beforeUpdate', ({ before }) => {
      before.name = 'spoilt'
      throw new Error('no')
    })
    record.age = 18
    expect(await failed(() => record.save())).toMatchObject({ kind: 'validation' })
    expect([record.changes, record.name]).toEqual([{ age: { before: 17, after: 18 } }, 'Marty'])
  })

  test('writes what changed in one statement, and nothing when nothing did', async () => {
    const user = await users().load(marty)
    await expectStatements(db, 0, () => user.save())
    user.birthday()
    user.balance = user.balance.plus('1.50')
    expect([user.isDirty, user.changes]).toMatchObject([
      true,
      { age: { before: 17, after: 18 }, balance: { after: user.balance } },
    ])
    await users().patch(marty, { note: 'by another client' })
    await expectStatements(db, 1, () => user.save())
    expect([user.isDirty, user.note]).toEqual([false, 'by another client'])
    expect(await users().get(marty)).toMatchObject({ age: 18, note: 'by another client' })
    expect((await users().get(marty))?.balance.toString()).toBe('1.5')
  })

  test('sees bytes that changed in place', async () => {
    await users().patch(marty, { photo: Uint8Array.of(1, 2) })
    const user = await users().load(marty)
    user.photo?.fill(9)
    expect(user.isDirty).toBe(true)
    user.addHook('beforeUpdate', ({ before }) => expect(before.photo).toEqual(Uint8Array.of(1, 2)))
    await user.save()
    expect((await users().get(marty))?.photo).toEqual(Uint8Array.of(9, 9))
    expect(user.isDirty).toBe(false)
  })

  test('keeps changes that are made while it runs', async () => {
    const user = await users().load(marty)
    user.age = 20
    const saving = user.save()
    user.name = 'Martin'
    await saving
    expect([user.name, user.age, user.changes]).toEqual(['Martin', 20, { name: { before: 'Marty', after: 'Martin' } }])
    await user.save()
    expect(await users().get(marty)).toMatchObject({ name: 'Martin', age: 20 })
  })

  test('refuses a changed id, a computed column, and what is no value of its column', async () => {
    const user = await users().load(marty)
    user.id = (await users().load(doc)).id
    expect(await failed(() => user.save())).toMatchObject({ kind: 'invalid', details: { field: 'id' } })
    const older = await users().withExpression('next', t => t.$.age.plus(1)).load(marty) // biome-ignore format: one line
    expect(older.next).toBe(18)
    older.age = 30
    await older.save()
    expect(older.next).toBe(31)
    Reflect.set(older, 'next', 0)
    expect(await failed(() => older.save())).toMatchObject({ kind: 'invalid', details: { field: 'next' } })
    const third = await users().load(doc)
    Reflect.set(third, 'age', 'old')
    expect(await failed(() => third.save())).toMatchObject({ kind: 'type-mismatch', details: { field: 'age' } })
    expect(third.isDirty).toBe(true)
  })

  test('may move a row out of its set, but not out of its scope', async () => {
    const user = await users().where(u => u.age.lt(18)).load(marty) // biome-ignore format: one line
    user.age = 18
    await user.save()
    expect(user.isDirty).toBe(false)
    const scoped = await users().scope(u => u.countryId.eq('us')).load(marty) // biome-ignore format: one line
    scoped.countryId = 'at'
    expect(await failed(() => scoped.save())).toMatchObject({ kind: 'conflict', details: { field: 'countryId' } })
  })

  test('of a row that is gone is not-found; of a deleted record invalid', async () => {
    const user = await users().load(marty)
    await users().delete(marty)
    user.age = 1
    expect(await failed(() => user.save())).toMatchObject({ kind: 'not-found' })
    const other = await users().load(doc)
    expect(await other.delete()).toBe(true)
    other.age = 1
    for (const use of [() => other.save(), () => other.reload(), () => other.patch({ age: 2 })])
      expect(await failed(use)).toMatchObject({ kind: 'invalid', message: expect.stringContaining('was deleted') })
    expect(await other.delete()).toBe(false)
  })

  test('of a record that is being saved already is refused', async () => {
    const user = await users().load(marty)
    user.age = 20
    const saving = user.save()
    expect(await failed(() => user.save())).toMatchObject({ kind: 'invalid', message: expect.stringContaining('await it') }) // biome-ignore format: one line
    await saving
    expect((await users().get(marty))?.age).toBe(20)
  })
})

describe('patch(), replace(), reload(), delete(), saveTo()', () => {
  test('patch writes its fields alone, and what was changed before stays to be saved', async () => {
    const user = await users().load(marty)
    user.age = 20
    expect(await user.patch({ name: 'Martin' })).toBe(user)
    expect(await users().get(marty)).toMatchObject({ name: 'Martin', age: 17 })
    expect([user.age, user.changes]).toEqual([20, { age: { before: 17, after: 20 } }])
    expect(await failed(() => Reflect.apply(user.patch, user, [{ id: doc }]))).toMatchObject({ kind: 'invalid' })
  })

  test('replace overwrites, reload reads again; both drop what was not saved', async () => {
    const user = await users().load(marty)
    user.age = 20
    await user.replace({ name: 'Calvin', age: 16 })
    expect([user.name, user.age, user.countryId, user.isDirty]).toEqual(['Calvin', 16, null, false])
    await users().patch(marty, { age: 3 })
    user.name = 'x'
    expect(await user.reload()).toBe(user)
    expect([user.name, user.age, user.isDirty]).toEqual(['Calvin', 3, false])
    await users().delete(marty)
    expect(await failed(() => user.reload())).toMatchObject({ kind: 'not-found' })
  })

  test('saveTo puts the fields as they are into another set, under the same id', async () => {
    const archive = User.table(memory({ name: 'archive' }))
    const user = await users().load(marty)
    user.age = 88
    await user.saveTo(archive)
    expect(await archive.list()).toMatchObject([{ id: marty, age: 88 }])
    expect([user.isDirty, (await users().get(marty))?.age]).toEqual([true, 17])
    await using tx = await db.begin()
    const inside = await User.table(tx).load(marty)
    expect(await failed(() => inside.saveTo(archive))).toMatchObject({ kind: 'invalid', message: expect.stringContaining('unprotected') }) // biome-ignore format: one line
  })

  test('methods belong to records alone', async () => {
    const user = await users().load(marty)
    const copy = { ...user }
    expect('save' in copy).toBe(false)
    expect(await failed(() => Reflect.apply(user.save, copy, []))).toMatchObject({ kind: 'invalid' })
  })
})

describe('references of a record', () => {
  test('getRef is a set with the key filled, which no write leaves', async () => {
    const user = await users().load(marty)
    const sessions = user.getRef('sessions')
    await expectStatements(db, 1, async () => expect(await sessions.list()).toEqual([{ id: 1, userId: marty, minutes: 5 }])) // biome-ignore format: one line
    const made = await sessions.create({ id: 3, minutes: 9 } as never)
    expect(made).toMatchObject({ id: 3, userId: marty })
    expect(await failed(() => sessions.insert(4, { userId: doc, minutes: 1 }))).toMatchObject({ kind: 'conflict' })
    expect(await failed(() => sessions.patch(3, { userId: doc }))).toMatchObject({ kind: 'conflict' })
    expect(await sessions.deleteAll()).toBe(2)
    expect(await Session.table(db).count()).toBe(1)
  })

  test('getRelated is the one record of a has-one reference, or undefined', async () => {
    const user = await users().load(marty)
    const country = await user.getRelated('country')
    expect(country?.name).toBe('USA')
    if (country !== undefined) country.name = 'United States'
    await country?.save()
    expect((await Country.table(db).get('us'))?.name).toBe('United States')
    const other = await users().load(doc)
    await expectStatements(db, 0, async () => expect(await other.getRelated('country')).toBeUndefined())
    expect(await failed(() => Reflect.apply(user.getRelated, user, ['sessions']))).toMatchObject({ kind: 'invalid', message: expect.stringContaining("getRef('sessions')") }) // biome-ignore format: one line
    expect(await failed(() => Reflect.apply(user.getRelated, user, ['contry']))).toMatchObject({ kind: 'invalid', message: expect.stringContaining('country') }) // biome-ignore format: one line
    expect((await (await Session.table(db).load(1)).getRelated('user'))?.greeting()).toBe('hello Marty')
  })

  test('leads over a table in between', async () => {
    const user = await users().load(doc)
    expect(await user.getRef('tags').fieldValues(t => t.name)).toEqual(['genius'])
  })
})

describe('creating', () => {
  test('create stores a row and gives its record', async () => {
    const user = await users().create({ name: 'Biff', age: 40 })
    expect(user).toBeInstanceOf(User)
    expect([user.isDirty, user.balance.toString(), (await users().get(user.id))?.name]).toEqual([false, '0', 'Biff'])
    user.age = 41
    await user.save()
    expect((await users().get(user.id))?.age).toBe(41)
  })

  test('of an id that is taken is a conflict, and changes nothing', async () => {
    expect(await failed(() => users().create({ id: marty, name: 'x', age: 1 }))).toMatchObject({ kind: 'conflict' })
    expect((await users().get(marty))?.name).toBe('Marty')
  })

  test('newEntity is a candidate: fields, hooks, and created once', async () => {
    const draft = users().newEntity({ name: 'Biff' })
    draft.age = 40
    const seen: unknown[] = []
    draft.addHook('beforeInsert', ({ after }) => {
      after.note = 'tall'
    })
    draft.addHook('afterUpdate', ({ record }) => seen.push(record.age))
    expect('save' in draft).toBe(false)
    const user = await draft.create()
    expect(user).toMatchObject({ name: 'Biff', age: 40, note: 'tall' })
    user.age = 41
    await user.save()
    expect(seen).toEqual([41])
    expect(await failed(() => draft.create())).toMatchObject({ kind: 'invalid', message: expect.stringContaining('already') }) // biome-ignore format: one line
    const incomplete = users().newEntity({ name: 'x' })
    expect(await failed(() => incomplete.create())).toMatchObject({ kind: 'validation', details: { field: 'age' } })
    incomplete.age = 3
    expect((await incomplete.create()).age).toBe(3)
  })

  test('in a set that fixes a column fills it', async () => {
    const americans = users().where(u => u.countryId.eq('us'))
    expect((await americans.create({ name: 'George', age: 47 })).countryId).toBe('us')
  })
})

test("the seed's example sends exactly four statements", async () => {
  const work = async (): Promise<VantageError> => {
    const draft = users().newEntity({ name: 'Biff', age: 40, countryId: 'at' })
    draft.addHook('beforeDelete', async ({ record }) => {
      if ((await record.getRef('sessions').count().context('counting sessions')) > 0) throw new Error('has sessions')
      if ((await record.getRelated('country'))?.isEu === true) throw new Error('Cookie law validation')
    })
    const user = await draft.create()
    return failed(() => user.delete())
  }
  const refused = await expectStatements(db, 3, work)
  expect(refused).toMatchObject({ kind: 'validation', message: 'beforeDelete of users: Cookie law validation' })
  const done = async (): Promise<boolean> => {
    const draft = users().newEntity({ name: 'Strickland', age: 60, countryId: 'us' })
    draft.addHook('beforeDelete', async ({ record }) => {
      if ((await record.getRef('sessions').count()) > 0) throw new Error('has sessions')
      if ((await record.getRelated('country'))?.isEu === true) throw new Error('Cookie law validation')
    })
    return (await draft.create()).delete()
  }
  expect(await expectStatements(db, 4, done)).toBe(true)
})

describe('definitions', () => {
  test('a column or a method with the name of a member of records is refused', () => {
    // @ts-expect-error records have a member of that name
    class Clashing extends Entity('clashing', { id: col(int).id(), save: col(text) }) {}
    // @ts-expect-error nor does a table of it open
    expect(() => Clashing.table(db)).toThrow(/clashing\.save has the name of a member of records/)
    class Shadowing extends Entity('shadowing', { id: col(int).id() }) {
      reload(): void {}
    }
    // @ts-expect-error records would hide the method
    expect(() => Shadowing.table(db)).toThrow(/method reload/)
  })

  test('columns that only the run names are refused when a record is made of them', async () => {
    const table = dynamicTable(db, { entity: 'logs', columns: [{ property: 'id', type: 'int', isId: true }, { property: 'changes', type: 'text' }] }) // biome-ignore format: one line
    await table.insert(1, { changes: 'x' })
    expect(await table.get(1)).toEqual({ id: 1, changes: 'x' })
    expect(await failed(() => table.load(1))).toMatchObject({ kind: 'invalid', details: { field: 'changes' } })
    const computed = users().withExpression('save', t => t.$.age.plus(1))
    expect(await failed(() => computed.load(marty))).toMatchObject({ kind: 'invalid', details: { field: 'save' } })
  })

  test('printed classes have other properties for them', () => {
    const tables = [{ entity: 'logs', columns: [{ property: 'id', type: 'int', isId: true }, { property: 'changes', type: 'text' }] }] as const // biome-ignore format: one line
    const printed = printEntities({ tables, left: [] })
    expect(printed).toMatch(/\.named\('changes'\)/)
    expect(printed).not.toMatch(/^ +changes:/m)
  })

  test('what is no hook is refused', () => {
    class Wrong extends Entity('wrong', { id: col(int).id() }) {
      static override hooks = [{ event: 'beforeSave' } as never]
    }
    expect(() => Wrong.table(db)).toThrow(/hooks are made by hook\(\)/)
    expect(() => users().withHook(hook('beforeSave', () => {}))).not.toThrow()
    expect(() => Reflect.apply(users().withHook, users(), ['beforeSafe', () => {}])).toThrow(/beforeSave/)
    expect(() => Reflect.apply(users().withHook, users(), ['afterSave', () => {}, { phase: 'validate' }])).toThrow(/no phases/) // biome-ignore format: one line
  })
})

describe('what cannot be done', () => {
  test('a candidate takes no value of what is no column', () => {
    expect(() => users().newEntity({ nmae: 'Ann' } as never)).toThrow(
      /users has no column "nmae"\. Did you mean "name"\?/,
    )
    expect(() => users().newEntity({ nmae: undefined } as never)).not.toThrow()
    expect(() => users().records().newEntity({ nmae: 'Ann' })).toThrow(/Did you mean "name"\?/)
  })

  test('is told of a record whose row is gone or left the set, however it is saved', async () => {
    class Job extends Entity('jobs', { id: col(int).id(), state: col(text) }) {}
    const jobs = Job.table(db)
    await jobs.insertMany([{ id: 1, state: 'open' }, { id: 2, state: 'open' }, { id: 3, state: 'open' }]) // biome-ignore format: one line
    const open = jobs.where(j => j.state.ne('done'))
    const left = await open.load(1)
    const gone = await open.load(2)
    await jobs.patch(1, { state: 'done' })
    await jobs.delete(2)
    const told = (id: number) =>
      `jobs ${id} is not in the set; it was deleted since the record was loaded, or has left the conditions of the set`
    left.state = 'late'
    for (const write of [() => left.save(), () => left.patch({ state: 'x' }), () => left.reload()])
      expect(await failed(write)).toMatchObject({ kind: 'not-found', message: told(1) })
    gone.state = 'late'
    expect(await failed(() => gone.save())).toMatchObject({ kind: 'not-found', message: told(2) })
    expect((await failed(() => open.load(2))).message).toBe('jobs 2 is not in the set')
    const each = open.updateEach(async job => {
      await jobs.patch(job.id, { state: 'done' })
      job.state = 'late'
    })
    expect((await failed(() => each)).kind).toBe('conflict')
  })

  test('a promise is no default and no answer of a check; both say what to do', async () => {
    const late = () => Promise.reject(new Error('late')) as never
    class Made extends Entity('made', { id: col(int).id(), word: col(text).default(late) }) {}
    expect(await failed(() => Made.table(db).insert(1, {}))).toMatchObject({ kind: 'invalid', message: 'made.word: makes its value as the row is written, and a promise comes too late; set it in a hook' }) // biome-ignore format: one line
    const slow = { '~standard': { version: 1, vendor: 'test', validate: late } } as const
    class Checked extends Entity('checked', { id: col(int).id(), word: col(text).check(slow) }) {}
    expect(await failed(() => Checked.table(db).insert(1, { word: 'x' }))).toMatchObject({
      kind: 'invalid',
      details: { entity: 'checked', field: 'word' },
      message: 'the check of checked.word answers with a promise, and column checks are synchronous; checkRecord() and checkFlagged() take others', // biome-ignore format: one line
    })
  })
})
