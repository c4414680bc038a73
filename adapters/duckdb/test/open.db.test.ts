import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { col, Entity, int, text } from '@vantage-ts/core'
import { duckdb, type DuckdbOptions } from '@vantage-ts/duckdb'
import { afterAll, expect, test } from 'vitest'
import { failure } from './failure.ts'

const folder = mkdtempSync(join(tmpdir(), 'vantage-duckdb-open-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}

/** A file with some rows, closed. */
async function made(name: string, rows = 3): Promise<string> {
  const file = join(folder, name)
  await using db = duckdb({ file })
  await db.expr`CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR NOT NULL)`.run()
  await Note.table(db).insertMany(
    Array.from({ length: rows }, (_, id) => ({ id, body: `note ${id} ${'x'.repeat(40)}` })),
  )
  return file
}

test('opening does no I/O, and the first statement makes the file', async () => {
  const file = join(folder, 'late.duckdb')
  await using db = duckdb({ file })
  expect(() => statSync(file)).toThrow()
  await db.ping()
  expect(statSync(file).isFile()).toBe(true)
})

test('what cannot be opened is named, and nothing was sent', async () => {
  const noDatabase = join(folder, 'text.duckdb')
  writeFileSync(noDatabase, 'I am no database. '.repeat(500))
  const outcomes: readonly (readonly [options: DuckdbOptions, reason: string])[] = [
    [{ file: noDatabase }, 'not-a-database'],
    [{ file: join(folder, 'no/such/folder.duckdb') }, 'cannot-open'],
    [{ file: folder }, 'cannot-open'],
    [{ file: join(folder, 'missing.duckdb'), readOnly: true }, 'cannot-open'],
  ]
  for (const [options, reason] of outcomes) {
    await using db = duckdb(options)
    const error = await failure(() => db.ping())
    expect([error.kind, error.details.reason, error.details.outcome]).toEqual(['connection', reason, 'not sent'])
    expect(error.message).toContain(options.file)
  }
})

test('a file that could not be opened is opened by the next call, once it can be', async () => {
  const file = join(folder, 'later.duckdb')
  writeFileSync(file, 'nothing yet '.repeat(500))
  await using db = duckdb({ file })
  expect((await failure(() => db.ping())).kind).toBe('connection')
  rmSync(file)
  await db.ping()
})

test('options that are none are refused at once', () => {
  for (const options of [
    { fille: 'a' },
    { threads: 0 },
    { connections: 1.5 },
    { memoryLimit: 'much' },
    { readOnly: true },
  ])
    expect(() => duckdb(options as DuckdbOptions)).toThrow(/duckdb\(\)/)
})

test('a file opened to read takes no write', async () => {
  const file = await made('read.duckdb')
  await using db = duckdb({ file, readOnly: true })
  expect(await Note.table(db).count()).toBe(3)
  const error = await failure(() => Note.table(db).insert(9, { body: 'x' }))
  expect([error.kind, error.details.reason]).toEqual(['permission', 'read-only'])
})

test('two sources of one process share a file; with other options the second is refused', async () => {
  const file = await made('shared.duckdb')
  await using one = duckdb({ file, threads: 1 })
  await using two = duckdb({ file, threads: 1 })
  await Note.table(one).insert(7, { body: 'seven' })
  expect(await Note.table(two).get(7)).toMatchObject({ body: 'seven' })
  await using other = duckdb({ file, readOnly: true })
  const error = await failure(() => other.ping())
  expect([error.kind, error.details.reason]).toEqual(['connection', 'other-options'])
})

test('databases in memory are apart, unless they have a name', async () => {
  await using a = duckdb()
  await using b = duckdb()
  await a.expr`CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR)`.run()
  expect((await failure(() => Note.table(b).count())).kind).toBe('invalid')
  await using d = duckdb({ file: ':memory:open-test' })
  await using e = duckdb({ file: ':memory:open-test' })
  await d.expr`CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR)`.run()
  expect(await Note.table(e).count()).toBe(0)
})

/** Another process that has a file open until it is told to end. */
async function holder(file: string, readOnly: boolean) {
  const program = `import { duckdb } from '@vantage-ts/duckdb'
const db = duckdb({ file: process.argv[1], readOnly: ${readOnly} })
await db.ping()
console.log('open')
process.stdin.once('data', async () => { await db.close(); process.exit(0) })`
  const child = spawn(
    process.execPath,
    ['--conditions=@vantage-ts/source', '--input-type=module', '--eval', program, file],
    { cwd: import.meta.dirname, stdio: ['pipe', 'pipe', 'inherit'] },
  )
  await once(createInterface({ input: child.stdout }), 'line')
  return {
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'close')
      child.stdin.end('end\n')
      await ended
    },
  }
}

test('another process has the file: it is told, and free when that one ends; readers share it', async () => {
  const file = await made('held.duckdb')
  await using db = duckdb({ file })
  {
    await using _holder = await holder(file, false)
    const error = await failure(() => db.ping())
    expect([error.kind, error.retry, error.details.reason]).toEqual(['connection', 'safe', 'locked'])
    expect(error.message).toContain(file)
  }
  expect(await Note.table(db).count()).toBe(3)
  await db.close()
  await using _reading = await holder(file, true)
  await using reader = duckdb({ file, readOnly: true })
  expect(await Note.table(reader).count()).toBe(3)
})

test('a closed source gives the file free at once', async () => {
  const file = await made('closed.duckdb')
  const db = duckdb({ file })
  const rows = Note.table(db)[Symbol.asyncIterator]()
  await rows.next()
  const transaction = await db.begin()
  await Note.table(transaction.source).patch(1, { body: 'never' })
  await db.close()
  await using _holder = await holder(file, false)
  expect((await failure(() => db.ping())).kind).toBe('connection')
})

test('a damaged file is an error that names it, whatever of it is damaged', async () => {
  const file = await made('sound.duckdb', 20_000)
  const sound = readFileSync(file)
  for (const [what, damage] of [
    ['flipped', (bytes: Buffer) => bytes.fill(0xa5, 12_288 + 64, 12_288 + 4_000)],
    ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1)],
  ] as const) {
    const copy = join(folder, `${what}.duckdb`)
    writeFileSync(copy, damage(Buffer.from(sound)))
    await using db = duckdb({ file: copy })
    const error = await failure(() => Note.table(db).list())
    expect([error.kind, error.details.reason, what]).toEqual(['connection', 'corrupt', what])
    expect(error.message).toContain(copy)
  }
})

test('a full disk is told, nothing is half-written, and the next call goes on', async () => {
  const file = join(folder, 'small.duckdb')
  const program = `import { col, Entity, int, text } from '@vantage-ts/core'
import { duckdb } from '@vantage-ts/duckdb'
process.on('SIGXFSZ', () => {})
class Note extends Entity('notes', { id: col(int).id(), body: col(text) }) {}
const db = duckdb({ file: process.argv[1], threads: 1 })
await db.expr\`CREATE TABLE notes (id BIGINT PRIMARY KEY, body VARCHAR NOT NULL)\`.run()
await Note.table(db).insert(1, { body: 'first' })
const rows = Array.from({ length: 20000 }, (_, n) => ({ id: n + 10, body: 'x'.repeat(300) + n }))
const error = await Note.table(db).insertMany(rows).then(() => undefined, thrown => thrown)
console.log(JSON.stringify([error?.kind, error?.details?.reason]))
await db.close().catch(() => {})
process.exit(0)`
  // A limit on the size of files stands for a disk with so much room: DuckDB is told the same.
  const child = spawn(
    'bash',
    [
      '-c',
      `ulimit -f 1500; exec "$0" "$@"`,
      process.execPath,
      '--conditions=@vantage-ts/source',
      '--input-type=module',
      '--eval',
      program,
      file,
    ],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', line => lines.push(line))
  await once(child, 'close')
  expect(lines.map(line => JSON.parse(line))).toEqual([['connection', 'full']])
  await using db = duckdb({ file, threads: 1 })
  expect(await Note.table(db).list()).toMatchObject([{ id: 1, body: 'first' }])
  await Note.table(db).insert(2, { body: 'second' })
})

test('the call that waits for a connection gets another one where that ended', async () => {
  await using db = duckdb({ file: await made('waited-for.duckdb'), connections: 1 })
  const stream = Note.table(db).stream({ batchRows: 1 })[Symbol.asyncIterator]()
  await stream.next()
  const count = Note.table(db).count({ timeoutMs: 5000 })
  count.catch(() => {})
  // Left before its end, the stream takes its connection along.
  await stream.return?.()
  expect(await count).toBe(3)
})
