import {
  arrayOf,
  bigint,
  bool,
  bytes,
  col,
  Decimal,
  decimal,
  deferredList,
  duration,
  Entity,
  enumOf,
  float,
  instant,
  instantMs,
  instantNs,
  int,
  json,
  plainDate,
  plainTime,
  Temporal,
  text,
} from '@vantage-ts/core'
import { describe, expect, it } from 'vitest'
import { scaledDecimal } from '../src/index.ts'
import { drivers, opened } from './drivers.ts'
import { execute } from './tables.ts'

class Held extends Entity('held', {
  id: col(int).id(),
  t: col(text).optional(),
  i: col(int).optional(),
  b: col(bigint).optional(),
  f: col(float).optional(),
  v: col(bool).optional(),
  d: col(decimal).optional(),
  s: col(decimal(12, 2)).optional(),
  at: col(instant).optional(),
  ms: col(instantMs).optional(),
  ns: col(instantNs).optional(),
  len: col(duration).optional(),
  day: col(plainDate).optional(),
  time: col(plainTime).optional(),
  raw: col(bytes).optional(),
  doc: col(json).optional(),
  kind: col(enumOf('a', 'b')).optional(),
  list: col(arrayOf(decimal)).optional(),
}) {}
const ddl =
  'CREATE TABLE held (id INTEGER PRIMARY KEY, t TEXT, i INTEGER, b INTEGER, f REAL, v INTEGER, d TEXT, s INTEGER, at TEXT, ms TEXT, ns TEXT, len INTEGER, day TEXT, time TEXT, raw BLOB, doc TEXT, kind TEXT, list TEXT)'

class Plain extends Entity('plains', {
  id: col(int).id(),
  word: col(text).named('said'),
  share: col(float),
  isOn: col(bool).optional(),
}) {}
class Bare extends Entity('bares', { id: col(int).id(), word: col(text), isOn: col(bool) }) {}

const at = (text: string) => Temporal.Instant.from(text)
const tick = Temporal.Duration.from('PT0.000001S')
const dec = (text: string) => Decimal.from(text)

describe.each(drivers)('values through %s', driver => {
  const held = async () => {
    const db = opened({ file: ':memory:', driver })
    await execute(db, ddl)
    return { db, rows: Held.table(db, { columns: { s: scaledDecimal(12, 2) } }) }
  }

  it('reports a stored number that no int holds, naming row and field', async () => {
    const { db, rows } = await held()
    await execute(db, 'INSERT INTO held (id, i) VALUES (1, 1), (2, 9007199254740993)')
    await expect(rows.list()).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { entity: 'held', id: '2', field: 'i' },
    })
    const problems: string[] = []
    const kept = await rows.list({ onBadRow: problem => problems.push(String(problem.details.id)) })
    expect([kept.map(row => row.id), problems]).toEqual([[1], ['2']])
    await execute(db, 'UPDATE held SET i = 1.5 WHERE id = 2')
    await expect(rows.list()).rejects.toMatchObject({ kind: 'type-mismatch', details: { id: '2', field: 'i' } })
    await execute(db, "UPDATE held SET i = 'many' WHERE id = 2")
    await expect(rows.get(2)).rejects.toMatchObject({ kind: 'type-mismatch', details: { id: '2', field: 'i' } })
  })

  it('streams past a number that no int holds only to report it', async () => {
    const { db, rows } = await held()
    await execute(db, 'INSERT INTO held (id, i) VALUES (1, 1), (2, 9007199254740993)')
    const seen: number[] = []
    const reading = async () => {
      for await (const row of rows.orderBy(r => r.id.asc()).stream({ batchRows: 1 })) seen.push(row.id)
    }
    await expect(reading()).rejects.toMatchObject({ kind: 'type-mismatch', details: { id: '2', field: 'i' } })
    expect(seen).toEqual([1])
  })

  it('holds whole numbers of 64 bits exactly, in lists and sums too', async () => {
    const { rows } = await held()
    const [low, high] = [-(2n ** 63n), 2n ** 63n - 1n]
    await rows.insertMany([
      { id: 1, b: low },
      { id: 2, b: high },
      { id: 3, b: 9007199254740993n },
    ])
    expect(await rows.orderBy(r => r.b.asc()).fieldValues(r => r.b)).toEqual([low, 9007199254740993n, high])
    expect(await rows.where(r => r.b.in([9007199254740993n, high])).fieldValues(r => r.id)).toEqual([2, 3])
    expect(await rows.where(r => r.b.eq(high)).max(r => r.b)).toBe(high)
    expect(await rows.sum(r => r.b)).toBe(9007199254740992n)
    await expect(rows.where(r => r.b.gt(0n)).sum(r => r.b)).rejects.toMatchObject({ kind: 'too-large' })
    await expect(rows.fieldValues(r => r.b.minus(1n))).rejects.toMatchObject({ kind: 'too-large' })
    await expect(rows.insert(4, { b: 2n ** 63n })).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { field: 'b' },
    })
  })

  it('says too-large where a calculation leaves its type', async () => {
    const { rows } = await held()
    await rows.insert(1, { i: Number.MAX_SAFE_INTEGER, f: 1e308 })
    await expect(rows.fieldValues(r => r.i.plus(1))).rejects.toMatchObject({ kind: 'too-large' })
    await expect(rows.fieldValues(r => r.i.mul(Number.MAX_SAFE_INTEGER))).rejects.toMatchObject({ kind: 'too-large' })
    await expect(rows.fieldValues(r => r.f.mul(10))).rejects.toMatchObject({ kind: 'too-large' })
    await rows.insert(2, { i: Number.MAX_SAFE_INTEGER })
    await expect(rows.sum(r => r.i)).rejects.toMatchObject({ kind: 'too-large' })
  })

  it('keeps text as it is, NUL and half of Unicode included', async () => {
    const { db, rows } = await held()
    const texts = ['', 'a\0b', '\0', '😀\u{10FFFF}', 'o\'neil "x" `y` [z] ? $1 --', 'ÄÖ', '%_\\*?[']
    await rows.insertMany(texts.map((t, id) => ({ id, t })))
    expect(await rows.orderBy(r => r.id.asc()).fieldValues(r => r.t)).toEqual(texts)
    for (const [id, t] of texts.entries()) {
      expect(await rows.where(r => r.t.eq(t)).fieldValues(r => r.id)).toEqual([id])
      expect(await rows.where(r => r.t.in([t])).fieldValues(r => r.id)).toEqual([id])
    }
    expect(await rows.orderBy(r => r.id.asc()).fieldValues(r => r.t.length())).toEqual(texts.map(t => [...t].length))
    expect(await rows.where(r => r.t.like('a\0%')).fieldValues(r => r.id)).toEqual([1])
    expect(await execute(db, 'SELECT typeof(t) AS type FROM held WHERE id = 1')).toEqual([{ type: 'text' }])
  })

  it('adds and compares decimals exactly, whatever zeros they were stored with', async () => {
    const { db, rows } = await held()
    await execute(
      db,
      "INSERT INTO held (id, d) VALUES (1, '0.1'), (2, '0.20'), (3, '-12345678901234567890.5'), (4, '9'), (5, '10.0'), (6, NULL)",
    )
    expect(await rows.orderBy(r => r.d.asc()).fieldValues(r => r.id)).toEqual([3, 1, 2, 4, 5, 6])
    expect(await rows.where(r => r.d.eq(dec('0.2'))).fieldValues(r => r.id)).toEqual([2])
    expect(await rows.where(r => r.d.in([dec('10'), dec('0.10')])).fieldValues(r => r.id)).toEqual([1, 5])
    expect(
      await rows.where(r => r.d.notIn(rows.where(o => o.d.gt(dec('1'))).fieldExpr(o => o.d))).fieldValues(r => r.id),
    ).toEqual([1, 2, 3])
    const small = rows.where(r => r.d.between(dec('0'), dec('1')))
    expect(
      [await small.sum(r => r.d), await small.avg(r => r.d), await small.min(r => r.d), await small.max(r => r.d)].map(
        String,
      ),
    ).toEqual(['0.3', '0.15', '0.1', '0.2'])
    expect((await small.orderBy(r => r.id.asc()).fieldValues(r => r.d.div(dec('3')))).map(String)).toEqual([
      '0.0333333333333333',
      '0.0666666666666667',
    ])
    expect((await rows.where(r => r.id.eq(9)).sum(r => r.d)).toString()).toBe('0')
  })

  it('holds a scaled decimal as a whole number, compares it there and converts it to calculate', async () => {
    const { db, rows } = await held()
    await rows.insertMany([
      { id: 1, s: dec('19.99'), d: dec('19.990') },
      { id: 2, s: dec('-0.5'), d: dec('1') },
      { id: 3, s: dec('9999999999.99') },
    ])
    expect(await execute(db, 'SELECT s, typeof(s) AS type FROM held WHERE id = 1')).toEqual([
      { s: 1999, type: 'integer' },
    ])
    expect((await rows.orderBy(r => r.s.asc()).fieldValues(r => r.s)).map(String)).toEqual([
      '-0.5',
      '19.99',
      '9999999999.99',
    ])
    expect(
      rows
        .where(r => r.s.gt(dec('0')))
        .explain()
        .toString(),
    ).toContain('"held"."s" > ?')
    expect(await rows.where(r => r.s.eq(r.d)).fieldValues(r => r.id)).toEqual([1])
    expect((await rows.sum(r => r.s)).toString()).toBe('10000000019.48')
    expect((await rows.where(r => r.id.eq(1)).fieldValues(r => r.s.plus(dec('0.01')))).map(String)).toEqual(['20'])
    await expect(rows.insert(4, { s: dec('0.001') })).rejects.toMatchObject({ kind: 'type-mismatch' })
    expect(() => scaledDecimal(19, 2)).toThrowError(expect.objectContaining({ kind: 'invalid' }))
    expect(scaledDecimal(12, 2)).toBe(scaledDecimal(12, 2))
  })

  it('stores what is calculated as its columns hold it, in updates and in inserts from sets', async () => {
    const { db, rows } = await held()
    await rows.insertMany([
      { id: 1, s: dec('19.99'), d: dec('0.5') },
      { id: 2, s: dec('-0.5'), d: dec('0.005') },
    ])
    const one = rows.where(r => r.id.eq(1)).updateQuery()
    expect(
      await one
        .set('s', r => r.s.plus(r.d.coalesce(dec('0'))))
        .set('d', r => r.s)
        .run(),
    ).toBe(1)
    expect(await execute(db, 'SELECT s, d FROM held WHERE id = 1')).toEqual([{ s: 2049, d: '19.99' }])
    await expect(
      rows
        .where(r => r.id.eq(2))
        .updateQuery()
        .set('s', r => r.d)
        .run(),
    ).rejects.toMatchObject({
      kind: 'type-mismatch',
    })
    await expect(one.set('b', r => r.b.coalesce(2n ** 63n - 1n).plus(1n)).run()).rejects.toMatchObject({
      kind: 'too-large',
    })
    expect(await rows.insertFrom(rows, r => ({ id: r.id.plus(10), s: r.s.mul(dec('2')), d: r.s })).run()).toBe(2)
    expect(await execute(db, 'SELECT s, d FROM held WHERE id > 10 ORDER BY id')).toEqual([
      { s: 4098, d: '20.49' },
      { s: -100, d: '-0.5' },
    ])
    await expect(rows.insertFrom(rows, r => ({ id: r.id.plus(50), s: r.d })).run()).rejects.toMatchObject({
      kind: 'type-mismatch',
    })
    expect(await rows.count()).toBe(4)
  })

  it('calculates with moments to the microsecond', async () => {
    const { rows } = await held()
    await rows.insert(1, {
      at: at('2001-12-31T23:59:59.999999Z'),
      ms: at('2001-12-31T23:59:59.999Z'),
      ns: at('2001-12-31T23:59:59.999999999Z'),
      len: tick,
    })
    const one = async (pick: Parameters<typeof rows.fieldValues<unknown>>[0]) =>
      String((await rows.fieldValues(pick))[0])
    expect(await one(r => r.at.plus(tick))).toBe('2002-01-01T00:00:00Z')
    expect(await one(r => r.at.minus(Temporal.Duration.from('PT24H')))).toBe('2001-12-30T23:59:59.999999Z')
    expect(await one(r => r.at.minus(at('2001-12-31T00:00:00Z')))).toBe('PT23H59M59.999999S')
    expect(await one(r => r.len.plus(Temporal.Duration.from('PT1H')))).toBe('PT1H0.000001S')
    expect(await one(r => r.at.second())).toBe('59')
    expect(await rows.where(r => r.ms.lt(r.at).and(r.at.lt(r.ns))).count()).toBe(1)
    await expect(rows.fieldValues(r => r.ms.plus(tick))).rejects.toMatchObject({ kind: 'type-mismatch' })
    await expect(
      rows.fieldValues(r => r.at.plus(Temporal.Duration.from({ hours: 24 * 366 * 8000 }))),
    ).rejects.toMatchObject({ kind: 'too-large' })
  })

  it('averages durations half-even to the microsecond', async () => {
    const { rows } = await held()
    const lengths = [1, 2, 2].map((microseconds, id) => ({ id, len: Temporal.Duration.from({ microseconds }) }))
    await rows.insertMany(lengths)
    expect(String(await rows.avg(r => r.len))).toBe('PT0.000002S')
    expect(String(await rows.where(r => r.id.lt(2)).avg(r => r.len))).toBe('PT0.000002S')
    expect(await rows.where(r => r.id.gt(9)).avg(r => r.len)).toBeUndefined()
    expect(String(await rows.where(r => r.id.gt(9)).sum(r => r.len))).toBe('PT0S')
  })

  it('compares json and arrays by what they say, not how they are written', async () => {
    const { db, rows } = await held()
    await execute(db, `INSERT INTO held (id, doc) VALUES (1, '{"b":1, "a":[1,2]}'), (2, '{"a":[1,2],"b":2}')`)
    expect(await rows.where(r => r.doc.eq({ a: [1, 2], b: 1 })).fieldValues(r => r.id)).toEqual([1])
    await execute(db, "UPDATE held SET doc = 'no json' WHERE id = 2")
    await expect(rows.list()).rejects.toMatchObject({ kind: 'type-mismatch', details: { id: '2', field: 'doc' } })
  })

  it('binds lists of every kind of value', async () => {
    const { rows } = await held()
    const values = {
      f: 0.1 + 0.2,
      raw: Uint8Array.of(0, 255, 10),
      v: true,
      day: Temporal.PlainDate.from('2024-02-29'),
      kind: 'b' as const,
      at: at('2001-01-01T00:00:00.000001Z'),
      len: Temporal.Duration.from('PT1S'),
    }
    await rows.insert(1, values)
    await rows.insert(2, {})
    expect(await rows.where(r => r.f.in([1, values.f, 1e300, 5e-324, 123456789012345680000])).count()).toBe(1)
    expect(await rows.where(r => r.raw.in([values.raw, new Uint8Array(0)])).count()).toBe(1)
    expect(await rows.where(r => r.v.in([true])).count()).toBe(1)
    expect(await rows.where(r => r.day.in([values.day])).count()).toBe(1)
    expect(await rows.where(r => r.kind.in(['b'])).count()).toBe(1)
    expect(await rows.where(r => r.at.in([values.at])).count()).toBe(1)
    expect(await rows.where(r => r.len.notIn([values.len])).count()).toBe(0)
    expect(await rows.where(r => r.id.notIn(deferredList(int, async () => []))).count()).toBe(2)
  })

  it('refuses a placeholder that a template brings along, and transactions by template', async () => {
    const { db } = await held()
    await expect(db.expr`SELECT ? + ${1}`.run()).rejects.toMatchObject({ kind: 'invalid' })
    expect(await db.expr`SELECT '?' || ${'!'} AS "a?" -- ?`.run()).toEqual([{ 'a?': '?!' }])
    await expect(db.expr`BEGIN`.run()).rejects.toMatchObject({ kind: 'invalid' })
    await expect(db.expr`SELEKT ${1}`.run()).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringContaining('SELEKT'),
    })
  })

  it('fails a single value of several rows, wherever it stands', async () => {
    const { rows } = await held()
    await rows.insertMany([
      { id: 1, i: 5 },
      { id: 2, i: 5 },
    ])
    const one = rows.where(r => r.id.eq(1)).expr`${rows.$.i}`.as(int)
    const both = rows.expr`${rows.$.i}`.as(int)
    class Other extends Entity('held', { id: col(int).id() }) {}
    const others = Other.table(rows.source)
    expect(await others.where(o => o.id.lt(one)).count()).toBe(2)
    await expect(others.where(o => o.id.lt(both)).count()).rejects.toMatchObject({ kind: 'cardinality' })
  })
})

describe.each(drivers)('plain rows through %s', driver => {
  it('have the names of the entity, in its order, whatever the columns are called', async () => {
    const db = opened({ file: ':memory:', driver })
    await execute(db, 'CREATE TABLE plains (isOn INTEGER, id INTEGER PRIMARY KEY, share REAL, said TEXT)')
    await execute(db, "INSERT INTO plains VALUES (1, 1, -0.0, 'a'), (NULL, 2, 0.5, 'b')")
    const rows = await Plain.table(db).listValues()
    expect(rows).toStrictEqual([
      { id: 1, word: 'a', share: 0, isOn: true },
      { id: 2, word: 'b', share: 0.5, isOn: null },
    ])
    expect(rows.map(row => Object.keys(row))).toEqual([1, 2].map(() => ['id', 'word', 'share', 'isOn']))
    expect(Object.is(rows[0]?.share, 0)).toBe(true)
  })

  it('are right after a column was renamed, belong to one call, and tell of a bad cell', async () => {
    const db = opened({ file: ':memory:', driver })
    await execute(db, 'CREATE TABLE bares (id INTEGER PRIMARY KEY, word TEXT, isOn INTEGER)')
    await execute(db, "INSERT INTO bares VALUES (1, 'a', 1), (2, 'b', 0)")
    const bares = Bare.table(db)
    const expected = [
      { id: 1, word: 'a', isOn: true },
      { id: 2, word: 'b', isOn: false },
    ]
    const before = await bares.listValues()
    expect(before).toStrictEqual(expected)
    await execute(db, 'ALTER TABLE bares RENAME COLUMN word TO WORD')
    const after = await bares.listValues()
    expect(after).toStrictEqual(expected)
    expect(after[0]).not.toBe(before[0])
    await execute(db, 'ALTER TABLE bares RENAME COLUMN WORD TO word')
    await execute(db, 'UPDATE bares SET isOn = 7 WHERE id = 2')
    await expect(bares.listValues()).rejects.toMatchObject({
      kind: 'type-mismatch',
      details: { entity: 'bares', field: 'isOn', id: '2' },
    })
    expect(await bares.listValues({ onBadRow: 'skip' })).toStrictEqual(expected.slice(0, 1))
  })
})
