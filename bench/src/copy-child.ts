// One copy in a process of its own, with little memory: `node copy-child.ts WHO FOLDER NAME URL FILE`. Answers with one JSON line.
import { createReadStream, readFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { bool, col, Entity, float, int, text } from '@vantage-ts/core'
import { copy } from '@vantage-ts/copy'
import { duckdb } from '@vantage-ts/duckdb'
import { csv } from '@vantage-ts/files'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { DuckDBInstance } from '@duckdb/node-api'
import Database from 'better-sqlite3'
import { Client } from 'pg'
import Cursor from 'pg-cursor'
import { inferSchema, initParser } from 'udsv'

class Visit extends Entity('visits', {
  id: col(int).id(),
  name: col(text),
  score: col(float),
  active: col(bool),
  note: col(text),
}) {}

// An alias, because udsv takes types with an index signature only.
type ParsedVisit = {
  readonly id: number
  readonly name: string
  readonly score: number
  readonly active: boolean
  readonly note: string
}

const [who = '', folder = '', name = '', url = '', file = ''] = process.argv.slice(2)
const batchRows = 10_000

/** The rows of the file in batches, typed, by udsv. */
async function* parsed(): AsyncGenerator<readonly ParsedVisit[]> {
  let parser: ReturnType<typeof initParser> | undefined
  let batch: ParsedVisit[] = []
  const add = (visit: ParsedVisit): void => {
    batch.push(visit)
  }
  const path = join(folder, `${name}.csv`)
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 256 * 1024 })) {
    parser ??= initParser(inferSchema(chunk))
    parser.chunk<ParsedVisit>(chunk, parser.typedObjs, add)
    if (batch.length < batchRows) continue
    yield batch
    batch = []
  }
  parser?.end()
  if (batch.length > 0) yield batch
}

const quoted = (value: string): string => (/["\\]/.test(value) ? `"${value.replace(/["\\]/g, '\\$&')}"` : `"${value}"`)

const insertText = `insert into visits (id, name, score, active, note)
  select * from unnest($1::int8[], $2::text[], $3::float8[], $4::bool[], $5::text[]) on conflict (id) do nothing`

const arraysOf = (rows: readonly ParsedVisit[]): readonly string[] => [
  `{${rows.map(row => row.id).join(',')}}`,
  `{${rows.map(row => quoted(row.name)).join(',')}}`,
  `{${rows.map(row => row.score).join(',')}}`,
  `{${rows.map(row => row.active).join(',')}}`,
  `{${rows.map(row => quoted(row.note)).join(',')}}`,
]

/** The driver with one array for a column, reading on while the server inserts: what a copy that may be repeated takes. */
async function byUnnest(client: Client): Promise<number> {
  let count = 0
  let sending: Promise<unknown> = Promise.resolve()
  for await (const rows of parsed()) {
    const values = arraysOf(rows)
    await sending
    sending = client.query({ name: 'insert', text: insertText, values: [...values] })
    sending.catch(() => {})
    count += rows.length
  }
  await sending
  return count
}

/** The part of pg's connection that COPY needs. */
interface CopyWire {
  readonly stream: { readonly writableNeedDrain: boolean } & NodeJS.WritableStream
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** COPY … FROM STDIN through the driver's own protocol messages. */
class CopyIn {
  readonly #text: string
  readonly #chunks: AsyncIterable<Buffer>
  readonly #done: (error?: unknown) => void
  callback: (error?: unknown) => void
  constructor(text: string, chunks: AsyncIterable<Buffer>, done: (error?: unknown) => void) {
    this.#text = text
    this.#chunks = chunks
    this.#done = done
    this.callback = done
  }
  submit(wire: CopyWire): void {
    wire.query(this.#text)
  }
  async handleCopyInResponse(wire: CopyWire): Promise<void> {
    for await (const chunk of this.#chunks) {
      wire.sendCopyFromChunk(chunk)
      if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain')
    }
    wire.endCopyFrom()
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.#done()
  }
  handleError(error: unknown): void {
    this.#done(error)
  }
}

const copied = (client: Client, text: string, chunks: AsyncIterable<Buffer>): Promise<void> =>
  new Promise((resolve, reject) => {
    // pg takes any object with these methods.
    client.query(new CopyIn(text, chunks, error => (error === undefined ? resolve() : reject(error))) as never)
  })

const escaped = (value: string): string => (/[\\\t\n\r]/.test(value) ? value.replace(/[\\\t\n\r]/g, '\\$&') : value)

/** COPY of typed rows: nothing may be in the table yet, and nothing is repeated. */
async function byCopy(client: Client): Promise<number> {
  let count = 0
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const rows of parsed()) {
      count += rows.length
      let block = ''
      for (const { id, name: visitor, score, active, note } of rows)
        block += `${id}\t${escaped(visitor)}\t${score}\t${active}\t${escaped(note)}\n`
      yield Buffer.from(block)
    }
  }
  await copied(client, 'copy visits from stdin', lines())
  return count
}

/** The file as it is: the server parses it. */
async function byRawCopy(client: Client): Promise<number> {
  const chunks: AsyncIterable<Buffer> = createReadStream(join(folder, `${name}.csv`), { highWaterMark: 256 * 1024 })
  await copied(client, 'copy visits from stdin (format csv, header true)', chunks)
  return Number((await client.query('select count(*) from visits')).rows[0].count)
}

async function withClient(work: (client: Client) => Promise<number>): Promise<number> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function fromCsv(): Promise<number> {
  await using source = csv({ folder })
  await using target = postgres({ url })
  return (await copy(Visit.table(source, { name }), Visit.table(target)).run()).inserted
}

async function intoSqlite(): Promise<number> {
  await using source = postgres({ url })
  await using target = sqlite({ file })
  return (await copy(Visit.table(source), Visit.table(target)).run()).inserted
}

async function intoDuckdb(): Promise<number> {
  await using source = postgres({ url })
  await using target = duckdb({ file })
  return (await copy(Visit.table(source), Visit.table(target)).run()).inserted
}

/** A cursor of the driver, and the appender of DuckDB, which fails where a row is there. */
async function intoDuckdbByAppender(client: Client): Promise<number> {
  const instance = await DuckDBInstance.create(file)
  const connection = await instance.connect()
  const appender = await connection.createAppender('visits')
  const cursor = client.query(
    new Cursor<[string, string, number, boolean, string]>('select id, name, score, active, note from visits', [], {
      rowMode: 'array',
    }),
  )
  let count = 0
  for (let next = cursor.read(batchRows); ; ) {
    const rows = await next
    if (rows.length === 0) break
    next = cursor.read(batchRows)
    for (const [id, visitor, score, active, note] of rows) {
      appender.appendBigInt(BigInt(id))
      appender.appendVarchar(visitor)
      appender.appendDouble(score)
      appender.appendBoolean(active)
      appender.appendVarchar(note)
      appender.endRow()
    }
    count += rows.length
  }
  appender.closeSync()
  await cursor.close()
  connection.closeSync()
  instance.closeSync()
  return count
}

/** A cursor of the driver, and a prepared statement of better-sqlite3 in transactions. */
async function intoSqliteByDrivers(client: Client): Promise<number> {
  const database = new Database(file)
  database.pragma('journal_mode = wal')
  const insert = database.prepare('insert into visits values (?, ?, ?, ?, ?) on conflict do nothing')
  const all = database.transaction((rows: readonly unknown[][]) => {
    for (const row of rows) insert.run(row)
  })
  const cursor = client.query(
    new Cursor<unknown[]>('select id, name, score, active::int, note from visits', [], { rowMode: 'array' }),
  )
  let count = 0
  for (let next = cursor.read(batchRows); ; ) {
    const rows = await next
    if (rows.length === 0) break
    next = cursor.read(batchRows)
    all(rows)
    count += rows.length
  }
  await cursor.close()
  database.close()
  return count
}

const ways: { readonly [who: string]: () => Promise<number> } = {
  'csv-postgres': fromCsv,
  'csv-postgres-unnest': () => withClient(byUnnest),
  'csv-postgres-copy': () => withClient(byCopy),
  'csv-postgres-raw': () => withClient(byRawCopy),
  'postgres-duckdb': intoDuckdb,
  'postgres-duckdb-appender': () => withClient(intoDuckdbByAppender),
  'postgres-sqlite': intoSqlite,
  'postgres-sqlite-drivers': () => withClient(intoSqliteByDrivers),
}

const way = ways[who]
if (way === undefined) throw new Error(`no way is called ${who}`)
const started = performance.now()
const rows = await way()
const ms = performance.now() - started
console.log(JSON.stringify({ rows, ms, peakMegabytes: peakMegabytes() }))

/** The most memory that this process held. `maxRSS` would be that of the parent, which a fork inherits. */
function peakMegabytes(): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
