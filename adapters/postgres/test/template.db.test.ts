import { col, decimal, duration, Entity, enumOf, float, instant, int, plainDate, text, uuid } from '@vantage-ts/core'
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

describe('a single value', () => {
  test('of which there are several fails before anything else happens', async () => {
    const source = database.open()
    const several = source.expr`(select id from item where id < 3)`.as(int)
    expect(
      await failure(() =>
        Item.table(source)
          .where(i => i.id.eq(several))
          .deleteAll(),
      ),
    ).toMatchObject({
      kind: 'cardinality',
    })
    expect(await Item.table(source).count()).toBe(20_000)
  })
})

describe('vendor text', () => {
  test('gives rows by the names of their columns, each as its type says', async () => {
    const source = database.open()
    const rows = await source.expr`select 1::int2 as a, 2::int8 as b, 1.50::numeric as c, 0.1::float8 as d, true as e,
      '2026-11-22T14:00:00.123456Z'::timestamptz as f, '{"x": [1]}'::jsonb as g, 'x' as h, null as i, '\\x00ff'::bytea as j,
      '1 mon'::interval as k, 'ok'::mood as l, array[1, 2] as m, ${'p'}::text as "__proto__"`.run()
    const [row] = rows as readonly Record<string, unknown>[]
    expect(
      Object.entries(row ?? {}).map(([name, cell]) => [name, typeof cell === 'object' ? String(cell) : cell]),
    ).toEqual([
      ['a', 1],
      ['b', 2n],
      ['c', '1.5'],
      ['d', 0.1],
      ['e', true],
      ['f', '2026-11-22T14:00:00.123456Z'],
      ['g', '[object Object]'],
      ['h', 'x'],
      ['i', 'null'],
      ['j', '0,255'],
      ['k', 'P1M'],
      ['l', 'ok'],
      ['m', '{1,2}'],
      ['__proto__', 'p'],
    ])
  })

  test('binds values, never writes them into the text', async () => {
    const source = database.open()
    const sent = sentBy(source)
    const hostile = `'; drop table item; --`
    expect(await source.expr`select ${hostile}::text as t, ${7} + 1 as n, ${[1, 'a']}::jsonb as j`.run()).toEqual([
      { t: hostile, n: 8n, j: [1, 'a'] },
    ])
    expect(sent).toEqual(['select $1::text as t, $2::int8 + 1 as n, $3::jsonb::jsonb as j'])
  })

  test('is an operand once its type is named', async () => {
    const source = database.open()
    const items = Item.table(source)
    const length = items.expr`length(${items.$.name}) + ${1}`.as(int)
    expect(await items.where(i => i.id.eq(12)).fieldValues(() => length)).toEqual([4])
  })
})
