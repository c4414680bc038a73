import { col, Entity, enumOf, instant, int, text } from '@vantage-ts/core'
import { beforeAll, describe, expect, test } from 'vitest'
import { sentBy, testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()

beforeAll(() => database.sql(`create type mood as enum ('sad', 'ok', 'happy')`))

describe('inserts', () => {
  test('of any number of rows are one statement with one text', async () => {
    await database.sql('create table many (id int4 primary key, name text, mood mood, n int4)')
    class Many extends Entity('many', {
      id: col(int).id(),
      name: col(text).optional(),
      mood: col(enumOf('sad', 'ok', 'happy')).optional(),
      n: col(int).optional(),
    }) {}
    const source = database.open()
    const many = Many.table(source)
    const sent = sentBy(source)
    const row = (id: number) => ({ id, name: `n${id}`, mood: 'ok' as const, n: null })
    expect(await many.insertMany([row(0)])).toBe(1)
    expect(await many.insertMany(Array.from({ length: 5000 }, (_, index) => row(index)))).toBe(4999)
    expect(await many.insertMany([row(6000), row(6000)])).toBe(1)
    expect(new Set(sent).size).toBe(1)
    expect(sent).toHaveLength(3)
    expect(await many.count()).toBe(5001)
  })

  test('without a value leave all to the database', async () => {
    await database.sql(
      'create table made (id int4 primary key generated always as identity, at timestamptz default now())',
    )
    class Made extends Entity('made', { id: col(int).id().generated(), at: col(instant).generated() }) {}
    const made = Made.table(database.open())
    expect(await made.insertReturningId({})).toBe(1)
    expect(await made.insertMany([{}, {}, {}])).toBe(3)
    expect(await made.fieldValues(m => m.id)).toEqual([1, 2, 3, 4])
  })

  test('into tables whose names and columns are odd', async () => {
    await database.sql(
      `create schema "s p"; create table "s p"."t""a$1" ("i d" int4 primary key, "select" text, "a.b" text[])`,
    )
    class Odd extends Entity('t"a$1', {
      id: col(int).id().named('i d'),
      word: col(text).named('select'),
    }) {}
    const odd = Odd.table(database.open(), { schema: 's p' })
    expect(await odd.insert(1, { word: 'x' })).toEqual({ id: 1, word: 'x' })
  })

  test('need a unique constraint on the id, and say so', async () => {
    await database.sql('create table loose (id int4)')
    class Loose extends Entity('loose', { id: col(int).id() }) {}
    expect(await failure(() => Loose.table(database.open()).insert(1, {}))).toMatchObject({
      kind: 'invalid',
      details: { reason: 'no-unique-id' },
    })
  })
})
