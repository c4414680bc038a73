import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import {
  avg,
  bool,
  col,
  count,
  Decimal,
  decimal,
  Entity,
  float,
  instant,
  int,
  json,
  max,
  plainDate,
  plainDateTime,
  plainTime,
  sum,
  Temporal,
  text,
  type Type,
  uuid,
} from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { duckdb, type DuckdbOptions } from '@vantage-ts/duckdb'
import { table } from '@vantage-ts/duckdb/sql'
import { afterAll, afterEach, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vantage-duckdb-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const closing: AsyncDisposable[] = []
afterEach(async () => {
  for (const source of closing.splice(0)) await source[Symbol.asyncDispose]()
})

function open(files: NonNullable<DuckdbOptions['files']>) {
  const source = duckdb({ files, threads: 2 })
  closing.push(source)
  return source
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
  return path
}

const parquet = fileURLToPath(new URL('../../../node_modules/vega-datasets/data/flights-3m.parquet', import.meta.url))

class Flight extends Entity('flights', {
  date: col(instant),
  delay: col(int),
  distance: col(int),
  origin: col(text),
  destination: col(text),
}) {}

class Item extends Entity('items', {
  id: col(int).id(),
  name: col(text).optional(),
  price: col(decimal).optional(),
  weight: col(float).optional(),
  isNew: col(bool).named('is_new').optional(),
  at: col(instant).optional(),
  day: col(plainDate).optional(),
}) {}
const header = 'id,name,price,weight,is_new,at,day\n'

test('three million rows of a Parquet file are a table: conditions, groups, order and pages', async () => {
  const flights = Flight.table(open({ flights: parquet }))
  expect(await flights.count()).toBe(3_000_000)
  const origins = await flights
    .groupBy('origin')
    .aggregate({ flights: count(), mean: avg(f => f.delay), last: max(f => f.date) })
    .list()
  expect(origins.length).toBe(229)
  expect(origins.reduce((all, { flights: some }) => all + some, 0)).toBe(3_000_000)
  const late = flights.where(f => f.origin.eq('SEA').and(f.delay.gt(600)))
  expect(await late.count()).toBeGreaterThan(0)
  const [latest] = await late
    .orderBy(f => f.delay.desc())
    .limit(1)
    .list()
  expect(latest?.delay).toBe(await late.max(f => f.delay))
  expect(latest).toBeInstanceOf(Flight)
})

test('a CSV file is read by the types of the entity; an empty field is null and "" is an empty text', async () => {
  const items = write(
    'items.csv',
    `${header}1,"a, ""b""",1.10,0.5,true,2001-02-03T04:05:06.000007Z,2001-02-03\n2,"",,,,,\n3,,-0.000000000000000001,1e3,false,1969-12-31 23:59:59+00,0001-01-01\n`,
  )
  const table = Item.table(open({ items }))
  expect(await table.orderBy(i => i.id).list()).toEqual([
    {
      id: 1,
      name: 'a, "b"',
      price: Decimal.from('1.10'),
      weight: 0.5,
      isNew: true,
      at: Temporal.Instant.from('2001-02-03T04:05:06.000007Z'),
      day: Temporal.PlainDate.from('2001-02-03'),
    },
    { id: 2, name: '', price: null, weight: null, isNew: null, at: null, day: null },
    {
      id: 3,
      name: null,
      price: Decimal.from('-0.000000000000000001'),
      weight: 1000,
      isNew: false,
      at: Temporal.Instant.from('1969-12-31T23:59:59Z'),
      day: Temporal.PlainDate.from('0001-01-01'),
    },
  ])
  expect(await table.where(i => i.price.gt(Decimal.from('1'))).fieldValues(i => i.id)).toEqual([1])
  expect((await table.get(2))?.name).toBe('')
})

test('options of CSV: delimiter, quotation marks, the text that means null; tabs and gzip by the ending', async () => {
  class Pair extends Entity('pairs', { id: col(int).id(), name: col(text).optional() }) {}
  const odd = write('odd.txt', "id;name\n1;'a;b'\n2;NA\n")
  const tabs = write('tabs.tsv.gz', gzipSync('id\tname\n1\ta\n'))
  const pairs = (file: Parameters<typeof open>[0][string]) =>
    Pair.table(open({ pairs: file }))
      .orderBy(p => p.id)
      .list()
  expect(await pairs({ csv: odd, delimiter: ';', quote: "'", nullText: 'NA' })).toEqual([
    { id: 1, name: 'a;b' },
    { id: 2, name: null },
  ])
  expect(await pairs(tabs)).toEqual([{ id: 1, name: 'a' }])
})

test('JSON: an array or one object per line; what is missing is null, a decimal may be a text', async () => {
  class Doc extends Entity('docs', {
    id: col(int).id(),
    name: col(text).optional(),
    price: col(decimal).optional(),
    tags: col(json).optional(),
  }) {}
  const rows = [
    { id: 1, name: 'a', price: '12345678901234567.123456789', tags: ['x', { y: 1 }] },
    { id: 2, price: 1.1 },
  ]
  const expected = [
    { id: 1, name: 'a', price: Decimal.from('12345678901234567.123456789'), tags: ['x', { y: 1 }] },
    { id: 2, name: null, price: Decimal.from('1.1'), tags: null },
  ]
  for (const docs of [
    write('docs.json', JSON.stringify(rows)),
    write('docs.ndjson', rows.map(row => JSON.stringify(row)).join('\n')),
  ])
    expect(
      await Doc.table(open({ docs }))
        .orderBy(d => d.id)
        .list(),
    ).toEqual(expected)
})

test('files join each other and tables of the database', async () => {
  class Airport extends Entity('airports', { iata: col(text).id(), city: col(text) }) {}
  const airports = write('airports.csv', 'iata,city\nSEA,Seattle\nLAX,Los Angeles\n')
  const source = open({ flights: parquet, airports })
  const found = await Flight.table(source)
    .where(f => f.delay.gt(800))
    .join(Airport.table(source), (f, a) => f.origin.eq(a.iata))
    .select((f, a) => ({ delay: f.delay, city: a.city }))
    .list()
  expect(found.length).toBeGreaterThan(0)
  expect(new Set(found.map(({ city }) => city)).size).toBeLessThanOrEqual(2)
})

test('builders read files by the names of their tables, and as sets', async () => {
  const items = write('built.csv', `${header}1,a,1.50,,,,\n2,b,,,,,\n`)
  const source = open({ items })
  const q = source.query()
  const i = table('items', 'i')
  expect(await q.select(i('id'), i('name')).from(i).where(i('price').gt(1)).run()).toEqual([{ id: 1n, name: 'a' }])
  const set = q.rowsOf(
    Item.table(source).where(item => item.id.gt(1)),
    's',
  )
  expect(await q.select({ id: set.id }).from(set).run()).toEqual([{ id: 2n }])
  const all = q.rowsOf(Item.table(source), 'a')
  expect(await q.select({ price: all.price }).from(all).run()).toEqual([
    { price: Decimal.from('1.5') },
    { price: null },
  ])
  expect((await failure(() => q.deleteFrom(i).everything().run())).kind).toBe('unsupported')
  expect((await failure(() => q.update(all).set({ name: 'x' }).everything().run())).kind).toBe('unsupported')
})

test('a path is what it says unless it is a pattern; several paths are one table', async () => {
  class Row extends Entity('rows', { id: col(int).id() }) {}
  const plain = write('many/a.csv', 'id\n1\n')
  const other = write('many/b.csv', 'id\n2\n')
  const hostile = write("many/it's [1] *?.csv", 'id\n3\n')
  const ids = (file: Parameters<typeof open>[0][string]) =>
    Row.table(open({ rows: file }))
      .orderBy(r => r.id)
      .fieldValues(r => r.id)
  expect(await ids({ csv: [plain, other] })).toEqual([1, 2])
  expect(await ids(hostile)).toEqual([3])
  expect(await ids({ csv: join(folder, 'many/*.csv'), glob: true })).toEqual([1, 2, 3])
  expect((await failure(() => ids(join(folder, 'many/*.csv')))).kind).toBe('not-found')
})

test('a file is only read: every write is refused and nothing is sent', async () => {
  const items = write('only-read.csv', `${header}1,a,,,,,\n`)
  const source = open({ items })
  const sent: string[] = []
  source.on('statement', ({ text: sql }) => sent.push(sql))
  const table = Item.table(source)
  for (const work of [
    () => table.insert(2, { name: 'b' }),
    () => table.patch(1, { name: 'b' }),
    () => table.replace(1, { name: 'b' }),
    () => table.delete(1),
    () => table.where(i => i.name.eq('a')).deleteAll(),
    () =>
      table
        .where(i => i.name.eq('a'))
        .updateQuery()
        .set(i => i.name, 'c')
        .run(),
    () => table.insertMany([{ id: 3 }]),
  ]) {
    const error = await failure(work)
    expect([error.kind, error.message]).toEqual(['unsupported', expect.stringContaining('items is a file')])
  }
  expect(sent).toEqual([])
  expect(readFileSync(items, 'utf8')).toBe(`${header}1,a,,,,,\n`)
})

const whole = readFileSync(parquet)
const bad: readonly (readonly [
  what: string,
  file: () => Parameters<typeof open>[0][string],
  kind: string,
  reason: string,
  says: string,
])[] = [
  ['a missing file', () => join(folder, 'none.parquet'), 'not-found', 'no-file', 'none.parquet'],
  [
    'no Parquet',
    () => ({ parquet: write('text.parquet', 'hello, I am a text of some length') }),
    'invalid',
    'unreadable-parquet',
    'text.parquet',
  ],
  [
    'a cut Parquet file',
    () => write('cut.parquet', whole.subarray(0, 100_000)),
    'invalid',
    'unreadable-parquet',
    'cut.parquet',
  ],
  [
    'a damaged Parquet file',
    () => {
      const damaged = Uint8Array.from(whole.subarray())
      damaged.fill(0xaa, 50_000, 90_000)
      return write('damaged.parquet', damaged)
    },
    'invalid',
    'unreadable-parquet',
    'damaged.parquet',
  ],
]
test.each(bad)('%s is an error that names it', async (_, file, kind, reason, says) => {
  const error = await failure(() =>
    Flight.table(open({ flights: file() }))
      .groupBy('origin')
      .aggregate({ last: max(f => f.date), total: sum(f => f.delay) })
      .list(),
  )
  expect([error.kind, error.details.reason]).toEqual([kind, reason])
  expect(error.message).toContain(says)
})

const wrongLines: readonly (readonly [what: string, line: string, kind: string, says: string])[] = [
  ['a word where a number is wanted', 'one,a,,,,,', 'invalid', 'line 3'],
  ['a fraction where a whole number is wanted', '1.5,a,,,,,', 'type-mismatch', 'column "id"'],
  ['a number beyond 64 bits', '99999999999999999999999,a,,,,,', 'invalid', 'line 3'],
  ['a decimal finer than there is room for', '2,a,0.0000000000000000001,,,,', 'type-mismatch', 'column "price"'],
  ['a word where a decimal is wanted', '2,a,dear,,,,', 'type-mismatch', 'column "price"'],
  ['no truth value', '2,a,,,maybe,,', 'invalid', 'line 3'],
  ['no moment', '2,a,,,,yesterday,', 'type-mismatch', 'column "at"'],
  ['no date', '2,a,,,,,2001-02-30', 'invalid', 'line 3'],
]
test.each(wrongLines)('CSV: %s fails the read and tells where, not what', async (_, line, kind, says) => {
  const items = write('wrong.csv', `${header}1,a,,,,,\n${line}\n`)
  const error = await failure(() => Item.table(open({ items })).list())
  expect(error.kind).toBe(kind)
  expect(error.message).toContain(says)
  for (const secret of ['maybe', 'yesterday', 'dear', '99999'])
    expect(`${error.message}${String(error.cause)}`).not.toContain(secret)
})

test('CSV: no type takes what is none of its values for null', async () => {
  for (const type of [bool, float, decimal, int, instant, plainDate, plainTime, plainDateTime, uuid, json]) {
    class Held extends Entity('held', {
      id: col(int).id(),
      held: col(unchecked<Type<unknown, 'text'>>(type, 'a name that the compiler knows')).optional(),
    }) {}
    const held = write(`held.csv`, 'id,held\n1,{oops\n')
    expect((await failure(() => Held.table(open({ held })).list())).kind, type.name).toMatch(/invalid|type-mismatch/)
  }
})

test('CSV: other columns than declared, too many fields, no line at all', async () => {
  for (const content of ['id;name\n1;a\n', 'x,y\n1,2\n', '', `${header}1,a,,,,,,8,9\n`]) {
    const error = await failure(() => Item.table(open({ items: write('other.csv', content) })).list())
    expect([error.kind, error.details.reason]).toEqual(['invalid', 'malformed-csv'])
  }
})

test('JSON: broken documents and values of another type', async () => {
  class Doc extends Entity('docs', { id: col(int).id(), name: col(text).optional() }) {}
  const outcome = async (content: string) => {
    const error = await failure(() => Doc.table(open({ docs: write('broken.json', content) })).list())
    return [error.kind, error.details.reason]
  }
  expect(await outcome('[{"id":1},{"id":')).toEqual(['invalid', 'malformed-json'])
  expect(await outcome('hello')).toEqual(['invalid', 'malformed-json'])
  expect(await outcome('[{"id":1.5}]')).toEqual(['type-mismatch', undefined])
  expect(await outcome('[{"id":"one"}]')).toEqual(['type-mismatch', undefined])
  expect(await outcome('[{"id":1,"name":7}]')).toEqual(['type-mismatch', undefined])
})

test('what names no file is refused when the source is opened', () => {
  const refused: readonly (readonly [file: unknown, says: string])[] = [
    ['data.xlsx', 'nothing tells the format'],
    [{ path: 'a.csv' }, 'names no format'],
    [{ csv: '' }, 'is a path'],
    [{ csv: [] }, 'names no path'],
    [{ csv: 'a.csv', delimitre: ';' }, 'did you mean'],
    [{ csv: 'a.csv', delimiter: ';;' }, 'one character'],
    [7, 'is a path'],
  ]
  for (const [file, says] of refused)
    expect(() => duckdb({ files: { t: file as never } })).toThrow(new RegExp(says, 'i'))
  expect(() => duckdb({ fiels: {} } as never)).toThrow(/there is no option "fiels"/)
})
