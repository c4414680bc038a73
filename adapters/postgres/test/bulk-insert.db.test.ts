import { arrayOf, bytes, col, Entity, float, int, json, text, uuid } from '@vantage-ts/core'
import { describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

// Many rows go by COPY where that means what INSERT means; whatever stands in its way, the outcome is that of the INSERT.

const database = testDatabase()
const many = <T>(make: (id: number) => T, count = 1200): T[] => Array.from({ length: count }, (_, id) => make(id))

/** Whether the tables of a test were written by COPY: a trigger sees the statement. */
async function watched(table: string): Promise<() => Promise<Record<string, unknown>[]>> {
  await database.sql(`create table ${table}_log (query text);
    create function ${table}_note() returns trigger language plpgsql as $$ begin
      insert into ${table}_log values (split_part(current_query(), ' ', 1)); return null; end $$;
    create trigger note after insert on ${table} for each statement execute function ${table}_note()`)
  return () => database.sql(`select query, count(*)::int as count from ${table}_log group by query order by query`)
}

describe('many rows', () => {
  test('are copied with every kind of value', async () => {
    await database.sql(
      `create table odd (id uuid primary key, "te xt" text, data bytea, doc jsonb, tags text[], score float8, n int4)`,
    )
    class Odd extends Entity('odd', {
      id: col(uuid).id(),
      note: col(text).optional().named('te xt'),
      data: col(bytes).optional(),
      doc: col(json).optional(),
      tags: col(arrayOf(text)).optional(),
      score: col(float).optional(),
      n: col(int).optional(),
    }) {}
    const log = await watched('odd')
    const odd = Odd.table(database.open())
    const notes = ['', '\\N', '\\.', 'a\tb', 'a\nb\r\n', '\\', '\\\\t', '"', "'", 'é😀', 'x'.repeat(5000), null]
    const rows = many(id => ({
      id: `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
      note: notes[id % notes.length] ?? null,
      data: id % 3 === 0 ? null : new Uint8Array([0, 92, 10, 9, id % 256]),
      doc: id % 4 === 0 ? null : { text: `\\ "${id}"\n\t`, list: [id, null] },
      tags: id % 5 === 0 ? null : ['a,b', '\\', '"', 'NULL', '\t', ''],
      score: id % 6 === 0 ? null : id / 7,
      n: id - 600,
    }))
    expect(await odd.insertMany(rows)).toBe(1200)
    expect(await odd.orderBy(o => o.id).listValues()).toEqual(rows)
    expect(await log()).toEqual([{ query: 'COPY', count: 1 }])
  })

  test('of which some are there are inserted beside them, and copying is tried ever less', async () => {
    await database.sql('create table seen (id int4 primary key, name text not null)')
    class Seen extends Entity('seen', { id: col(int).id(), name: col(text) }) {}
    const log = await watched('seen')
    const seen = Seen.table(database.open())
    const rows = many(id => ({ id, name: `n${id}` }))
    expect(await seen.insertMany(rows)).toBe(1200)
    for (let turn = 0; turn < 4; turn++) expect(await seen.insertMany(rows)).toBe(0)
    expect(
      await seen.insertMany([...many(id => ({ id: 5000 + id, name: '' }), 700), { id: 5000, name: 'twice' }]),
    ).toBe(700)
    expect(await seen.count()).toBe(1900)
    expect(await log()).toEqual([{ query: 'COPY', count: 1 }, { query: 'INSERT', count: 5 }]) // biome-ignore format: rows
  })

  test.each([
    ['a rule', 'create rule r as on update to guarded do also nothing', 'unsupported'],
    ['a policy', 'alter table guarded enable row level security', undefined],
    ['no unique id', 'alter table guarded drop constraint guarded_pkey', 'invalid'],
    [
      'a unique id of more columns',
      'alter table guarded drop constraint guarded_pkey; create unique index on guarded (id, name)',
      'invalid',
    ],
    [
      'a partial unique id',
      'alter table guarded drop constraint guarded_pkey; create unique index on guarded (id) where id > 5',
      'invalid',
    ],
    ['an id that is always generated', 'alter table guarded alter id add generated always as identity', 'invalid'],
  ])('are not copied where the table has %s', async (_, change, refused) => {
    await database.sql(`drop table if exists guarded, guarded_log; drop function if exists guarded_note;
      create table guarded (id int4 primary key, name text not null)`)
    const log = await watched('guarded')
    await database.sql(change)
    class Guarded extends Entity('guarded', { id: col(int).id(), name: col(text) }) {}
    const guarded = Guarded.table(database.open())
    const rows = many(id => ({ id, name: '' }))
    if (refused === undefined) expect(await guarded.insertMany(rows)).toBe(1200)
    else expect((await failure(() => guarded.insertMany(rows))).kind).toBe(refused)
    expect((await log()).some(({ query }) => query === 'COPY')).toBe(false)
  })

  test('with a composite id and a unique index in another order are copied', async () => {
    await database.sql('create table parts (b text, a int4, n int4); create unique index on parts (b, a) include (n)')
    class Part extends Entity('parts', { a: col(int).id(), b: col(text).id(), n: col(int) }) {}
    const log = await watched('parts')
    const parts = Part.table(database.open())
    expect(await parts.insertMany(many(id => ({ a: id, b: `b${id % 3}`, n: 1 })))).toBe(1200)
    expect(await log()).toEqual([{ query: 'COPY', count: 1 }])
  })

  test('one of which breaks a constraint fail as an insert does, and none is written', async () => {
    await database.sql(
      `create table checked (id int4 primary key, age int4 constraint adult check (age >= 18), name varchar(5))`,
    )
    class Checked extends Entity('checked', { id: col(int).id(), age: col(int), name: col(text) }) {}
    const checked = Checked.table(database.open())
    const rows = many(id => ({ id, age: id === 1100 ? 3 : 20, name: 'x' }))
    expect(await failure(() => checked.insertMany(rows))).toMatchObject({
      kind: 'constraint',
      details: { constraint: 'adult' },
    })
    expect(await failure(() => checked.insertMany(many(id => ({ id, age: 20, name: 'too long' }))))).toMatchObject({
      kind: 'type-mismatch',
    })
    expect(await checked.count()).toBe(0)
  })

  test('inside a transaction are inserted, since a refusal would end it', async () => {
    await database.sql('create table inside (id int4 primary key, name text not null)')
    class Inside extends Entity('inside', { id: col(int).id(), name: col(text) }) {}
    const log = await watched('inside')
    const source = database.open()
    await source.transaction(async tx => {
      expect(await Inside.table(tx).insertMany(many(id => ({ id, name: '' })))).toBe(1200)
    })
    expect(await log()).toEqual([{ query: 'INSERT', count: 1 }])
  })
})
