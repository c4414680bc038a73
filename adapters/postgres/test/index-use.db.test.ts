import {
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  enumOf,
  float,
  instant,
  int,
  plainDate,
  Temporal,
  text,
  uuid,
} from '@vantage-ts/core'
import type { Postgres } from '@vantage-ts/postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { sentBy, testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()

class Item extends Entity('item', {
  id: col(int).id(),
  key: col(uuid),
  name: col(text),
  code: col(text),
  mood: col(enumOf('sad', 'ok', 'happy')),
  at: col(instant),
  price: col(decimal),
  weight: col(float).optional(),
  took: col(duration).optional(),
  day: col(plainDate).optional(),
}) {}

beforeAll(async () => {
  await database.sql(`
    create type mood as enum ('sad', 'ok', 'happy');
    create table item (
      id int4 primary key, key uuid unique not null, name text collate "en-x-icu" not null, code varchar(20) unique not null,
      mood mood not null, at timestamptz not null, price numeric(12, 2) not null, weight float4, took interval, day date
    );
    create index by_mood on item (mood, id);
    create index by_at on item (at);
    create index by_price on item (price);
    create index by_name on item (name collate "C");
    insert into item select i, md5(i::text)::uuid, chr(65 + i % 26) || i, 'code ' || i,
      case when i % 1000 = 0 then 'sad' when i % 1000 = 1 then 'happy' else 'ok' end::mood,
      timestamptz '2026-01-01Z' + i * interval '1 minute', i / 100.0 from generate_series(1, 20000) i;
    analyze item`)
})

/** The plan of the statement that some work sends. */
async function planOf(source: Postgres, work: () => PromiseLike<unknown>): Promise<string> {
  let plan = ''
  const texts: { text: string; values: readonly unknown[] }[] = []
  const stop = source.on('statement', ({ text, values = [] }) => texts.push({ text, values }), { values: true })
  await work()
  stop()
  for (const { text, values } of texts)
    for (const row of await database.sql(`explain ${text}`, values)) plan += `${String(row['QUERY PLAN'])}\n`
  return plan
}

describe('parameters keep indexes in use', () => {
  const items = (source: Postgres) => Item.table(source)
  const key = '0190a5c5-0000-7000-8000-00000000abcd'
  const moment = Temporal.Instant.from('2026-01-01T01:00:00Z')
  test.for([
    ['a whole number on int4', 'item_pkey', (db: Postgres) => items(db).get(7)],
    [
      'a list of whole numbers',
      'item_pkey',
      (db: Postgres) =>
        items(db)
          .where(i => i.id.in([1, 2, 3]))
          .list(),
    ],
    [
      'a range of them',
      'item_pkey',
      (db: Postgres) =>
        items(db)
          .where(i => i.id.between(3, 9))
          .list(),
    ],
    [
      'a uuid',
      'item_key_key',
      (db: Postgres) =>
        items(db)
          .where(i => i.key.eq(key))
          .list(),
    ],
    [
      'a list of uuids',
      'item_key_key',
      (db: Postgres) =>
        items(db)
          .where(i => i.key.in([key]))
          .list(),
    ],
    [
      'text on varchar',
      'item_code_key',
      (db: Postgres) =>
        items(db)
          .where(i => i.code.eq('code 5'))
          .list(),
    ],
    [
      'a list of text on varchar',
      'item_code_key',
      (db: Postgres) =>
        items(db)
          .where(i => i.code.in(['code 5']))
          .list(),
    ],
    [
      'an enum',
      'by_mood',
      (db: Postgres) =>
        items(db)
          .where(i => i.mood.eq('sad'))
          .list(),
    ],
    [
      'a list of an enum',
      'by_mood',
      (db: Postgres) =>
        items(db)
          .where(i => i.mood.in(['sad', 'happy']))
          .list(),
    ],
    [
      'a moment',
      'by_at',
      (db: Postgres) =>
        items(db)
          .where(i => i.at.lt(moment))
          .list(),
    ],
    [
      'a decimal',
      'by_price',
      (db: Postgres) =>
        items(db)
          .where(i => i.price.eq(Decimal.from('1.5')))
          .list(),
    ],
    [
      'order of text by code point',
      'by_name',
      (db: Postgres) =>
        items(db)
          .where(i => i.name.gte('Z9'))
          .orderBy(i => i.name)
          .limit(5)
          .list(),
    ],
    ['an update by id', 'item_pkey', (db: Postgres) => items(db).patch(7, { code: 'seven' })],
    ['a delete by id', 'item_pkey', (db: Postgres) => items(db).delete(20001)],
  ] as const)('%s', async ([, index, work]) => {
    const source = database.open()
    const plan = await planOf(source, () => work(source))
    expect(plan).toContain(index)
    expect(plan).not.toContain('Seq Scan')
  })
})

describe('lists', () => {
  test('of fifty thousand values are one parameter of one statement', async () => {
    const source = database.open()
    const sent = sentBy(source)
    const ids = Array.from({ length: 50_000 }, (_, index) => index * 2)
    expect(
      await Item.table(source)
        .where(i => i.id.in(ids))
        .count(),
    ).toBe(10_000)
    expect(
      await Item.table(source)
        .where(i => i.id.notIn(ids))
        .count(),
    ).toBe(10_000)
    expect(
      await Item.table(source)
        .where(i => i.code.in(ids.map(id => `code ${id}`)))
        .count(),
    ).toBe(10_000)
    expect(sent).toEqual([
      'SELECT count(*) FROM "item" WHERE "item"."id" = ANY($1)',
      'SELECT count(*) FROM "item" WHERE "item"."id" <> ALL($1)',
      'SELECT count(*) FROM "item" WHERE "item"."code" = ANY($1)',
    ])
  })

  test('of numbers that the column cannot hold match nothing, whatever its type', async () => {
    await database.sql(`
      create table sized (id int4 primary key, small int2, middle int4, large int8, exact numeric);
      insert into sized select i, i, i, i, i from generate_series(1, 9) i`)
    class Sized extends Entity('sized', {
      id: col(int).id(),
      small: col(int),
      middle: col(int),
      large: col(int),
      exact: col(int),
    }) {}
    const source = database.open()
    await using transaction = await source.begin()
    for (const sized of [Sized.table(source), Sized.table(transaction.source)])
      for (const column of ['small', 'middle', 'large', 'exact'] as const)
        for (const far of [10, 40_000, 2 ** 31, 2 ** 40, Number.MIN_SAFE_INTEGER]) {
          const near = sized.where(s => s[column].in([1, far, 2]))
          expect(await near.count()).toBe(2)
          expect(await sized.where(s => s[column].notIn([1, far, 2])).count()).toBe(7)
          const streamed: number[] = []
          for await (const row of near) streamed.push(row.id)
          expect(streamed.toSorted()).toEqual([1, 2])
        }
  })

  test('longer than maxDeferredList are refused when a deferred part gives them', async () => {
    const source = database.open({ maxDeferredList: 10 })
    const other = Item.table(database.open()).fieldExpr(i => i.id)
    expect(
      await failure(() =>
        Item.table(source)
          .where(i => i.id.in(other))
          .list(),
      ),
    ).toMatchObject({ kind: 'too-large' })
  })
})
