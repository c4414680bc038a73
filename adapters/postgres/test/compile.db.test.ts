import {
  caseWhen,
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
  value,
} from '@vantage-ts/core'
import { postgres } from '@vantage-ts/postgres'
import fc from 'fast-check'
import pg from 'pg'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from './database.ts'
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

describe('text', () => {
  test('orders by code point whatever the collation of the column', async () => {
    const source = database.open()
    await database.sql(`create table word (id int4 primary key, word text collate "en-x-icu")`)
    class Word extends Entity('word', { id: col(int).id(), word: col(text).optional() }) {}
    const words = ['a', 'B', 'b', 'A', 'ä', 'é', 'z', '\u{FFFD}', '\u{1F600}', '', ' ', '-', null]
    await Word.table(source).insertMany(words.map((word, id) => ({ id, word })))
    const inOrder = ['', ' ', '-', 'A', 'B', 'a', 'b', 'z', 'ä', 'é', '\u{FFFD}', '\u{1F600}', null]
    expect(
      await Word.table(source)
        .orderBy(w => w.word)
        .fieldValues(w => w.word),
    ).toEqual(inOrder)
    expect(
      await Word.table(source)
        .orderBy(w => w.word.desc())
        .fieldValues(w => w.word),
    ).toEqual([...inOrder.slice(0, -1).reverse(), null])
    expect(
      await Word.table(source)
        .where(w => w.word.lt('a'))
        .count(),
    ).toBe(5)
    expect(await Word.table(source).max(w => w.word)).toBe('\u{1F600}')
    // Letters outside ASCII stay, in every locale.
    expect(
      await Word.table(source)
        .where(w => w.word.eq('ä'))
        .fieldValues(w => w.word.upper()),
    ).toEqual(['ä'])
  })

  test('of an enum is text, not a position', async () => {
    const items = Item.table(database.open()).where(i => i.id.in([1000, 1001, 1002]))
    expect(await items.orderBy(i => i.mood).fieldValues(i => i.mood)).toEqual(['happy', 'ok', 'sad'])
    expect(await items.where(i => i.mood.gt('ok')).fieldValues(i => i.mood)).toEqual(['sad'])
    expect(await items.min(i => i.mood)).toBe('happy')
    expect(await items.where(i => i.name.lower().eq(i.mood)).count()).toBe(0)
    const labels = caseWhen(text, [{ when: items.$.mood.eq('ok'), then: 'fine' }], 'odd')
    expect(await items.orderBy(i => i.id).fieldValues(() => labels)).toEqual(['odd', 'odd', 'fine'])
  })
})

describe('numbers', () => {
  class Pair extends Entity('pair', { id: col(int).id(), a: col(decimal), b: col(decimal) }) {}
  beforeAll(() => database.sql('create table pair (id int4 primary key, a numeric, b numeric)'))

  test('quotients and averages of decimals are half-even to 16 digits', async () => {
    const pairs = Pair.table(database.open())
    const number = fc
      .tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 20 }))
      .map(([coefficient, scale]) => Decimal.ofScaled(coefficient, scale))
    // Ties at the 17th digit, which random numbers never meet.
    const tie = fc
      .tuple(fc.bigInt({ min: -1000n, max: 1000n }), fc.constantFrom(1, 2, 4, 8, -2, -5))
      .map(([half, by]) => ({ a: Decimal.ofScaled((2n * half + 1n) * BigInt(by) * 5n, 17), b: Decimal.from(by) }))
    const pair = fc.oneof(fc.record({ a: number, b: number }), tie)
    await fc.assert(
      fc.asyncProperty(fc.array(pair, { minLength: 1, maxLength: 200 }), async drawn => {
        await pairs.deleteAll({ everything: true })
        await pairs.insertMany(drawn.map((one, id) => ({ id, ...one })))
        const quotients = await pairs.orderBy(p => p.id).fieldValues(p => p.a.div(p.b))
        expect(quotients.map(String)).toEqual(drawn.map(({ a, b }) => String(b.isZero ? null : a.dividedBy(b))))
        const sum = drawn.reduce((total, { a }) => total.plus(a), Decimal.from(0))
        expect(String(await pairs.avg(p => p.a))).toBe(String(sum.dividedBy(drawn.length)))
        expect(String(await pairs.sum(p => p.a))).toBe(String(sum))
      }),
      { numRuns: 10 },
    )
  })

  test('beyond what a type holds are too large', async () => {
    const source = database.open()
    await database.sql(`create table big (id int4 primary key, n int8, f float8);
      insert into big values (1, 9007199254740991, 1.7e308), (2, 9007199254740991, 1.7e308)`)
    class Big extends Entity('big', { id: col(int).id(), n: col(int), f: col(float) }) {}
    const bigs = Big.table(source)
    for (const work of [
      () => bigs.sum(b => b.n),
      () => bigs.fieldValues(b => b.n.plus(1)),
      () => bigs.fieldValues(b => b.n.mul(b.n)),
      () => bigs.sum(b => b.f),
      () => bigs.fieldValues(b => b.f.mul(10)),
      () => bigs.insert(2 ** 31, { n: 1, f: 1 }),
    ])
      expect(await failure(work)).toMatchObject({ kind: 'too-large' })
    expect(await bigs.avg(b => b.n)).toBe(9007199254740991)
    expect(await bigs.fieldValues(b => b.n.minus(b.n))).toEqual([0, 0])
  })

  test('divided by zero are null, wherever they stand', async () => {
    const source = database.open()
    const one = Item.table(source).where(i => i.id.eq(1))
    const zero = (of: typeof one.$) => of.id.minus(1)
    expect(await one.fieldValues(i => i.id.div(zero(i)))).toEqual([null])
    expect(await one.fieldValues(i => i.id.intDiv(zero(i)))).toEqual([null])
    expect(await one.fieldValues(i => i.id.mod(zero(i)))).toEqual([null])
    expect(await one.fieldValues(i => i.price.div(zero(i).toDecimal()))).toEqual([null])
    expect(await one.where(i => i.id.div(zero(i)).gt(1)).count()).toBe(0)
  })

  test('with a remainder of floats are refused, since it would not be exact', async () => {
    const items = Item.table(database.open())
    expect(await failure(() => items.where(i => i.weight.mod(2).eq(1)).list())).toMatchObject({ kind: 'unsupported' })
  })
})

describe('moments', () => {
  test('move by durations exactly, and have their parts in UTC, whatever the zone of the session', async () => {
    await database.sql(`
      create table shift (id int4 primary key, starts timestamptz, took interval);
      insert into shift values (1, '2026-03-08T06:30:00Z', '1 day'), (2, '2026-01-01T00:00:00Z', '-00:00:00.000001'),
        (3, '0001-01-01T00:00:00Z BC', '36:00')`)
    class Shift extends Entity('shift', { id: col(int).id(), starts: col(instant), took: col(duration) }) {}
    // A day of a stored interval would have 23 hours there.
    const pool = new pg.Pool({ connectionString: database.url, options: '-c TimeZone=America/New_York' })
    const shifts = Shift.table(postgres({ pool })).orderBy(s => s.id)
    const texts = async (values: Promise<readonly unknown[]>) => (await values).map(String)
    try {
      expect(await texts(shifts.fieldValues(s => s.starts.plus(s.took)))).toEqual([
        '2026-03-09T06:30:00Z',
        '2025-12-31T23:59:59.999999Z',
        '0000-01-02T12:00:00Z',
      ])
      const day = duration.fromText('PT24H')
      expect(await shifts.where(s => s.starts.plus(day).eq(s.starts.plus(s.took))).fieldValues(s => s.id)).toEqual([1])
      const later = Temporal.Instant.from('2026-03-10T06:30:00Z')
      const [gap] = await shifts.fieldValues(s => value(instant, later).minus(s.starts))
      expect(String(gap)).toBe('PT48H')
      expect(await shifts.fieldValues(s => s.starts.day())).toEqual([8, 1, 1])
      expect(await shifts.fieldValues(s => s.starts.hour())).toEqual([6, 0, 0])
      expect(await shifts.fieldValues(s => s.starts.year())).toEqual([2026, 2026, 0])
      expect(await shifts.fieldValues(s => s.took.abs())).toEqual(
        ['PT24H', 'PT0.000001S', 'PT36H'].map(text => duration.fromText(text)),
      )
      expect(await texts(shifts.fieldValues(s => s.took.negate()))).toEqual(['-PT24H', 'PT0.000001S', '-PT36H'])
      expect(String(await shifts.sum(s => s.took))).toBe('PT59H59M59.999999S')
      // Half-even: the third of the sum in microseconds is …333.
      expect(String(await shifts.avg(s => s.took))).toBe('PT20H')
    } finally {
      await pool.end()
    }
  })

  test('averages of durations are half-even to the microsecond', async () => {
    await database.sql('create table lap (id int4 primary key, took interval)')
    class Lap extends Entity('lap', { id: col(int).id(), took: col(duration) }) {}
    const laps = Lap.table(database.open())
    const micros = (count: number) => Temporal.Duration.from({ microseconds: count })
    for (const [counts, average] of [
      [[1, 2], 2],
      [[2, 3], 2],
      [[-1, -2], -2],
      [[3, 4], 4],
      [[1, 1, 2], 1],
    ] as const) {
      await laps.deleteAll({ everything: true })
      await laps.insertMany(counts.map((count, id) => ({ id, took: micros(count) })))
      expect(String(await laps.avg(l => l.took))).toBe(String(duration.canonical?.(micros(average))))
    }
  })
})
