import {
  arrayOf,
  bigint,
  bool,
  bytes,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  enumOf,
  float,
  type Geometry,
  geometry,
  instant,
  instantMs,
  int,
  type Json,
  json,
  period,
  plainDate,
  plainDateTime,
  plainTime,
  Temporal,
  text,
  type Type,
  uuid,
} from '@vantage-ts/core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { unchecked } from '@vantage-ts/core/adapter'
import { type Postgres, periodAsInterval } from '@vantage-ts/postgres'
import { testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()

// Node's own zone and that of the server are neither UTC nor each other.
const zone = process.env.TZ
beforeAll(async () => {
  process.env.TZ = 'America/New_York'
  // Defaults of the server must not matter: our sessions bring their own.
  const [row] = await database.sql('select current_database() as name')
  const settings = {
    TimeZone: 'Asia/Kolkata',
    DateStyle: 'German, DMY',
    IntervalStyle: 'sql_standard',
    extra_float_digits: '-15',
    bytea_output: 'escape',
  }
  for (const [name, value] of Object.entries(settings))
    await database.sql(`alter database ${String(row?.name)} set ${name} to '${value}'`)
})
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const date = (iso: string) => Temporal.PlainDate.from(iso)
const moment = (iso: string) => Temporal.Instant.from(iso)
const length = (iso: string) => duration.fromText(iso)
const number = (digits: string) => Decimal.from(digits)
const point: Geometry = { type: 'Point', coordinates: [2.25, -0.5] }

/** Type, vendor type of the column, value, and its text in the database where it shows that it is stored as it should be. */
const exact: readonly (readonly [type: Type<unknown>, column: string, value: NonNullable<unknown>, stored?: string])[] =
  [
    [text, 'text', 'é 😀 \' " \\ \n \t $1 {} %'],
    [text, 'text', ''],
    [text, 'varchar(20)', 'NULL'],
    [int, 'int4', -2147483648],
    [int, 'int2', 7],
    [int, 'int8', 9007199254740991],
    [int, 'numeric', 12],
    [bigint, 'int8', 9007199254740993n, '9007199254740993'],
    [bigint, 'int8', -9223372036854775808n],
    [float, 'float8', 0.1],
    [float, 'float8', 1.7976931348623157e308],
    [float, 'float8', 5e-324],
    [float, 'float8', -1e21],
    [float, 'float8', 123456789.12345679],
    [bool, 'bool', true],
    [bool, 'bool', false],
    [uuid, 'uuid', '0190a5c5-0000-7000-8000-00000000abcd'],
    [decimal, 'numeric', number('12345678901234567.89'), '12345678901234567.89'],
    [decimal, 'numeric', number(`-0.${'0'.repeat(40)}1`)],
    [decimal, 'numeric', number(`1${'0'.repeat(60)}`)],
    [decimal(12, 2), 'numeric(12, 2)', number('1.5'), '1.50'],
    [instant, 'timestamptz', moment('2026-11-22T14:00:00.123456Z'), '2026-11-22 14:00:00.123456+00'],
    [instant, 'timestamptz', moment('2026-07-01T00:00:00Z')],
    [instant, 'timestamptz', moment('2026-11-22T14:00:00.001Z')],
    [instant, 'timestamptz', moment('0001-01-01T00:00:00.000001Z'), '0001-01-01 00:00:00.000001+00'],
    [instant, 'timestamptz', moment('0099-12-31T23:59:59Z')],
    [instant, 'timestamptz', moment('0000-01-01T00:00:00Z'), '0001-01-01 00:00:00+00 BC'],
    [instant, 'timestamptz', moment('-000043-03-15T11:00:00Z'), '0044-03-15 11:00:00+00 BC'],
    [instant, 'timestamptz', moment('+012026-01-01T00:00:00.5Z'), '12026-01-01 00:00:00.5+00'],
    [instant, 'timestamptz', moment('1969-12-31T23:59:59.999999Z')],
    [instantMs, 'timestamptz', moment('2026-11-22T14:00:00.123Z')],
    [plainDate, 'date', date('2026-11-22'), '2026-11-22'],
    [plainDate, 'date', date('-000043-03-15'), '0044-03-15 BC'],
    [plainDate, 'date', date('+099999-12-31'), '99999-12-31'],
    [plainTime, 'time', Temporal.PlainTime.from('23:59:59.999999')],
    [plainDateTime, 'timestamp', Temporal.PlainDateTime.from('2026-03-08T02:30:00.5'), '2026-03-08 02:30:00.5'],
    [plainDateTime, 'timestamp', Temporal.PlainDateTime.from('-000004-02-29T00:00:00')],
    [duration, 'interval', length('PT36H5M0.000001S'), '36:05:00.000001'],
    [duration, 'interval', length('-PT0.5S'), '-00:00:00.5'],
    [duration, 'interval', length('PT0S')],
    [duration, 'interval', length('PT2400000H')],
    [period, 'text', Temporal.Duration.from('P2W'), 'P2W'],
    [period, 'text', Temporal.Duration.from('-P14MT90M'), '-P14MT90M'],
    [bytes, 'bytea', new Uint8Array([0, 1, 92, 39, 255])],
    [bytes, 'bytea', new Uint8Array()],
    [json, 'jsonb', { b: [1, 1e21, 1e300, -0.5, 'x"\\u0000', null, true], a: { '': 9007199254740991 } } satisfies Json],
    [json, 'json', [{ z: 1, a: 2 }]],
    [json, 'jsonb', 'text'],
    [geometry, 'jsonb', point],
    [enumOf('draft', 'it\'s "sent"'), 'text', 'it\'s "sent"'],
    [enumOf('sad', 'very happy'), 'mood', 'very happy'],
    [arrayOf(int), 'int4[]', [1, -2, 3], '{1,-2,3}'],
    [arrayOf(int), 'int8[]', []],
    [arrayOf(text), 'text[]', ['a', '', ' ', 'NULL', 'null', 'b"c\\d', '{}', 'e,f', "g'h", 'é\n']],
    [
      arrayOf(arrayOf(text)),
      'text[]',
      [
        ['a"', '}'],
        ['NULL', 'b,'],
      ],
    ],
    [
      arrayOf(arrayOf(arrayOf(int))),
      'int4[]',
      [
        [[1], [2]],
        [[3], [4]],
      ],
      '{{{1},{2}},{{3},{4}}}',
    ],
    [arrayOf(bigint), 'int8[]', [9007199254740993n]],
    [arrayOf(decimal), 'numeric[]', [number('0.1'), number('1e30')]],
    [arrayOf(instant), 'timestamptz[]', [moment('2026-11-22T14:00:00.123456Z')], '{"2026-11-22 14:00:00.123456+00"}'],
    [arrayOf(bytes), 'bytea[]', [new Uint8Array([0, 255]), new Uint8Array()]],
    [arrayOf(json), 'jsonb[]', [{ a: 'x"\\' }, [1]]],
    [arrayOf(bool), 'bool[]', [true, false]],
    [arrayOf(uuid), 'uuid[]', ['0190a5c5-0000-7000-8000-00000000abcd']],
  ]

/** For the same reason it cannot tell that the id is the only id. */
const idOf = (id: number) => unchecked<never>(id, 'the id is a number')

/** The types of the table are known at run time only, so the compiler must not ask whether the source holds them. */
const openForAll = () =>
  unchecked<Postgres & { readonly '~holds': (typeName: string) => void }>(database.open(), 'the tests ask that')

const shown = (type: Type<unknown>, value: unknown) => (value === null ? null : type.toText(value))

describe('values come back as they were written', () => {
  beforeAll(() => database.sql(`create type mood as enum ('very happy', 'sad')`))

  test.for(exact.map((row, index) => ({ row, index, title: `${row[0].name} in ${row[1]} (${index})` })))(
    '$title',
    async ({ row: [type, column, value, stored], index }) => {
      const name = `exact_${index}`
      await database.sql(`create table ${name} (id int4 primary key, v ${column})`)
      class Held extends Entity(name, { id: col(int).id(), v: col(type).optional() }) {}
      const held = Held.table(openForAll())
      const written = await held.insert(idOf(1), { v: value })
      await held.insertMany([
        { id: 2, v: value },
        { id: 3, v: null },
      ])
      await held.insert(idOf(4), {})
      const patched = await held.patch(idOf(4), { v: value })
      const rows = await held.orderBy(h => h.id).list()
      const wanted = shown(type, value)
      expect([written, patched, ...rows].map(row => shown(type, row.v))).toEqual([
        wanted,
        wanted,
        wanted,
        wanted,
        null,
        wanted,
      ])
      if (stored !== undefined) {
        const settings = `set TimeZone to 'UTC'; set DateStyle to 'ISO'; set IntervalStyle to 'postgres'`
        await database.sql(settings)
        const texts = await database.sql(`select distinct v::text as v from ${name} where v is not null`)
        expect(texts).toEqual([{ v: stored }])
      }
    },
  )

  test.for(exact.map((row, index) => ({ row, index, title: `${row[0].name} in ${row[1]} (${index})` })))(
    'conditions find $title',
    async ({ row: [type, , value], index }) => {
      class Held extends Entity(`exact_${index}`, { id: col(int).id(), v: col(type).optional() }) {}
      const held = Held.table(openForAll())
      expect(await held.where(h => h.v.eq(value)).count()).toBe(3)
      expect(await held.where(h => h.v.in([value])).count()).toBe(3)
      expect(await held.where(h => h.v.notIn([value])).count()).toBe(0)
      expect(await held.where(h => h.v.isDistinctFrom(value)).count()).toBe(1)
      const [column] = await held
        .limit(1)
        .where(h => h.v.isNotNull())
        .fieldValues(h => h.v)
      expect(shown(type, column)).toBe(shown(type, value))
    },
  )
})

test('periods in a column of type interval, whose storage the table names', async () => {
  await database.sql('create table contract (id int4 primary key, term interval)')
  class Contract extends Entity('contract', { id: col(int).id(), term: col(period).optional() }) {}
  const contracts = Contract.table(database.open(), { columns: { term: periodAsInterval } })
  const texts = ['P1Y2M3DT4H5M6.789S', '-P1Y2M3DT4H', 'P11M', 'P400D', 'PT0S']
  await contracts.insertMany(texts.map((text, id) => ({ id, term: period.fromText(text) })))
  const terms = await contracts.orderBy(c => c.id).fieldValues(c => c.term)
  expect(terms.map(String)).toEqual(texts)
  expect(await contracts.where(c => c.term.eq(period.fromText('P11M'))).count()).toBe(1)
  for (const text of ['P2W', 'P14M', 'PT90S', 'PT90M'])
    expect(await failure(() => contracts.patch(1, { term: period.fromText(text) }))).toMatchObject({
      kind: 'type-mismatch',
      message: expect.stringContaining('as an interval keeps it'),
    })
  await database.sql(`update contract set term = '1 mon -1 day'`)
  expect(await failure(() => contracts.list())).toMatchObject({
    kind: 'type-mismatch',
    message: expect.stringContaining('must not mix signs'),
  })
})
