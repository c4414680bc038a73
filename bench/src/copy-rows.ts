import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type PostgresServer, startPostgres } from '@vantage-ts/test-servers'
import { DuckDBInstance } from '@duckdb/node-api'
import Database from 'better-sqlite3'
import { Client } from 'pg'
import type { Benchmark } from './benchmark.ts'
import { type Arena, comparison } from './comparison.ts'
import type { Contender } from './contender.ts'
import { rowsFile, type VisitsFile } from './csv-scan-file.ts'

const run = promisify(execFile)
const child = join(import.meta.dirname, 'copy-child.ts')

const thousands = 1000

interface Copied {
  readonly rows: number
  readonly ms: number
}

/** What every copy reads and writes: a file, a server, and the file of an embedded database. */
interface Places extends AsyncDisposable {
  readonly file: VisitsFile
  readonly server: PostgresServer
  readonly client: Client
  readonly targetFile: string
}

async function openPlaces(): Promise<Places> {
  const file = await rowsFile(thousands)
  const server = await startPostgres()
  const client = new Client({ connectionString: server.url })
  await client.connect()
  await client.query(
    'create table visits (id bigint primary key, name text not null, score float8 not null, active boolean not null, note text not null)',
  )
  const targetFile = join(tmpdir(), `vantage-bench-copy-${process.pid}.db`)
  return {
    ...{ file, server, client, targetFile },
    async [Symbol.asyncDispose]() {
      await client.end()
      await server.stop()
      removeTarget(targetFile)
    },
  }
}

const removeTarget = (file: string): void => {
  for (const end of ['', '-wal', '-shm', '.wal']) rmSync(file + end, { force: true })
}

/** One copy in a new process whose heap may take 128 MB. */
async function copied(who: string, { file, server, targetFile }: Places): Promise<number> {
  const options = ['--max-old-space-size=128', '--conditions=@vantage-ts/source']
  const place = [file.folder, file.name, server.url, targetFile]
  const { stdout } = await run(process.execPath, [...options, child, who, ...place])
  const { rows, ms }: Copied = JSON.parse(stdout)
  if (rows !== thousands * 1000) throw new Error(`${who}: ${rows} rows are copied instead of ${thousands * 1000}`)
  return ms
}

/** Empties the target before each copy. */
type Prepare = (places: Places) => Promise<void>

const emptyPostgres: Prepare = async ({ client }) => {
  await client.query('truncate visits')
  await client.query('checkpoint')
}

const emptySqlite: Prepare = async ({ targetFile }) => {
  removeTarget(targetFile)
  const database = new Database(targetFile)
  database.pragma('journal_mode = wal')
  database.exec(
    'create table visits (id integer primary key, name text not null, score real not null, active integer not null, note text not null)',
  )
  database.close()
}

const emptyDuckdb: Prepare = async ({ targetFile }) => {
  removeTarget(targetFile)
  const instance = await DuckDBInstance.create(targetFile)
  const connection = await instance.connect()
  await connection.run(
    'create table visits (id bigint primary key, name varchar not null, score double not null, active boolean not null, note varchar not null)',
  )
  connection.closeSync()
  instance.closeSync()
}

/** One copy from PostgreSQL is made of the rows of the file, put there once. */
const fillPostgres: Prepare = async places => {
  await emptyPostgres(places)
  await copied('csv-postgres-copy', places)
}

interface Copying {
  readonly name: string
  readonly about: string
  readonly ours: string
  readonly baseline: readonly [name: string, who: string]
  readonly peers: readonly (readonly [name: string, who: string])[]
  readonly prepare: Prepare
  /** Done once, before the first. */
  readonly begin?: Prepare
}

/** What is copied where: a further target is one more of these, with its ways in `copy-child.ts`. */
const copying = ({ name, about, ours, baseline, peers, prepare, begin }: Copying): Benchmark =>
  comparison({
    name,
    about,
    unit: 'rows/s',
    perCall: thousands * 1000,
    target: 0.8,
    bound: 'at least',
    timing: 'self-timed',
    maxPairs: 13,
    async open(): Promise<Arena> {
      const places = await openPlaces()
      await begin?.(places)
      const contender = (called: string, who: string): Contender => ({
        name: called,
        run: async () => {
          await prepare(places)
          return copied(who, places)
        },
      })
      return {
        baseline: contender(...baseline),
        ours: contender('vantage', ours),
        peers: peers.map(([called, who]) => contender(called, who)),
        [Symbol.asyncDispose]: () => places[Symbol.asyncDispose](),
      }
    },
  })

export const copyCsvPostgres = copying({
  name: 'copy-csv-postgres',
  about:
    '1,000,000 rows of a CSV file into PostgreSQL, 128 MB of heap; baseline: typed rows of udsv by COPY of pg, which adds nothing to a table with rows',
  ours: 'csv-postgres',
  baseline: ['udsv and COPY of pg', 'csv-postgres-copy'],
  peers: [
    ['udsv and unnest of pg, repeatable', 'csv-postgres-unnest'],
    ['COPY of the file as it is', 'csv-postgres-raw'],
  ],
  prepare: emptyPostgres,
})

export const copyPostgresSqlite = copying({
  name: 'copy-postgres-sqlite',
  about:
    '1,000,000 rows of PostgreSQL into SQLite, 128 MB of heap; baseline: pg-cursor and a prepared statement of better-sqlite3',
  ours: 'postgres-sqlite',
  baseline: ['pg-cursor, better-sqlite3', 'postgres-sqlite-drivers'],
  peers: [],
  prepare: emptySqlite,
  begin: fillPostgres,
})

export const copyPostgresDuckdb = copying({
  name: 'copy-postgres-duckdb',
  about:
    '1,000,000 rows of PostgreSQL into DuckDB, 128 MB of heap; baseline: pg-cursor and the appender of DuckDB, which fails where a row is there',
  ours: 'postgres-duckdb',
  baseline: ['pg-cursor, appender', 'postgres-duckdb-appender'],
  peers: [],
  prepare: emptyDuckdb,
  begin: fillPostgres,
})
