import { execFile, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
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
  float,
  instant,
  int,
  json,
  plainDate,
  type Source,
  text,
  uuid,
  VantageError,
} from '@vantage-ts/core'
import { readFacts } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { copy, type CopyProgress } from '@vantage-ts/copy'
import { type Duckdb, duckdb } from '@vantage-ts/duckdb'
import { csv, ndjson } from '@vantage-ts/files'
import { type Postgres, postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { createDatabase, postgresWire, StatementProxy, type TestDatabase } from '@vantage-ts/test-servers'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { allSamples } from '../testing/adapter-kit/src/samples.ts'
import { openEach, testFolder } from './copying/sources.ts'
import { Visit } from './copying/visit.ts'

// Copies between sources of different kinds: each row comes as it is, or is refused.

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'))
})
afterAll(() => database.drop())

async function sql(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

const failure = async (work: () => unknown): Promise<VantageError> => {
  try {
    await work()
  } catch (thrown) {
    if (VantageError.is(thrown)) return thrown
    throw thrown
  }
  throw new Error('it was to fail')
}

describe('sets of any values, between any two sources', () => {
  class Thing extends Entity('things', {
    id: col(int).id(),
    name: col(text).optional(),
    score: col(float).optional(),
    big: col(bigint).optional(),
    price: col(decimal).optional(),
    at: col(instant).optional(),
    done: col(bool).optional(),
  }) {}
  const columns = {
    id: { sqlite: 'integer', postgres: 'int8', duckdb: 'bigint' },
    name: { sqlite: 'text', postgres: 'text', duckdb: 'varchar' },
    score: { sqlite: 'real', postgres: 'float8', duckdb: 'double' },
    big: { sqlite: 'integer', postgres: 'int8', duckdb: 'bigint' },
    price: { sqlite: 'text', postgres: 'numeric', duckdb: 'decimal(38, 12)' },
    at: { sqlite: 'text', postgres: 'timestamptz', duckdb: 'timestamptz' },
    done: { sqlite: 'integer', postgres: 'bool', duckdb: 'boolean' },
  }
  const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 })
  const rowOf = fc.record({
    id: fc.integer({ min: -(2 ** 53) + 1, max: 2 ** 53 - 1 }),
    name: optional(fc.string({ unit: 'binary', maxLength: 20 }).filter(value => !value.includes('\0'))),
    score: optional(fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0)),
    big: optional(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    price: optional(
      fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 })).map(([digits, scale]) => Decimal.ofScaled(digits, scale)), // biome-ignore format: one line
    ),
    at: optional(fc.integer({ min: -62_000_000_000, max: 253_000_000_000 }).map(seconds => instant.fromText(new Date(seconds * 1000).toISOString()))), // biome-ignore format: one line
    done: optional(fc.boolean()),
  })
  const byId = (a: { id: number }, b: { id: number }) => a.id - b.id

  test('come as they are, and once', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(rowOf, { selector: row => row.id, minLength: 1, maxLength: 40 }),
        fc.shuffledSubarray(['memory', 'sqlite', 'csv', 'postgres', 'duckdb'] as const, { minLength: 3 }),
        fc.integer({ min: 1, max: 50 }),
        async (rows, way, batchRows) => {
          const sources = await openEach('things', columns, database.url)
          const tables = way.map(name => Thing.table(sources[name]))
          const [first] = tables
          if (first === undefined) return
          await first.insertMany(rows)
          for (const [step, to] of tables.slice(1).entries()) {
            const from = tables[step] ?? first
            const work = copy(from.records(), to.records(), { batchRows })
            expect(await work.run()).toMatchObject({ read: rows.length, inserted: rows.length })
            expect(await work.run()).toMatchObject({ inserted: 0, alreadyThere: rows.length, isVerified: true })
            expect((await to.listValues()).sort(byId as never)).toEqual([...rows].sort(byId))
          }
        },
      ),
      { numRuns: 12 },
    )
  }, 120_000)
})

describe('values at the ends of their types', () => {
  /** What a database holds the values of an entity as; undefined for a type that it has no storage for. */
  const storageIn = (source: Source, entity: { table(source: never): unknown }): string | undefined => {
    try {
      const facts = readFacts(entity.table(source as never))
      return facts.columns.find(({ property }) => property === 'value')?.storage?.name
    } catch (thrown) {
      expect(thrown).toMatchObject({ kind: 'type-mismatch' })
      return undefined
    }
  }

  test.each(allSamples.filter(({ type }) => type.name !== 'array'))(
    '$name',
    async ({ type, ordinary, extreme }) => {
      class Held extends Entity('held', { id: col(int).id(), value: col(type) }) {}
      const types = {
        postgres: storageIn(postgres({ url: database.url }), Held),
        duckdb: storageIn(duckdb({}), Held),
      }
      const columns = {
        id: { sqlite: 'integer', postgres: 'int8', duckdb: 'bigint' },
        value: { sqlite: 'blob', postgres: types.postgres ?? 'text', duckdb: types.duckdb ?? 'varchar' },
      }
      const sources = await openEach('held', columns, database.url)
      const from = Held.table(sources.memory as never).records()
      const values = [...ordinary, ...extreme].filter(value => value !== null)
      await from.insertMany(values.map((value, id) => ({ id, value })))
      for (const name of ['sqlite', 'csv', 'postgres', 'duckdb'] as const) {
        // It does not compile, and is refused where nobody compiled it.
        if (Object.hasOwn(types, name) && types[name as keyof typeof types] === undefined) continue
        const to = Held.table(sources[name] as never).records()
        const work = copy(from, to, { onRefused: 'collect', batchRows: 7 })
        const { inserted, refused, refusals } = await work.run()
        expect(inserted + refused).toBe(values.length)
        expect(inserted).toBeGreaterThanOrEqual(ordinary.length)
        const gone = new Set(refusals.map(({ id }) => id))
        for (const { kind, field } of refusals) expect([kind, field ?? 'value']).toEqual([kind, 'value'])
        const rows = await to.listValues()
        const held = new Map(rows.map(({ id, value }) => [Number(id), value]))
        expect(held.size).toBe(inserted)
        for (const [id, value] of values.entries())
          expect([name, id, gone.has(id) || type.equals(held.get(id) as never, value as never)]).toEqual([
            name,
            id,
            true,
          ])
        // What the report promises holds; that files cannot carry NUL is no matter of storages.
        const isFree = name !== 'csv' || (type.name !== 'text' && type.name !== 'json')
        if (isFree && work.report().columns.every(({ fit }) => fit === 'always'))
          expect([name, refusals]).toEqual([name, []])
      }
    },
    60_000,
  )
})

describe('a copy that is killed', () => {
  test('goes on where it was, and gives exactly the source', async () => {
    const folder = testFolder()
    const [file, checkpoint] = [join(folder, 'visits.db'), join(folder, 'checkpoint.json')]
    const rows = Array.from({ length: 730 }, (_, id) => ({ id, name: `visit ${id}` }))
    const local = new Database(file)
    local.exec('create table visits (id integer primary key, name text not null)')
    const insert = local.prepare('insert into visits values (?, ?)')
    local.transaction(() => rows.map(({ id, name }) => insert.run(id, name)))()
    local.close()
    await sql('drop table if exists visits; create table visits (id int8 primary key, name text not null)')
    for (const killedAt of [250, 450]) {
      const child = spawn(
        process.execPath,
        [
          '--conditions=@vantage-ts/source',
          join(import.meta.dirname, 'copying', 'interrupted.ts'),
          database.url,
          file,
          checkpoint,
        ],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      )
      const ended = once(child, 'exit')
      for await (const line of createInterface(child.stdout)) {
        if (Number(line) === killedAt) break
        child.stdin.write('\n')
      }
      child.kill('SIGKILL')
      expect(await ended).toEqual([null, 'SIGKILL'])
      expect(JSON.parse(readFileSync(checkpoint, 'utf8')).tally.read).toBe(killedAt - 50)
      expect((await sql('select count(*)::int as n from visits')).rows).toEqual([{ n: killedAt - 50 }])
    }
    await using from = sqlite({ file })
    await using to = postgres({ url: database.url })
    const map = (row: Visit) => row
    const result = await copy(Visit.table(from), Visit.table(to), { batchRows: 100, resume: checkpoint, map }).run()
    expect(result).toMatchObject({ read: 730, inserted: 730, alreadyThere: 0, isVerified: true })
    expect(await Visit.table(to).orderBy(v => v.id).listValues()).toEqual(rows) // biome-ignore format: one line
    expect(existsSync(checkpoint)).toBe(false)
  }, 60_000)
})

/** The files that this process holds open. */
const openFiles = (): readonly string[] =>
  readdirSync('/proc/self/fd').flatMap(fd => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)]
    } catch {
      return []
    }
  })

describe('a file', () => {
  test('that was left inside of a batch tells of its bad rows once more, and of each', async () => {
    const folder = testFolder()
    const line = (id: number): string =>
      JSON.stringify(id === 7 || id === 21 ? { id, name: id } : { id, name: `${id}` })
    writeFileSync(join(folder, 'visits.ndjson'), Array.from({ length: 30 }, (_, id) => `${line(id)}\n`).join(''))
    await using from = ndjson({ folder })
    const to = Visit.table(memory())
    const options = { resume: join(folder, 'checkpoint.json'), onRefused: 'collect' } as const
    const stop = new AbortController()
    const onProgress = () => stop.abort()
    await failure(() =>
      copy(Visit.table(from), to, { ...options, batchRows: 5, onProgress }).run({ signal: stop.signal }),
    )
    expect(await to.count()).toBe(5)
    const { refusals } = await copy(Visit.table(from), to, { ...options, batchRows: 10 }).run()
    expect(refusals.map(({ id }) => id)).toEqual(['7', '21'])
    expect(await to.count()).toBe(28)
  })

  const many = (count: number) => Array.from({ length: count }, (_, id) => ({ id, name: `visit ${id}` }))

  test('is gone on with behind the row where a copy stopped, and a changed one is refused', async () => {
    const folder = testFolder()
    const [file, checkpoint] = [join(folder, 'visits.csv'), join(folder, 'checkpoint.json')]
    writeFileSync(
      file,
      `id,name\n${many(9000)
        .map(({ id, name }) => `${id},${name}\n`)
        .join('')}`,
    )
    await using from = csv({ folder })
    const to = Visit.table(memory())
    const stop = (progress: CopyProgress) => {
      if (progress.read >= 3000) throw new Error('stop')
    }
    const options = { batchRows: 1000, resume: checkpoint }
    const error = await failure(() => copy(Visit.table(from), to, { ...options, onProgress: stop }).run())
    expect(error).toMatchObject({ kind: 'partial', details: { written: true } })
    expect(openFiles()).not.toContain(file)
    const before = readFileSync(checkpoint, 'utf8')
    const { position } = JSON.parse(before)
    expect(position.rows).toBe(await to.count())
    appendFileSync(file, '9000,added\n')
    expect(await copy(Visit.table(from), to, options).run()).toMatchObject({ read: 9001, inserted: 9001 })
    expect(await to.orderBy(v => v.id).listValues()).toEqual([...many(9000), { id: 9000, name: 'added' }]) // biome-ignore format: one line
    writeFileSync(checkpoint, before)
    writeFileSync(file, readFileSync(file, 'utf8').replace('1,visit 1\n', ''))
    expect(await failure(() => copy(Visit.table(from), to, options).run())).toMatchObject({
      kind: 'conflict',
      details: { reason: 'checkpoint' },
    })
  })

  test('that there is no room for keeps whole rows, and the copy goes on when there is room', async () => {
    const folder = testFolder()
    const rows = many(3000)
    const child = join(import.meta.dirname, 'copying', 'no-room.ts')
    // Blocks of 1,024 bytes: a part of the rows.
    const limited = `ulimit -f 20; exec "$0" --conditions=@vantage-ts/source "$1" "$2"`
    const { stdout } = await promisify(execFile)('bash', ['-c', limited, process.execPath, child, folder])
    expect(JSON.parse(stdout)).toEqual({ kind: 'partial', cause: 'too-large', read: 1000, inserted: 1000, refused: 0 })
    expect(readFileSync(join(folder, 'visits.csv'), 'utf8').split('\n')).toHaveLength(1002)
    const from = Visit.table(memory())
    await from.insertMany(rows)
    await using to = csv({ folder, create: true })
    expect(await copy(from, Visit.table(to)).run()).toMatchObject({
      inserted: 2000,
      alreadyThere: 1000,
      isVerified: true,
    })
    expect(await Visit.table(to).listValues()).toEqual(rows)
  })
})

describe('a connection that is lost on the way', () => {
  test.each(['unsent', 'unanswered'] as const)('ends the copy, %s, and the next one completes it', async moment => {
    await sql('drop table if exists visits; create table visits (id int8 primary key, name text not null)')
    const from = Visit.table(memory())
    const rows = Array.from({ length: 5000 }, (_, id) => ({ id, name: `visit ${id}` }))
    await from.insertMany(rows)
    await using proxy = await StatementProxy.listen(postgresWire)
    await using target = postgres({ url: proxy.to(database.url), max: 1 })
    await target.ping()
    const to = Visit.table(target)
    // The target is counted and its table looked at, then each batch is one COPY.
    const struck = proxy.arm({ statement: 5, moment, strike: () => {} })
    const error = await failure(() => copy(from, to, { batchRows: 1000 }).run())
    await struck
    expect(error).toMatchObject({
      kind: 'partial',
      details: { written: true, read: 2000, inserted: 2000 },
      cause: { kind: 'connection' },
    })
    const kept = Number((await sql('select count(*) as n from visits')).rows[0].n)
    expect(kept).toBe(moment === 'unsent' ? 2000 : 3000)
    expect(await copy(from, to).run()).toMatchObject({ inserted: 5000 - kept, alreadyThere: kept, isVerified: true })
    expect(await to.orderBy(v => v.id).listValues()).toEqual(rows) // biome-ignore format: one line
  })
})

describe('rows that the database refuses', () => {
  test('are found one by one, by its own constraints', async () => {
    await sql(`drop table if exists visits; create table visits (id int8 primary key, name varchar(9) not null
      constraint no_nines check (name not like '%9'))`)
    const from = Visit.table(memory())
    await from.insertMany(Array.from({ length: 1200 }, (_, id) => ({ id, name: `visit ${id}` })))
    await using target = postgres({ url: database.url })
    const result = await copy(from, Visit.table(target), { onRefused: 'collect' }).run()
    const refused = Array.from({ length: 1200 }, (_, id) => id).filter(id => id % 10 === 9 || id > 999)
    expect(result.refusals.map(({ id }) => id)).toEqual(refused)
    expect(result).toMatchObject({ inserted: 1200 - refused.length, refused: refused.length, isVerified: true })
    expect(new Set(result.refusals.map(({ kind }) => kind))).toEqual(new Set(['constraint', 'type-mismatch']))
  })

  test('are none where the table itself is not right: that ends it at once', async () => {
    const from = Visit.table(memory())
    await from.insertMany(Array.from({ length: 40 }, (_, id) => ({ id, name: `visit ${id}` })))
    await using target = sqlite({ file: ':memory:' })
    await target.expr`create table visits (id integer primary key, nam text)`.run()
    const told: unknown[] = []
    let sent = 0
    target.on('statement', () => sent++)
    const work = copy(from, Visit.table(target), { counts: false, onRefused: refused => told.push(refused) })
    expect(await failure(() => work.run())).toMatchObject({ kind: 'invalid' })
    expect([told, sent]).toEqual([[], 1])
  })
})

describe.each(['DuckDB', 'PostgreSQL'] as const)('rows that %s keeps until there are enough of them', name => {
  class Kept extends Entity('kept', {
    id: col(int).id(),
    key: col(uuid),
    price: col(decimal),
    at: col(instant),
    day: col(plainDate),
    lasts: col(duration),
    raw: col(bytes),
    more: col(json).optional(),
    tags: col(arrayOf(text)),
    big: col(bigint),
  }) {}
  const rows = Array.from({ length: 5000 }, (_, id) => ({
    id,
    key: uuid.fromText(`0b0e7a5e-0000-4000-8000-${String(id).padStart(12, '0')}`),
    price: Decimal.from(`${id}.25`),
    at: instant.fromText('2026-01-02T03:04:05.678901Z').add({ seconds: id }),
    day: plainDate.fromText('2026-01-02'),
    lasts: duration.fromText(`PT${id + 1}S`),
    raw: new Uint8Array([id % 256, 0, 255]),
    more: id % 3 === 0 ? null : { a: [id, 'b', null] },
    tags: id % 2 === 0 ? [] : [`"${id}"`, 'b,c', 'd\\e'],
    big: 2n ** 60n + BigInt(id),
  }))
  /** An empty table in a source with so many connections. */
  async function open(connections?: number): Promise<Duckdb | Postgres> {
    if (name === 'DuckDB') {
      const target = duckdb(connections === undefined ? {} : { connections })
      await target.expr`create table kept (id bigint primary key, key uuid not null, price decimal(18, 4) not null,
        "at" timestamptz not null, day date not null, lasts interval not null, raw blob not null, more json,
        tags varchar[] not null, big bigint not null check (big % 1500 <> 7))`.run()
      await target.expr`create table visits (id bigint primary key, name varchar not null)`.run()
      return target
    }
    await sql(`drop table if exists kept, visits; create table kept (id bigint primary key, key uuid not null, price numeric(18, 4) not null,
      "at" timestamptz not null, day date not null, lasts interval not null, raw bytea not null, more jsonb,
      tags text[] not null, big bigint not null check (big % 1500 <> 7));
      create table visits (id bigint primary key, name varchar not null)`)
    return postgres({ url: database.url, ...(connections === undefined ? {} : { max: connections }) })
  }
  const isRefused = ({ big }: { big: bigint }) => big % 1500n === 7n

  test('are found again where it refuses some, and told with those that cannot be read, in their order', async () => {
    await using from = memory({ tables: { kept: rows } })
    await using target = await open(1)
    const [source, to] = [Kept.table(from), Kept.table(target)]
    const seen: number[] = []
    const onProgress = ({ read }: CopyProgress) => void seen.push(read)
    const result = await copy(source, to, { onRefused: 'collect', batchRows: 3000, onProgress }).run()
    expect(result.refusals.map(({ id, kind }) => [id, kind])).toEqual(
      rows.filter(isRefused).map(({ id }) => [id, 'constraint']),
    )
    expect(result).toMatchObject({ read: 5000, inserted: rows.length - result.refused, isVerified: true })
    expect(await to.orderBy(kept => kept.id).listValues()).toEqual(rows.filter(row => !isRefused(row))) // biome-ignore format: one line
    expect(seen).toEqual([3000, 5000, 5000])
    expect(await copy(source.where(kept => kept.big.mod(1500n).ne(7n)), to).run()).toMatchObject({ inserted: 0, alreadyThere: result.inserted }) // biome-ignore format: one line
  })

  test('end the copy at the first that is refused, with those before it', async () => {
    await using from = memory({ tables: { kept: rows } })
    await using target = await open()
    const first = rows.findIndex(isRefused)
    const error = await failure(() => copy(Kept.table(from), Kept.table(target)).run())
    expect(error).toMatchObject({ kind: 'partial', cause: { kind: 'constraint', details: { id: String(first) } } })
    expect(error.details.inserted).toBe(await Kept.table(target).count())
    expect(await Kept.table(target).where(kept => kept.id.lt(first)).count()).toBe(first) // biome-ignore format: one line
  })

  test('are written before a row that cannot be read ends the copy', async () => {
    const folder = testFolder()
    const lines = Array.from({ length: 6000 }, (_, id) => (id === 5000 ? 'x,bad' : `${id},visit ${id}`))
    writeFileSync(join(folder, 'visits.csv'), `id,name\n${lines.join('\n')}\n`)
    await using from = csv({ folder })
    await using target = await open()
    const error = await failure(() => copy(Visit.table(from), Visit.table(target)).run())
    expect(error).toMatchObject({ kind: 'partial', cause: { kind: 'type-mismatch' } })
    const kept = await Visit.table(target).count()
    expect([error.details.inserted, kept]).toEqual([kept, kept])
    expect(kept).toBeGreaterThanOrEqual(4000)
    const whole = await copy(Visit.table(from), Visit.table(target), { onRefused: 'collect' }).run()
    expect(whole).toMatchObject({ inserted: 5999 - kept, alreadyThere: kept, refused: 1, isVerified: true })
    const again = await copy(Visit.table(from), Visit.table(target), { onRefused: 'collect' }).run()
    expect(again).toMatchObject({ inserted: 0, alreadyThere: 5999, isVerified: true })
    expect(await Visit.table(target).count()).toBe(5999)
  })

  test('are let go with their connection when the copy is cancelled', async () => {
    await using from = memory({ tables: { kept: rows } })
    await using target = await open(1)
    const stop = new AbortController()
    const onRefused = () => stop.abort()
    const run = copy(Kept.table(from), Kept.table(target), { onRefused, batchRows: 2500 }).run({ signal: stop.signal })
    expect(await failure(() => run)).toMatchObject({ kind: 'cancelled', details: { written: true } })
    const kept = await Kept.table(target).count()
    expect(kept).toBeGreaterThan(0)
    expect(kept).toBeLessThan(2500)
  })
})

describe('two tables of one database', () => {
  class Kept extends Entity('kept', { id: col(int).id(), name: col(text) }) {}
  const rows = Array.from({ length: 3000 }, (_, id) => ({ id, name: `visit ${id}` }))

  test('are copied while they are read', async () => {
    const local = new Database(':memory:')
    local.exec(
      'create table visits (id integer primary key, name text not null); create table kept as select * from visits',
    )
    local.exec('create unique index kept_id on kept (id)')
    await sql(
      'drop table if exists visits, kept; create table visits (id int8 primary key, name text not null); create table kept (like visits including all)',
    )
    for (const source of [sqlite({ database: local }), postgres({ url: database.url, max: 2 }), memory()]) {
      await Visit.table(source).insertMany(rows)
      expect(await copy(Visit.table(source), Kept.table(source), { batchRows: 500 }).run()).toMatchObject({
        inserted: 3000,
      })
      expect(await Kept.table(source).orderBy(k => k.id).listValues()).toEqual(rows) // biome-ignore format: one line
      await source.close()
    }
    local.close()
  })

  test('are copied inside a transaction, which undoes it', async () => {
    await sql(
      'drop table if exists visits, kept; create table visits (id int8 primary key, name text not null); create table kept (like visits including all)',
    )
    await using source = postgres({ url: database.url, max: 2 })
    await Visit.table(source).insertMany(rows)
    await using tx = await source.begin()
    const [from, to] = [Visit.table(tx), Kept.table(tx)]
    expect(await copy(from, to, { batchRows: 500 }).run()).toMatchObject({ inserted: 3000, isVerified: true })
    expect((await failure(() => copy(from, to, { resume: 'x.json' }))).message).toMatch(/of a transaction/)
    await tx.rollback()
    expect(await Kept.table(source).count()).toBe(0)
  })
})
