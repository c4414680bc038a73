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
  type Has,
  type Holds,
  instant,
  instantMs,
  instantNs,
  int,
  json,
  now,
  period,
  plainDate,
  plainDateTime,
  plainTime,
  Temporal,
  text,
  type TransactionSource,
  uuid,
  type VantageError,
} from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import { openAround, unchecked } from '@vantage-ts/core/adapter'
import { mock, record, replay, replayFile } from '@vantage-ts/mock'
import { sqlite } from '@vantage-ts/sqlite'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { rawFromJson, rawToJson } from '../src/raw-json.ts'
import { failureOf } from './failure-of.ts'
import { Customer, debt, Order, placeOrder, type ShopSource } from './shop.ts'

const money = (amount: string): Decimal => Decimal.from(amount)

class Everything extends Entity('everything', {
  id: col(int).id(),
  text: col(text),
  bigint: col(bigint),
  float: col(float),
  bool: col(bool),
  decimal: col(decimal),
  uuid: col(uuid),
  instant: col(instant),
  instantMs: col(instantMs),
  instantNs: col(instantNs),
  plainDate: col(plainDate),
  plainTime: col(plainTime),
  plainDateTime: col(plainDateTime),
  duration: col(duration),
  period: col(period),
  bytes: col(bytes),
  json: col(json).optional(),
  geometry: col(geometry),
  enum: col(enumOf('a', "b 'c'")),
  array: col(arrayOf(arrayOf(decimal))),
}) {}

const extreme = {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: text that looks like one
  text: 'quote " \\ \n ? *** 🦊 ${x}',
  bigint: -(2n ** 63n),
  float: 5e-324,
  bool: false,
  decimal: money('-123456789012345678901234567890.000000000012345678901'),
  uuid: '0188A0F0-0000-7000-8000-ffffffffffff',
  instant: Temporal.Instant.from('9999-12-31T23:59:59.999999Z'),
  instantMs: Temporal.Instant.from('0000-01-01T00:00:00.001Z'),
  instantNs: Temporal.Instant.from('2026-01-01T00:00:00.123456789Z'),
  plainDate: Temporal.PlainDate.from('0000-02-29'),
  plainTime: Temporal.PlainTime.from('23:59:59.999999'),
  plainDateTime: Temporal.PlainDateTime.from('2026-11-27T09:30:00.000001'),
  duration: Temporal.Duration.from('-PT100H0.000001S'),
  period: Temporal.Duration.from('P1Y2M3W4DT5H'),
  bytes: new Uint8Array([0, 255, 10, 13]),
  json: { b: [1, null, { $bigint: 'x' }], a: 'ä' },
  geometry: { type: 'Polygon', coordinates: [[[0, 0], [1.5, 0], [1, 1], [0, 0]]] } as const, // biome-ignore format: one line
  enum: "b 'c'" as const,
  array: [[money('1.50')], []],
}

const rowOf = (row: Everything | undefined): object =>
  Object.fromEntries(
    Object.entries(Everything.fields).map(([name, { facts }]) => {
      const value: unknown = Reflect.get(Object(row), name)
      return [name, value === null ? null : facts.type.toText(value)]
    }),
  )

const createEverything = Object.keys(Everything.fields)
  .map(name => (name === 'id' ? 'id integer primary key' : `"${name}"`))
  .join(', ')

/** Any source that can hold every type of ours. */
interface EverySource extends ShopSource {
  readonly '~holds': Holds<(typeof Everything)['~records']['types']>['~holds']
}

/** Writes and reads every glue type, by values too. */
async function everyType(db: EverySource): Promise<readonly unknown[]> {
  const table = Everything.table(db)
  const written = await table.insert(1, extreme)
  const { json: _json, geometry: _geometry, array: _array, ...comparable } = extreme
  let same = table.where(row => row.id.eq(1))
  for (const [name, value] of Object.entries(comparable)) same = same.where(row => Reflect.get(row, name).eq(value))
  return [rowOf(written), rowOf(await table.get(1)), await same.count(), (await table.patch(1, { json: null })).json]
}

test('every glue type at its extremes comes back from a recording exactly as from the database', async () => {
  await using db = sqlite({ file: ':memory:' })
  await db.expr(Object.assign([`create table everything (${createEverything})`], { raw: [] })).run()
  const recorded = record(db)
  const answers = await everyType(recorded.source)
  expect(answers[2]).toBe(1)
  const mock = replay(recorded.text())
  expect(await everyType(mock)).toEqual(answers)
  mock.verify()
})

async function openShop() {
  const db = sqlite({ file: ':memory:', name: 'shop' })
  await db.expr`create table customers (id integer primary key, name text not null, city text, "limit" text not null)`.run() // biome-ignore format: one line
  await db.expr`create table orders (
    id integer primary key, customerId integer not null references customers, total text not null, state text not null, note text
  )`.run()
  await db.expr`pragma foreign_keys = on`.run()
  await Customer.table(db).insertMany([{ id: 1, name: 'Ann', city: 'Riga' }, { id: 2, name: 'Bob' }]) // biome-ignore format: one line
  return db
}

/** An error but for the text of its statement, which is that of the source. */
const withoutText = ({ kind, message, retry, details: { statement, ...details } }: VantageError): object => ({ kind, message, retry, details }) // biome-ignore format: one line

/** What happens in the shop, errors included. */
async function day(db: ShopSource): Promise<readonly unknown[]> {
  const refused = await failureOf(() => placeOrder(db, 2, 1, money('1000')))
  return [
    (await placeOrder(db, 1, 1, money('60.5'))).total,
    String(await debt(db, 1)),
    (await placeOrder(db, 3, 1, money('39.5'))).total,
    String(await debt(db, 1)),
    [refused.kind, refused.message],
    withoutText(await failureOf(() => Order.table(db).insert(9, { customerId: 99, total: money('1') }))),
    await Order.table(db).where(order => order.total.lt(money('50'))).fieldValues(order => order.id), // biome-ignore format: one line
  ]
}

test('a day of the shop is recorded from a real database and replayed: answers, errors, transactions, one answer after the other', async () => {
  await using db = await openShop()
  const recorded = record(db)
  const answers = await day(recorded.source)
  expect(answers.slice(1, 4)).toEqual(['60.5', money('39.5'), '100'])
  expect(answers[5]).toMatchObject({ kind: 'constraint', details: { reason: 'foreign-key' } })
  const mock = replay(recorded.text(), { name: 'shop' })
  expect(await day(mock)).toEqual(answers)
  mock.verify()
  expect(mock.sent.filter(({ kind }) => kind === 'step').map(({ text }) => text)).toEqual(
    ['begin', 'rollback', 'begin', 'commit', 'begin', 'commit'], // biome-ignore format: one line
  )
})

test('the file can be read: one row on a line, statements in neutral text', async () => {
  await using db = await openShop()
  const recorded = record(db)
  await Customer.table(recorded.source).orderBy(customer => customer.id).list() // biome-ignore format: one line
  await Customer.table(recorded.source).patch(2, { city: 'Tartu' })
  const [head, body] = recorded.text().split('  "statements": ')
  expect(head).toContain('"vantageRecording": 1,\n  "source": "shop",\n  "can": ["read",')
  expect(body).toBe(`[
    {
      "statement": "select * from customers order by id",
      "rows": [
        {"id":1,"name":"Ann","city":"Riga","limit":"100"},
        {"id":2,"name":"Bob","city":null,"limit":"100"}
      ]
    },
    {
      "statement": "update customers set city = \\"Tartu\\" where id = 2",
      "count": 1,
      "rows": [
        {"id":2,"name":"Bob","city":"Tartu","limit":"100"}
      ]
    }
  ]
}
`)
})

test('streams, vendor text and moments are replayed; what is sent once more than it was recorded is refused', async () => {
  await using db = await openShop()
  const recorded = record(db)
  const work = async (source: typeof db): Promise<unknown> => {
    const names: string[] = []
    for await (const { name } of Customer.table(source).stream({ batchRows: 1 })) names.push(name)
    const raw = await source.expr`select ${1} as a, x'00ff' as b, 1e999 as c, null as d`.run()
    return [names, [...Object(raw)[0].b, Object(raw)[0].c], await Customer.table(source).where(() => now().gt(Temporal.Instant.from('2020-01-01T00:00Z'))).count()] // biome-ignore format: one line
  }
  const answers = await work(recorded.source)
  const mock = replay(recorded.text(), { place: 'shop.json' })
  expect(await work(unchecked(mock, 'it stands for the database'))).toEqual(answers)
  mock.verify()
  const failure = await failureOf(() => Customer.table(mock).where(() => now().gt(Temporal.Instant.from('2020-01-01T00:00Z'))).count()) // biome-ignore format: one line
  expect(failure).toMatchObject({ kind: 'unexpected-query', details: { file: 'shop.json' } })
  expect(failure.message).toContain('shop.json has one answer to this statement, and it was sent once more; record it again, or expect() it:') // biome-ignore format: one line
  expect(() => mock.verify()).toThrow('sent once more')
})

test('a statement that was not recorded is told of with the nearest that was; what nobody asked for fails verify', async () => {
  const db = memory({ tables: { customers: [{ id: 1, name: 'Ann', city: 'Riga', limit: money('5') }] } })
  const recorded = record(db)
  await Customer.table(recorded.source).where(customer => customer.city.eq('Riga')).list() // biome-ignore format: one line
  const mock = replay(recorded.text(), { name: 'db', place: 'x.json' })
  const { message } = await failureOf(() => Customer.table(mock).where(customer => customer.city.eq('Tartu')).list()) // biome-ignore format: one line
  expect(message).toContain('The nearest that it expects (x.json, statement 1) differs here:')
  expect(message).toContain(`db.expect('select * from customers where city = "Tartu"')`)
  expect(() => mock.verify()).toThrow('db has a recorded answer that nobody asked for:\n\n  select * from customers where city = "Riga"') // biome-ignore format: one line
})

test('values that the code makes anew each time may be any, in what is written and in what is compared', async () => {
  class Event extends Entity('events', { id: col(uuid).id(), kind: col(text), at: col(instant) }) {}
  const work = async (
    source: TransactionSource & { readonly can: Has<'read' | 'where' | 'insert'> } & {
      readonly '~holds': Holds<'uuid' | 'text' | 'instant'>['~holds']
    },
  ) => {
    const events = Event.table(source)
    const id = crypto.randomUUID()
    await events.insert(id, { kind: 'in', at: Temporal.Now.instant().round('microsecond') })
    await events.insertMany([{ id: crypto.randomUUID(), kind: 'out', at: Temporal.Now.instant().round('microsecond') }])
    return [(await events.get(id))?.kind, (await events.where(event => event.id.in([id])).fieldValues(event => event.kind))[0]] // biome-ignore format: one line
  }
  const recorded = record(memory(), { withAny: ['id', 'at'] })
  const answers = await work(recorded.source)
  expect(recorded.text()).toContain('insert into events (id, kind, at) values (?, \\"in\\", ?) unless there')
  const mock = replay(recorded.text())
  expect(await work(mock)).toEqual(answers)
  mock.verify()
  expect(await failureOf(() => work(mock))).toMatchObject({ kind: 'unexpected-query' })
  mock.forget()
  expect(await work(mock)).toEqual(answers)
})

test('more can be expected of a replayed mock, which comes first', async () => {
  const db = memory({ tables: { customers: [] } })
  const recorded = record(db)
  expect(await Customer.table(recorded.source).count()).toBe(0)
  const mock = replay(recorded.text())
  mock.expect(Customer.table(mock).countExpr()).value(7).once()
  expect([await Customer.table(mock).count(), await Customer.table(mock).count()]).toEqual([7, 0])
  mock.verify()
})

test('files are written and read; a missing one, damage and other versions are told of with their place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vantage-mock-'))
  try {
    const file = join(folder, 'shop.json')
    expect(await failureOf(() => replayFile(file))).toMatchObject({ kind: 'not-found', details: { file } })
    const recorded = record(memory({ tables: { customers: [{ id: 1, name: 'Ann', city: null, limit: money('5') }] } })) // biome-ignore format: one line
    await Customer.table(recorded.source).list()
    await recorded.save(file)
    expect(await failureOf(() => recorded.save(folder))).toMatchObject({ kind: 'invalid', details: { file: folder, code: 'EISDIR' } }) // biome-ignore format: one line
    expect((await Customer.table(await replayFile(file)).list())[0]?.label()).toBe('Ann of nowhere')
    const whole = recorded.text()
    const damages: readonly (readonly [text: string, message: RegExp])[] = [
      [whole.slice(0, -20), /is damaged: .*JSON.*; record it again$/],
      ['[]', /is no recording of a source; record it again$/],
      [whole.replace('"vantageRecording": 1', '"vantageRecording": 7'), /is a recording of version 7, and this package reads version 1;/], // biome-ignore format: one line
      [whole.replace('"source": "memory"', '"source": 1'), /it does not name its source/],
      [whole.replace('["read",', '["reed",'), /there is no ability "reed"/],
      [whole.replace('"can": [', '"can": [5, '), /"can" is no list of abilities/],
      [whole.replace(/"limits": .*,/, '"limits": 1,'), /"limits" is no object/],
      [whole.replace('"statements": [', '"statement": ['), /it has no list of statements/],
      [whole.replace('"statement": "select', '"said": "select'), /statement 1 has no text/],
      [whole.replace('"rows": [', '"error": 5, "rows": ['), /statement 1 has an error without kind, message and retry/],
      [whole.replace('"rows": [', '"error": {"kind":"nope","message":"m","retry":"safe"}, "rows": ['), /statement 1 has an error of a kind that there is not, "nope"/], // biome-ignore format: one line
      [whole.replace('"rows": [', '"error": {"kind":"timeout","message":"m","retry":"x"}, "rows": ['), /statement 1 has an error with an unknown retry, "x"/], // biome-ignore format: one line
      [whole.replace(/"maxInsertRows":\d+/, '"maxInsertRows":"a"'), /the limit "maxInsertRows" is no number from 1 up/],
      [whole.replace('"rows": [', '"count": -1, "rows": ['), /statement 1 has a count that is none/],
    ]
    for (const [text, message] of damages) {
      expect(text).not.toBe(whole)
      await writeFile(file, text)
      const failure = await failureOf(() => replayFile(file))
      expect(failure).toMatchObject({ kind: 'invalid', details: { file } })
      expect(failure.message).toMatch(message)
      expect(failure.message).toContain(file)
    }
    const cells: readonly (readonly [text: string, message: string])[] = [
      [whole.replace('"id":1', '"id":"x"'), 'shop: statement 1, row 1: "id" must be'],
      [
        whole.replace('"name":"Ann",', ''),
        'shop: statement 1, row 1 has no "name", which is read now; record it again',
      ],
    ]
    for (const [text, message] of cells) {
      const failure = await failureOf(() => Customer.table(replay(text, { place: 'shop' })).list())
      expect(failure).toMatchObject({ kind: 'invalid' })
      expect(failure.message).toContain(message)
    }
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('rows that cannot be read stay so, and may be left out', async () => {
  await using db = await openShop()
  await db.expr`insert into customers values (3, 'Cid', null, 'no number')`.run()
  const recorded = record(db)
  const skip = { onBadRow: 'skip' } as const
  const read = async (source: ShopSource) => [
    (await Customer.table(source).list(skip)).map(({ name }) => name),
    (await failureOf(() => Customer.table(source).get(3))).details.field,
  ]
  const answers = await read(recorded.source)
  expect(answers).toEqual([['Ann', 'Bob'], 'limit'])
  expect(recorded.text()).toContain('{"id":3,"name":"Cid","city":null,"$bad":{"limit":"no number"}}')
  expect(await read(replay(recorded.text()))).toEqual(answers)
})

test('what vendor text gives that a recording cannot hold fails the call, rather than to be left out', async () => {
  class Handle {}
  const handed = openAround(mock({ name: 'db' }), backend =>
    Object.assign(Object.create(backend), { run: () => ({ rows: [{ a: [new Handle()] }], count: 1 }) }),
  )
  const failure = await failureOf(() => record(handed).source.expr`select a`.run())
  expect(failure.message).toBe('row 1 of "`select a`".a[0] is no plain value, which a recording could hold; give the text a type with as(…), or read a set') // biome-ignore format: one line
  expect(failure.kind).toBe('unsupported')
})

test('values of vendor text come back as they were', () => {
  const values = [null, true, 'x', 1.5, -0, Number.NaN, Number.NEGATIVE_INFINITY, 12n, undefined, new Date(5), new Uint8Array([1]), { $bigint: 1, b: [{ c: 2n }] }] // biome-ignore format: one line
  const there = JSON.parse(JSON.stringify(rawToJson(values, 'x')))
  expect(rawFromJson(there)).toEqual(values)
  expect(() => rawFromJson({ $what: 1 })).toThrow('has an unknown form "$what"')
})
