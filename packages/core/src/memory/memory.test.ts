import { describe, expect, test } from 'vitest'
import {
  arrayOf,
  bigint,
  bool,
  bytes,
  col,
  decimal,
  Decimal,
  Entity,
  enumOf,
  instant,
  int,
  json,
  text,
  uuid,
  type VantageError,
} from '../index.ts'
import { unchecked } from '../types/cast.ts'
import { Temporal } from '../types/temporal.ts'
import { type Memory, type MemoryOptions, memory } from './index.ts'

class User extends Entity('users', {
  id: col(int).id(),
  name: col(text).flag('searchable'),
  age: col(int).optional(),
  isVip: col(bool).default(false),
}) {}

/** The same stored table, seen by older code. */
class Person extends Entity('users', { id: col(int).id(), name: col(text) }) {}

async function users(): Promise<{ readonly source: Memory; readonly table: ReturnType<typeof tableOf> }> {
  const source = memory()
  const table = tableOf(source)
  await table.insertMany([
    { id: 1, name: 'Ann', age: 30 },
    { id: 2, name: 'Bob' },
  ])
  return { source, table }
}
const tableOf = (source: Memory) => User.table(source)

describe('a table over memory', () => {
  test('reads and writes', async () => {
    const { table } = await users()
    expect(await table.list()).toEqual([
      { id: 1, name: 'Ann', age: 30, isVip: false },
      { id: 2, name: 'Bob', age: null, isVip: false },
    ])
    await table.patch(2, { age: 12 })
    expect(await table.where(u => u.age.gt(20)).count()).toBe(1)
    expect(await table.sum(u => u.age)).toBe(42)
    expect(
      await table
        .orderBy(u => u.age.asc())
        .limit(1)
        .list(),
    ).toMatchObject([{ id: 2 }])
    expect(await table.search('AN').listValues()).toEqual([{ id: 1, name: 'Ann', age: 30, isVip: false }])
    expect(await table.delete(1)).toBe(true)
    expect(await table.delete(1)).toBe(false)
    expect(await table.list()).toMatchObject([{ id: 2 }])
  })

  test('insert leaves a stored row as it is', async () => {
    const { table } = await users()
    expect(await table.insert(2, { name: 'Other' })).toMatchObject({ id: 2, name: 'Bob' })
    expect(await table.count()).toBe(2)
  })

  test('an id left out is the next number, above those that callers chose', async () => {
    const { table } = await users()
    expect(await table.insertReturningId({ name: 'Cy' })).toBe(3)
    await table.insert(10, { name: 'Dee' })
    expect(await table.insertReturningId({ name: 'Eve' })).toBe(11)
    await table.delete(11)
    expect(await table.insertReturningId({ name: 'Fay' })).toBe(12)
  })

  test('older code keeps the columns that it does not know', async () => {
    const { source, table } = await users()
    const people = Person.table(source)
    expect(await people.list()).toEqual([
      { id: 1, name: 'Ann' },
      { id: 2, name: 'Bob' },
    ])
    await people.replace(1, { name: 'Anna' })
    await people.insert(3, { name: 'Cy' })
    expect(await table.where(u => u.id.eq(1)).list()).toMatchObject([{ name: 'Anna', age: 30 }])
    expect(
      await table
        .where(u => u.age.isNull())
        .fieldExpr(u => u.id)
        .run(),
    ).toEqual([2, 3])
    await expect(table.list()).rejects.toMatchObject({ kind: 'type-mismatch', details: { field: 'isVip', id: '3' } })
  })

  test('tables with other names or paths are other tables', async () => {
    const source = memory()
    await User.table(source).insert(1, { name: 'Ann' })
    await User.table(source, { name: 'archive' }).insert(2, { name: 'Bob' })
    await User.table(source, { schema: 'old' }).insert(3, { name: 'Cy' })
    const ids = [{}, { name: 'archive' }, { schema: 'old' }].map(options => User.table(source, options).list())
    expect((await Promise.all(ids)).map(list => list.map(({ id }) => id))).toEqual([[1], [2], [3]])
    expect(await User.table(memory()).list()).toEqual([])
    expect(await User.table(memory({ sameAs: source })).list()).toMatchObject([{ id: 1 }])
  })

  test('an unknown option names the nearest', () => {
    const options = { tabels: {} }
    expect(() => memory(unchecked<MemoryOptions>(options, 'a caller without types'))).toThrowError(
      /no option "tabels". Did you mean "tables"/,
    )
  })
})

describe('values', () => {
  class Thing extends Entity('things', {
    id: col(uuid).id(),
    raw: col(bytes).optional(),
    data: col(json).optional(),
    list: col(arrayOf(bytes)).optional(),
    kind: col(enumOf('a', 'b')).optional(),
    big: col(bigint).optional(),
    price: col(decimal(8, 2)).optional(),
    at: col(instant).optional(),
  }) {}
  const id = '0b0e5eb2-65ad-4ba8-9ca8-d4a1c11c3e0a'

  test('come back as they were, ids in any case', async () => {
    const things = Thing.table(memory())
    const at = Temporal.Instant.from('2026-11-22T09:30:00.000001Z')
    const given = {
      raw: new Uint8Array([1, 2]),
      data: { a: [1, null] },
      kind: 'b',
      big: 2n ** 70n,
      price: Decimal.from('12.50'),
      at,
    } as const
    await things.insert(id.toUpperCase(), given)
    expect(await things.get(id)).toEqual({ id, list: null, ...given })
    expect(await things.where(t => t.price.eq(Decimal.from('12.5')).and(t.at.lte(at))).count()).toBe(1)
  })

  test('the store is not changed by who gave or got a value', async () => {
    const things = Thing.table(memory())
    const raw = new Uint8Array([1])
    const data = { a: [1] }
    const item = new Uint8Array([1])
    await things.insert(id, { raw, data, list: [item] })
    raw[0] = 9
    item[0] = 9
    data.a.push(9)
    const got = await things.get(id)
    if (got?.raw instanceof Uint8Array) got.raw[0] = 8
    if (got?.list?.[0] !== undefined) got.list[0][0] = 8
    expect(() => Object.assign(got?.data ?? {}, { a: 8 })).toThrow(TypeError)
    expect(await things.get(id)).toMatchObject({
      raw: new Uint8Array([1]),
      data: { a: [1] },
      list: [new Uint8Array([1])],
    })
    const shared = new Uint8Array([5])
    await things.patch(id, { raw: shared })
    shared[0] = 9
    expect(await things.max(t => t.raw)).toEqual(new Uint8Array([5]))
  })

  test('a random uuid is made for an id left out', async () => {
    const made = await Thing.table(memory()).insertReturningId({})
    expect(made).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('storages chosen for a table hold what they encode', async () => {
    const hex = {
      name: 'hex',
      encode: (value: number) => value.toString(16),
      decode: (raw: unknown) => Number.parseInt(String(raw), 16),
    }
    const source = memory()
    const table = User.table(source, { columns: { age: hex, id: hex } })
    await table.insert(255, { name: 'Ann', age: 16 })
    expect(await table.insertReturningId({ name: 'Bob', age: 9 })).toBe(256)
    expect(await table.orderBy(u => u.age.asc()).list()).toMatchObject([
      { id: 256, age: 9 },
      { id: 255, age: 16 },
    ])
    expect(await table.get(255)).toMatchObject({ name: 'Ann' })
    class Raw extends Entity('users', { id: col(text).id(), age: col(text) }) {}
    expect(await Raw.table(source).get('ff')).toMatchObject({ age: '10' })
  })
})

describe('rows with wrong types', () => {
  const spoiled = (): Memory =>
    memory({
      tables: {
        users: [
          { id: 1, name: 'Ann', age: 'x', isVip: false },
          { id: 2, name: 'Bob', age: 30, isVip: true },
          { id: 3, age: 40, isVip: true, more: { a: 1 } },
        ],
      },
    })

  test('fail the read, naming row and field', async () => {
    const table = User.table(spoiled())
    await expect(table.list()).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { entity: 'users', id: '1', field: 'age' },
    })
    await expect(table.where(u => u.id.eq(3)).list()).rejects.toMatchObject({ details: { id: '3', field: 'name' } })
    expect(await table.where(u => u.id.eq(2)).list()).toMatchObject([{ name: 'Bob' }])
  })

  test('are skipped or told of when the caller says so, whatever the condition reads', async () => {
    const table = User.table(spoiled())
    const told: string[] = []
    const onBadRow = (problem: VantageError): void => void told.push(`${problem.details.id} ${problem.details.field}`)
    expect(await table.list({ onBadRow: 'skip' })).toMatchObject([{ id: 2 }])
    expect(await table.where(u => u.age.gt(1)).list({ onBadRow })).toMatchObject([{ id: 2 }])
    expect(told).toEqual(['1 age', '3 name'])
    expect(
      await table
        .where(u => u.age.gt(1).and(u.isVip.eq(true)))
        .orderBy(u => u.age.desc())
        .list({ onBadRow: 'skip' }),
    ).toMatchObject([{ id: 2 }])
  })

  test('fail an aggregate and a write that read them', async () => {
    const table = User.table(spoiled())
    await expect(table.sum(u => u.age)).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { id: '1', field: 'age' },
    })
    expect(await table.where(u => u.isVip.eq(true)).sum(u => u.age)).toBe(70)
    expect(await table.count()).toBe(3)
    await expect(table.where(u => u.age.gt(1)).deleteAll()).rejects.toMatchObject({ kind: 'type-mismatch' })
    expect(await table.count()).toBe(3)
    await table.patch(1, { age: 5 })
    expect(await table.where(u => u.age.lt(10)).count()).toBe(1)
  })

  test('a row that was given is not changed later', async () => {
    const row = { id: 1, name: 'Ann', isVip: false, age: 1 }
    const table = User.table(memory({ tables: { users: [row] } }))
    row.name = 'changed'
    expect(await table.list()).toMatchObject([{ name: 'Ann' }])
  })
})

describe('refusals', () => {
  test('a closed source', async () => {
    const source = memory()
    await source.close()
    await expect(User.table(source).list()).rejects.toMatchObject({ kind: 'connection' })
  })
})

describe('streams', () => {
  test('come in batches and do not see what is written meanwhile', async () => {
    const { source, table } = await users()
    await table.insertMany(Array.from({ length: 500 }, (_, index) => ({ id: index + 10, name: 'x' })))
    const ids: number[] = []
    for await (const user of table) {
      if (ids.length === 0) {
        await User.table(source)
          .where(u => u.id.gte(10))
          .deleteAll()
        await table.insert(5, { name: 'new' })
      }
      ids.push(user.id)
    }
    expect(ids).toEqual([1, 2, ...Array.from({ length: 500 }, (_, index) => index + 10)])
    expect(await table.count()).toBe(3)
  })

  test('end when the signal says so', async () => {
    const { table } = await users()
    await table.insertMany(Array.from({ length: 5000 }, (_, index) => ({ id: index + 10, name: 'x' })))
    const controller = new AbortController()
    const reading = (async () => {
      for await (const _ of table.stream({ signal: controller.signal })) controller.abort()
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
  })
})

describe('unique columns', () => {
  class Login extends Entity('logins', {
    id: col(int).id(),
    email: col(text).optional(),
    realm: col(text).default('main'),
  }) {}
  const opened = async (): Promise<Memory> => {
    const source = memory({
      unique: { logins: [['email', 'realm']] },
      tables: { logins: [{ id: 1, email: 'a', realm: 'main' }] },
    })
    await Login.table(source).insert(2, { email: 'b' })
    return source
  }
  const clash = { kind: 'conflict', details: { reason: 'unique', field: 'email, realm' } }

  test('clash on insert and on change, nulls with nothing', async () => {
    const logins = Login.table(await opened())
    await expect(logins.insert(3, { email: 'a' })).rejects.toMatchObject(clash)
    await expect(logins.patch(2, { email: 'a' })).rejects.toMatchObject(clash)
    await expect(
      logins.insertMany([
        { id: 4, email: 'd' },
        { id: 5, email: 'd' },
      ]),
    ).rejects.toMatchObject(clash)
    await logins.insertMany([{ id: 6 }, { id: 7 }, { id: 8, email: 'a', realm: 'other' }])
    await logins.patch(2, { email: 'b', realm: 'main' })
    await logins.patch(1, { email: 'z' })
    await logins.insert(3, { email: 'a' })
    expect((await logins.list()).map(({ id }) => id)).toEqual([1, 2, 6, 7, 8, 3])
  })

  test('a stored id is left alone, whatever else clashes', async () => {
    const logins = Login.table(await opened())
    expect(await logins.insert(1, { email: 'b' })).toMatchObject({ email: 'a' })
  })

  test('in two transactions: the second fails', async () => {
    const source = await opened()
    const [first, second] = [await source.begin(), await source.begin()]
    await Login.table(first.source).insert(3, { email: 'c' })
    await Login.table(second.source).insert(4, { email: 'c' })
    await first.commit()
    await expect(second.commit()).rejects.toMatchObject({ kind: 'conflict', retry: 'safe' })
  })
})

test('tables of a schema are given inside its name', async () => {
  const users = [{ id: 1, name: 'Ann', age: null, isVip: false }]
  const source = memory({ tables: { old: { crm: { users } } }, unique: { old: { crm: { users: [['name']] } } } })
  expect(await User.table(source).count()).toBe(0)
  const table = User.table(source, { schema: ['old', 'crm'] })
  expect(await table.list()).toMatchObject([{ name: 'Ann' }])
  await expect(table.insert(2, { name: 'Ann' })).rejects.toMatchObject({ kind: 'conflict' })
})

test('a list longer than one statement takes is sent in chunks, merged as one', async () => {
  const source = memory({ maxListLength: 2 })
  const table = tableOf(source)
  await table.insertMany([5, 4, 3, 2, 1].map(id => ({ id, name: `n${id}`, age: id })))
  let statements = 0
  source.on('statement', () => statements++)
  const some = table.where(u => u.id.in([1, 3, 5, 4, 9]))
  expect(
    (
      await some
        .orderBy(u => u.age.desc())
        .limit(2)
        .list()
    ).map(({ id }) => id),
  ).toEqual([5, 4])
  expect(await some.sum(u => u.age)).toBe(13)
  expect(await some.avg(u => u.age)).toBe(3.25)
  expect(statements).toBe(9)
})

test('statements are told as text without values', async () => {
  const { source, table } = await users()
  const texts: string[] = []
  source.on('statement', event => texts.push(`${event.text} [${event.parameterTypes.join()}] ${event.rows}`))
  await table
    .where(u => u.name.eq('Ann'))
    .orderBy(u => u.age.desc())
    .limit(1)
    .count()
  await table
    .where(u => u.name.in(['Ann']))
    .select('name')
    .list()
  expect(texts).toEqual([
    'select count(*) from users where users.name = ? [text] 1',
    'select users.id, users.name from users where users.name in ? [text[]] 1',
  ])
})
