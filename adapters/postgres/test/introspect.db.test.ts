import { Decimal, Temporal, VantageError } from '@vantage-ts/core'
import { dynamicTable, type Introspection, printEntities, type TableDefinition } from '@vantage-ts/core/dynamic'
import { introspect } from '@vantage-ts/postgres'
import { beforeAll, expect, test } from 'vitest'
import { testDatabase } from './database.ts'

const database = testDatabase()

beforeAll(async () => {
  await database.sql(`
    CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
    CREATE DOMAIN email AS varchar(80) CHECK (VALUE LIKE '%@%');
    CREATE DOMAIN needed AS email NOT NULL DEFAULT 'a@b';
    CREATE DOMAIN price AS numeric(12, 2);
    CREATE TYPE pair AS (a int, b int);
    CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
    CREATE TABLE everything (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      small int2 NOT NULL, whole int4, large int8, serial serial,
      exact numeric, money numeric(12, 2), rounded numeric(5, -2), cost price, single float4, double float8,
      yes bool NOT NULL DEFAULT false, key uuid DEFAULT gen_random_uuid(),
      word text, short varchar(10), fixed char(3), folded text COLLATE folded,
      at timestamptz, local timestamp, day date, clock time, length interval, zoned timetz,
      data bytea, doc json, docs jsonb, feeling mood, mail email, must needed,
      numbers int4[], words text[], moods mood[], mails email[], grid numeric(4, 1)[],
      two pair, boths pair[], span int4range, host inet, search tsvector, spot point, bits bit(3), cash money,
      twice int4 GENERATED ALWAYS AS (small * 2) STORED
    );
    ALTER TABLE everything DROP COLUMN rounded;
    CREATE TABLE pairs (a int, b text, n int NOT NULL, extra int, PRIMARY KEY (b, a) INCLUDE (extra));
    CREATE TABLE ranges (span int4range PRIMARY KEY, n int);
    CREATE VIEW grown AS SELECT id, small, word FROM everything WHERE small >= 18;
    CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n FROM everything;
    CREATE SCHEMA "Bill'ing";
    CREATE TABLE "Bill'ing".everything (id int PRIMARY KEY);
    CREATE TABLE "Bill'ing"."hos""tile" ("a b" int PRIMARY KEY, "select" text, "x""y" text, "__proto__" int, "constructor" int);
    CREATE TABLE parts (day date NOT NULL, n int) PARTITION BY RANGE (day);
    CREATE TABLE parts_2026 PARTITION OF parts FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE empty ();
  `)
})

const tableIn = ({ tables }: Introspection, name: string, schema?: string): TableDefinition =>
  tables.find(table => table.entity === name && table.schema === schema) ?? expect.fail(`no table ${name}`)

test('finds the tables of all schemas, in the types that this adapter reads', async () => {
  const found = await introspect(database.open())
  expect(found.tables.map(({ schema, entity }) => [schema, entity])).toEqual([
    [undefined, 'everything'],
    [undefined, 'grown'],
    [undefined, 'kept'],
    [undefined, 'pairs'],
    [undefined, 'parts'],
    [undefined, 'ranges'],
    ["Bill'ing", 'everything'],
    ["Bill'ing", 'hos"tile'],
  ])
  const optional = { isOptional: true }
  const members = ['sad', "it's ok", 'happy']
  expect(tableIn(found, 'everything').columns).toEqual([
    { property: 'id', type: 'bigint', isId: true, isGenerated: true },
    { property: 'small', type: 'int' },
    { property: 'whole', type: 'int', ...optional },
    { property: 'large', type: 'bigint', ...optional },
    { property: 'serial', type: 'int', isGenerated: true },
    { property: 'exact', type: 'decimal', ...optional },
    { property: 'money', type: 'decimal', precision: 12, scale: 2, ...optional },
    { property: 'cost', type: 'decimal', precision: 12, scale: 2, ...optional },
    { property: 'single', type: 'float', ...optional },
    { property: 'double', type: 'float', ...optional },
    { property: 'yes', type: 'bool', isGenerated: true },
    { property: 'key', type: 'uuid', ...optional, isGenerated: true },
    { property: 'word', type: 'text', ...optional },
    { property: 'short', type: 'text', ...optional },
    { property: 'fixed', type: 'text', ...optional },
    { property: 'folded', type: 'text', ...optional, collation: 'unknown' },
    { property: 'at', type: 'instant', ...optional },
    { property: 'local', type: 'plainDateTime', ...optional },
    { property: 'day', type: 'plainDate', ...optional },
    { property: 'clock', type: 'plainTime', ...optional },
    { property: 'length', type: 'duration', ...optional },
    { property: 'data', type: 'bytes', ...optional },
    { property: 'doc', type: 'json', ...optional },
    { property: 'docs', type: 'json', ...optional },
    { property: 'feeling', type: 'enum', members, ...optional },
    { property: 'mail', type: 'text', ...optional },
    { property: 'must', type: 'text', isGenerated: true },
    { property: 'numbers', type: 'array', item: { type: 'int' }, ...optional },
    { property: 'words', type: 'array', item: { type: 'text' }, ...optional },
    { property: 'moods', type: 'array', item: { type: 'enum', members }, ...optional },
    { property: 'mails', type: 'array', item: { type: 'text' }, ...optional },
    { property: 'grid', type: 'array', item: { type: 'decimal', precision: 4, scale: 1 }, ...optional },
    { property: 'twice', type: 'int', ...optional, isGenerated: true },
  ])
  expect(tableIn(found, 'pairs').columns).toEqual([
    { property: 'a', type: 'int', isId: true },
    { property: 'b', type: 'text', isId: true },
    { property: 'n', type: 'int' },
    { property: 'extra', type: 'int', ...optional },
  ])
  expect(tableIn(found, 'ranges').columns).toEqual([{ property: 'n', type: 'int', ...optional }])
  expect(found.left.map(({ table, column, vendorType }) => `${table}.${column} ${vendorType}`)).toEqual([
    'everything.zoned time with time zone',
    'everything.two pair',
    'everything.boths pair[]',
    'everything.span int4range',
    'everything.host inet',
    'everything.search tsvector',
    'everything.spot point',
    'everything.bits bit(3)',
    'everything.cash money',
    'ranges.span int4range',
  ])
})

test('gives tables to work with', async () => {
  const db = database.open()
  const found = await introspect(db)
  const table = dynamicTable(db, tableIn(found, 'everything'))
  const row = {
    small: 20,
    whole: 7,
    large: 2n ** 60n,
    exact: Decimal.from('1.23456789'),
    money: Decimal.from('19.99'),
    cost: Decimal.from('0.5'),
    single: 0.5,
    double: 0.1,
    word: 'Doc',
    short: 'short',
    fixed: 'abc',
    folded: 'Doc',
    at: Temporal.Instant.from('2026-11-22T10:00:00.123456Z'),
    local: Temporal.PlainDateTime.from('2026-11-22T10:00'),
    day: Temporal.PlainDate.from('2026-11-22'),
    clock: Temporal.PlainTime.from('10:00'),
    length: Temporal.Duration.from('PT1H30M'),
    data: Uint8Array.of(1, 2),
    doc: { a: [1] },
    docs: { b: null },
    feeling: "it's ok",
    mail: 'a@b',
    numbers: [1, 2],
    words: ['a', '"', 'NULL'],
    mails: ['c@d'],
    grid: [Decimal.from('1.5')],
  }
  const id = await table.insertReturningId(row)
  expect(id).toBe(1n)
  // The adapter binds arrays of enums as texts, which PostgreSQL does not take: they are read only.
  await database.sql(`UPDATE everything SET moods = '{sad,it''s ok}'`)
  const refused: unknown = await table.patch(id, { moods: ['sad'] }).catch((error: unknown) => error)
  expect(VantageError.is(refused) && refused.kind).toBe('type-mismatch')
  const stored = await table.get(id)
  expect(stored).toMatchObject({
    yes: false,
    serial: 1,
    must: 'a@b',
    twice: 40,
    words: row.words,
    moods: ['sad', "it's ok"],
    mails: row.mails,
  })
  for (const [name, value] of Object.entries(row)) expect(String(stored?.[name]), name).toBe(String(value))
  const { length: _length, ...rest } = row
  expect(await table.patch(id, { ...rest, small: 21 })).toMatchObject({ small: 21 })
  for (const name of Object.keys(row).filter(each => !['small', 'single'].includes(each)))
    expect(await table.where(table.column(name).eq(Reflect.get(row, name))).count(), name).toBe(1)
  expect(String(await table.sum(table.column('money')))).toBe('19.99')
  expect(await table.where(table.column('folded').eq('doc')).count()).toBe(1)
  expect(await table.where(table.column('word').eq('doc')).count()).toBe(0)
  expect(await dynamicTable(db, tableIn(found, 'grown')).listValues()).toEqual([{ id: 1n, small: 21, word: 'Doc' }])
  const pairs = dynamicTable(db, tableIn(found, 'pairs'))
  await pairs.insert({ a: 1, b: 'x' }, { n: 5 })
  expect(await pairs.get({ a: 1, b: 'x' })).toEqual({ a: 1, b: 'x', n: 5, extra: null })
})

test('whatever names there are', async () => {
  const db = database.open()
  const hostile = dynamicTable(db, tableIn(await introspect(db), 'hos"tile', "Bill'ing"))
  await hostile.insert(1, { select: 's', 'x"y': 'q', __proto___: 3, constructor: 4 })
  expect(await hostile.where(hostile.column('x"y').eq('q')).list()).toEqual([
    { 'a b': 1, select: 's', 'x"y': 'q', __proto___: 3, constructor: 4 },
  ])
})

test('takes only what was asked for; a schema on the search path is not named', async () => {
  const names = async (options?: Parameters<typeof introspect>[1], schema?: string) =>
    (await introspect(database.open(schema === undefined ? {} : { schema }), options)).tables.map(
      ({ entity, schema: place }) => [place, entity],
    )
  const [here, there] = [
    [undefined, 'everything'],
    ["Bill'ing", 'everything'],
  ]
  expect(await names({ tables: ['everything'] })).toEqual([here, there])
  expect(await names({ schema: "Bill'ing", tables: ['everything'] })).toEqual([there])
  expect(await names({ schema: ["Bill'ing"], tables: ['everything'] }, "Bill'ing")).toEqual([here])
  expect(await names({ schema: 'none' })).toEqual([])
  const missing: unknown = await introspect(database.open(), { tables: ['evrything'] }).catch((error: unknown) => error)
  expect(VantageError.is(missing) && [missing.kind, missing.message]).toEqual([
    'not-found',
    'there is no table "evrything". Did you mean "everything"?',
  ])
})

test('printed classes say what was found', async () => {
  const found = await introspect(database.open(), { tables: ['pairs', 'ranges', 'hos"tile', 'grown'] })
  expect(printEntities(found)).toMatchInlineSnapshot(`
    "import { bigint, col, Entity, int, text } from '@vantage-ts/core'

    export class Grown extends Entity('grown', {
      id: col(bigint).optional(),
      small: col(int).optional(),
      word: col(text).optional(),
    }) {}

    export class Pairs extends Entity('pairs', {
      a: col(int).id(),
      b: col(text).id(),
      n: col(int),
      extra: col(int).optional(),
    }) {}

    export class Ranges extends Entity('ranges', {
      n: col(int).optional(),
      // left: 'ranges'.'span' int4range (no type of Vantage holds it)
    }) {}

    /** HosTile.table(db, { schema: 'Bill\\'ing' }) */
    export class HosTile extends Entity('hos"tile', {
      aB: col(int).id().named('a b'),
      select: col(text).optional(),
      xY: col(text).optional().named('x"y'),
      proto: col(int).optional().named('__proto__'),
      constructor2: col(int).optional().named('constructor'),
    }) {}
    "
  `)
})
