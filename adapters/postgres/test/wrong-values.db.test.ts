import {
  arrayOf,
  bigint,
  bool,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  enumOf,
  float,
  instant,
  instantMs,
  int,
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
import { unchecked } from '@vantage-ts/core/adapter'
import { type Postgres, periodAsInterval, postgres } from '@vantage-ts/postgres'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { sentBy, testDatabase } from './database.ts'
import { failure } from './failure.ts'

const database = testDatabase()

/** A table with one row whose column `v` is made from SQL. */
async function tableOf(name: string, column: string, value: string): Promise<void> {
  await database.sql(`drop table if exists ${name}; create table ${name} (id int4 primary key, v ${column})`)
  await database.sql(`insert into ${name} values (7, ${value})`)
}

const openForAll = () =>
  unchecked<Postgres & { readonly '~holds': (typeName: string) => void }>(database.open(), 'the tests ask that')

describe('stored values that a type does not hold fail the read, naming row and field', () => {
  const cases: readonly (readonly [type: Type<unknown>, column: string, value: string, problem: RegExp])[] = [
    [instant, 'timestamptz', `'infinity'`, /finite/],
    [instant, 'timestamptz', `'-infinity'`, /finite/],
    [instant, 'timestamptz', `'290000-01-01Z'`, /out of the range/],
    [instantMs, 'timestamptz', `'2026-11-22T14:00:00.123456Z'`, /finer/],
    [plainDate, 'date', `'infinity'`, /finite/],
    [plainDate, 'date', `'5000000-01-01'`, /out of the range/],
    [plainDateTime, 'timestamp', `'-infinity'`, /finite/],
    [plainTime, 'time', `'24:00'`, /must be text such as/],
    [plainTime, 'timetz', `'09:30+01'`, /is timetz in the database/],
    [decimal, 'numeric', `'NaN'`, /decimal number/],
    [decimal, 'numeric', `'Infinity'`, /decimal number/],
    [decimal(5, 2), 'numeric', '1.005', /2 digits after the point/],
    [float, 'float8', `'NaN'`, /finite/],
    [float, 'float8', `'-Infinity'`, /finite/],
    [int, 'int8', '9007199254740993', /2\^53/],
    [int, 'numeric', '1.5', /whole number/],
    [bigint, 'numeric', '1.5', /whole number/],
    [duration, 'interval', `'1 month'`, /months/],
    [duration, 'interval', `'-1 year 2 days'`, /months/],
    [duration, 'interval', `'infinity'`, /finite/],
    [period, 'interval', `'1 month'`, /is interval in the database/],
    [json, 'jsonb', `'{"a": 9007199254740993}'`, /2\^53/],
    [json, 'jsonb', `'1e400'`, /JavaScript|finite/],
    [enumOf('a', 'b'), 'text', `'c'`, /one of a, b/],
    [arrayOf(int), 'int4[]', `'{1,NULL}'`, /item 1 must not be null/],
    [arrayOf(int), 'int4[]', `'{{1,2}}'`, /must come as text/],
    [arrayOf(arrayOf(int)), 'int4[]', `'{1}'`, /item 0 must be an array/],
    // The entity and the table disagree.
    [text, 'int4', '5', /is int4 in the database/],
    [text, 'uuid', `'0190a5c5-0000-7000-8000-00000000abcd'`, /is uuid in the database/],
    [int, 'text', `'5'`, /is text in the database/],
    [int, 'bool', 'true', /is bool in the database/],
    [bool, 'text', `'t'`, /is text in the database/],
    [float, 'text', `'1'`, /is text in the database/],
    [decimal, 'float8', '0.1', /is float8 in the database/],
    [uuid, 'text', `'0190a5c5-0000-7000-8000-00000000abcd'`, /is text in the database/],
    [instant, 'timestamp', `'2026-11-22'`, /is timestamp in the database/],
    [plainDateTime, 'timestamptz', `'2026-11-22Z'`, /is timestamptz in the database/],
    [json, 'text', `'{}'`, /is text in the database/],
    [arrayOf(text), 'int4[]', `'{1}'`, /is int4\[\] in the database/],
    [arrayOf(int), 'jsonb', `'[1]'`, /is jsonb in the database/],
  ]
  test.for(cases.map(([type, column, value, problem]) => ({ type, column, value, problem })))(
    '$type.name in $column: $value',
    async ({ type, column, value, problem }) => {
      await tableOf('wrong', column, value)
      class Wrong extends Entity('wrong', { id: col(int).id(), v: col(type) }) {}
      const wrong = Wrong.table(openForAll())
      const error = await failure(() => wrong.list())
      expect(error).toMatchObject({ kind: 'type-mismatch', details: { entity: 'wrong', field: 'v', id: '7' } })
      expect(error.message).toMatch(problem)
      expect(await wrong.list({ onBadRow: 'skip' })).toEqual([])
      const streamed = await failure(() => Array.fromAsync(wrong))
      expect(streamed.message).toBe(error.message)
    },
  )

  test('a null where none may be', async () => {
    await tableOf('wrong', 'int4', 'null')
    class Wrong extends Entity('wrong', { id: col(int).id(), v: col(int) }) {}
    expect(await failure(() => Wrong.table(database.open()).list())).toMatchObject({
      kind: 'type-mismatch',
      details: { field: 'v', id: '7' },
    })
  })
})

describe('values that PostgreSQL does not hold are refused before anything is sent', () => {
  const ragged = [[1], [2, 3]]
  const cases: readonly (readonly [
    type: Type<unknown>,
    column: string,
    value: NonNullable<unknown>,
    problem: RegExp,
  ])[] = [
    [text, 'text', 'a\0b', /NUL/],
    [json, 'jsonb', { a: ['\0'] }, /NUL/],
    [json, 'jsonb', { '\0': 1 }, /NUL/],
    [arrayOf(text), 'text[]', ['a', '\0'], /NUL/],
    [bigint, 'int8', 2n ** 63n, /64 bits/],
    [arrayOf(bigint), 'int8[]', [-(2n ** 63n) - 1n], /64 bits/],
    [duration, 'interval', duration.fromText('PT2562047789H'), /64 bits/],
    [instant, 'timestamptz', Temporal.Instant.from('-005000-01-01T00:00:00Z'), /4714 BC/],
    [plainDate, 'date', Temporal.PlainDate.from('-004713-11-23'), /4714 BC/],
    [arrayOf(arrayOf(int)), 'int4[]', ragged, /one length/],
    [arrayOf(arrayOf(int)), 'int4[]', [[]], /not empty/],
  ]
  test.for(cases.map(([type, column, value, problem], index) => ({ type, column, value, problem, index })))(
    '$type.name ($index)',
    async ({ type, column, value, problem }) => {
      await tableOf('refused', column, 'null')
      class Refused extends Entity('refused', { id: col(int).id(), v: col(type).optional() }) {}
      const source = openForAll()
      const refused = Refused.table(source)
      const sent = sentBy(source)
      const attempts: readonly (() => PromiseLike<unknown>)[] = [
        () => refused.insertMany([{ id: 8, v: value }]),
        () => refused.patch(unchecked<never>(7, 'the id is a number'), { v: value }),
        () => refused.where(r => r.v.eq(value)).count(),
        () => refused.where(r => r.v.in([value])).count(),
      ]
      for (const work of attempts) {
        const error = await failure(work)
        expect(error.kind).toBe('type-mismatch')
        expect(error.message).toMatch(problem)
      }
      expect(sent).toEqual([])
      expect(await database.sql('select count(*)::int as n from refused')).toEqual([{ n: 1 }])
    },
  )

  test('an id that is no uuid is refused too', async () => {
    await database.sql('create table keyed (id uuid primary key)')
    class Keyed extends Entity('keyed', { id: col(uuid).id() }) {}
    const source = database.open()
    const sent = sentBy(source)
    expect(await failure(() => Keyed.table(source).get('x'))).toMatchObject({
      kind: 'type-mismatch',
    })
    expect(sent).toEqual([])
  })
})

describe('columns of vendor types that have no glue type', () => {
  test('text meets uuid, enum and varchar columns with storages of their own', async () => {
    await database.sql(`
      create type state as enum ('on', 'off');
      create table vendor (id uuid primary key, state state not null, code varchar(8) not null);
      insert into vendor values ('0190a5c5-0000-7000-8000-00000000abcd', 'off', 'x')`)
    class Vendor extends Entity('vendor', {
      id: col(text).id(),
      state: col(text),
      code: col(text).flag('searchable'),
    }) {}
    // Reading a uuid as text is said once, for the table; binding needs nothing.
    const vendors = Vendor.table(database.open(), { columns: { id: { name: 'id', storage: { name: 'uuid' } } } })
    const first = '0190a5c5-0000-7000-8000-00000000abcd'
    const second = '0190a5c5-0000-7000-8000-00000000abce'
    expect(await vendors.get(first)).toEqual({ id: first, state: 'off', code: 'x' })
    await vendors.insert(second, { state: 'on', code: 'y' })
    await vendors.patch(second, { state: 'off' })
    expect(await vendors.where(v => v.state.in(['off'])).count()).toBe(2)
    expect(await vendors.where(v => v.id.in([second])).fieldValues(v => v.code)).toEqual(['y'])
    expect(
      await vendors
        .search('Y')
        .orderBy(v => v.state)
        .fieldValues(v => v.code),
    ).toEqual(['y'])
    expect(await vendors.where(v => v.state.gt('a').and(v.state.lower().contains('f'))).count()).toBe(2)
  })

  test('domains count as what they are over', async () => {
    await database.sql(`
      create domain email as text check (value like '%@%');
      create table account (id int4 primary key, mail email not null, balance numeric(10, 2) not null)`)
    class Account extends Entity('account', { id: col(int).id(), mail: col(text), balance: col(decimal) }) {}
    const accounts = Account.table(database.open())
    const ada = { mail: 'ada@x', balance: Decimal.from('1.5') }
    expect(await accounts.insert(1, ada)).toEqual({ id: 1, ...ada })
    expect(await failure(() => accounts.insert(2, { ...ada, mail: 'ada' }))).toMatchObject({
      kind: 'constraint',
      details: { reason: 'check', constraint: 'email_check' },
    })
  })
})

describe('a pool of somebody else keeps the settings of its sessions', () => {
  test('values are read whatever zone and interval style a session has', async () => {
    await database.sql(`
      create table kept (id int4 primary key, at timestamptz, len interval, per interval);
      insert into kept values (1, '2026-11-22T14:00:00.123456Z', '-26:00:00.5', '1 year 2 mons 3 days 04:05:06'),
        (2, '1890-01-01T00:00:00Z', '1 day 02:00', '-3 days'), (3, null, '00:00', '00:00')`)
    class Kept extends Entity('kept', {
      id: col(int).id(),
      at: col(instant).optional(),
      len: col(duration),
      per: col(period),
    }) {}
    const pool = new pg.Pool({ connectionString: database.url, options: '-c TimeZone=Asia/Kolkata' })
    try {
      const rows = await Kept.table(postgres({ pool }), { columns: { per: periodAsInterval } })
        .orderBy(k => k.id)
        .list()
      expect(rows.map(({ at, len, per }) => [at?.toString(), len.toString(), per.toString()])).toEqual([
        ['2026-11-22T14:00:00.123456Z', '-PT26H0.5S', 'P1Y2M3DT4H5M6S'],
        ['1890-01-01T00:00:00Z', 'PT26H', '-P3D'],
        [undefined, 'PT0S', 'PT0S'],
      ])
      const { rows: settings } = await pool.query('show TimeZone')
      expect(settings).toEqual([{ TimeZone: 'Asia/Kolkata' }])
    } finally {
      await pool.end()
    }
  })
})
