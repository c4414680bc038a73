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
  geometry,
  instant,
  int,
  json,
  period,
  plainDate,
  plainDateTime,
  plainTime,
  Temporal,
  text,
  uuid,
} from '@vantage-ts/core'
import { record, replay } from '@vantage-ts/mock'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import { createDatabase } from '@vantage-ts/test-servers'
import { expect, inject, test } from 'vitest'

// A database that gives values in another form than it is given them: moments, dates, bytes, intervals, arrays.

class Everything extends Entity('everything', {
  id: col(int).id(),
  text: col(text),
  bigint: col(bigint),
  float: col(float),
  bool: col(bool),
  decimal: col(decimal),
  uuid: col(uuid),
  instant: col(instant),
  date: col(plainDate),
  time: col(plainTime),
  moment: col(plainDateTime),
  duration: col(duration),
  period: col(period),
  bytes: col(bytes),
  json: col(json).optional(),
  geometry: col(geometry),
  enum: col(enumOf('a', "b 'c'")),
  array: col(arrayOf(text)),
}) {}

const columns =
  'id int primary key, text text, bigint bigint, "float" float8, bool boolean, "decimal" numeric, uuid uuid, instant timestamptz, ' +
  '"date" date, "time" time, moment timestamp, duration interval, period text, bytes bytea, json jsonb, geometry jsonb, enum text, array_ text[]'

const extreme = {
  text: 'quote " \\ \n ? *** 🦊',
  bigint: -(2n ** 63n),
  float: 5e-324,
  bool: false,
  decimal: Decimal.from('-123456789012345678901234567890.0000000000123'),
  uuid: '0188A0F0-0000-7000-8000-ffffffffffff',
  instant: Temporal.Instant.from('2026-12-31T23:59:59.999999Z'),
  date: Temporal.PlainDate.from('0001-02-28'),
  time: Temporal.PlainTime.from('23:59:59.999999'),
  moment: Temporal.PlainDateTime.from('2026-11-27T09:30:00.000001'),
  duration: Temporal.Duration.from('-PT100H0.000001S'),
  period: Temporal.Duration.from('P1Y2M3D'),
  bytes: new Uint8Array([0, 255, 10, 13]),
  json: { b: [1, null], a: 'ä' },
  geometry: { type: 'Point', coordinates: [1.5, 2] } as const,
  enum: "b 'c'" as const,
  array: ['a', 'b "c"', ''],
}

const textsOf = (row: Everything | undefined): object =>
  Object.fromEntries(
    Object.entries(Everything.fields).map(([name, { facts }]) => {
      const value: unknown = Reflect.get(Object(row), name)
      return [name, value === null ? null : facts.type.toText(value)]
    }),
  )

async function everyType(db: Postgres): Promise<readonly unknown[]> {
  const table = Everything.table(db, { columns: { array: { name: 'array_' } } })
  const inserted = await table.insert(1, extreme)
  const { json: _json, geometry: _geometry, array: _array, period: _period, ...comparable } = extreme
  let same = table.where(row => row.id.in([1, 2]))
  for (const [name, value] of Object.entries(comparable)) same = same.where(row => Reflect.get(row, name).eq(value))
  const streamed: object[] = []
  for await (const row of table) streamed.push(textsOf(row))
  return [textsOf(inserted), textsOf(await table.get(1)), streamed, await same.count(), textsOf(await table.patch(1, { ...extreme, json: null }))] // biome-ignore format: one line
}

test('every glue type comes back from a recording exactly as from PostgreSQL', async () => {
  const made = await createDatabase(inject('postgresUrl'))
  try {
    await using db = postgres({ url: made.url })
    await db.expr(Object.assign([`create table everything (${columns})`], { raw: [] })).run()
    const recorded = record(db)
    const answers = await everyType(recorded.source)
    expect(answers[3]).toBe(1)
    const replayed = replay(recorded.text())
    expect(await everyType(Object(replayed))).toEqual(answers)
    replayed.verify()
  } finally {
    await made.drop()
  }
})
