import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dynamicTable, type Introspection } from '@vantage-ts/core/dynamic'
import { duckdb, type Duckdb, introspect as introspectDuckdb } from '@vantage-ts/duckdb'
import { introspect as introspectMysql, type Mysql, mysql } from '@vantage-ts/mysql'
import { introspect as introspectPostgres, type Postgres, postgres } from '@vantage-ts/postgres'
import { introspect as introspectSqlite, type Sqlite, sqlite } from '@vantage-ts/sqlite'
import { introspect as introspectSurreal, type SurrealDb, surrealdb } from '@vantage-ts/surrealdb'
import { createDatabase, createMysqlDatabase, mysqlMissing } from '@vantage-ts/test-servers'
import { afterAll, describe, expect, inject, onTestFinished, test } from 'vitest'

// The commands of the adapters, as a user runs them: what they print compiles, and reads the rows that are there.

const root = join(import.meta.dirname, '..')
const cache = join(root, '.cache', 'printed-by-commands')
afterAll(() => rmSync(cache, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly errors: string
}

/** Runs the command of an adapter on its sources. */
function command(adapter: string, ...args: readonly string[]): Promise<Ended> {
  const file = join(root, 'adapters', adapter, 'bin/entities.mjs')
  const child = spawn(process.execPath, ['--conditions=@vantage-ts/source', '--no-warnings', file, ...args])
  const texts = { out: '', errors: '' }
  child.stdout.on('data', chunk => {
    texts.out += chunk
  })
  child.stderr.on('data', chunk => {
    texts.errors += chunk
  })
  return new Promise(resolve => child.on('close', code => resolve({ code, ...texts })))
}

/** Keeps the file as a user would, beside a program that uses it; gives where it is, and what the compiler says. */
function kept(adapter: string, code: string, program: string): { readonly file: string; readonly complaints: string } {
  const place = join(cache, adapter)
  mkdirSync(place, { recursive: true })
  writeFileSync(join(place, 'entities.ts'), code)
  writeFileSync(join(place, 'program.ts'), program)
  writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({ extends: '../../../tsconfig.json', include: ['*.ts'] }))
  const tsc = join(root, 'node_modules/typescript7/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', place, '--noEmit'], { encoding: 'utf8' })
  return { file: join(place, 'program.ts'), complaints: stdout }
}

const sql = [
  `CREATE TABLE order_lines (
    order_id INTEGER NOT NULL, "line no" INTEGER NOT NULL, "class" TEXT, note TEXT, is_open BOOLEAN NOT NULL,
    PRIMARY KEY (order_id, "line no"))`,
  `INSERT INTO order_lines VALUES (1, 1, 'a', NULL, true), (1, 2, 'it''s', 'x', false)`,
]
const sqlProgram = (open: string): string => `
  import { OrderLines } from './entities.ts'
  ${open}
  export async function read(place: string) {
    const lines = OrderLines.table(open(place))
    const first: boolean | undefined = (await lines.where(l => l.orderId.eq(1).and(l.lineNo.eq(1))).first())?.isOpen
    await lines.patch({ orderId: 1, lineNo: 1 }, { class: 'a' })
    const rows = (await lines.orderBy(l => l.lineNo).list()).map(line => ({ ...line }))
    await lines.source.close()
    return { isRead: first, rows }
  }
`
const sqlRows = [
  { orderId: 1, lineNo: 1, class: 'a', note: null, isOpen: true },
  { orderId: 1, lineNo: 2, class: "it's", note: 'x', isOpen: false },
]

interface Case {
  readonly adapter: string
  readonly isMissing?: boolean
  /** Makes a database with rows, and tells where it is. */
  make(): Promise<string>
  readonly program: string
  readonly rows: readonly object[]
  /** Finds the same tables in this process. */
  find(
    place: string,
  ): Promise<{ readonly source: Sqlite | Postgres | Mysql | Duckdb | SurrealDb; readonly found: Introspection }>
}

const cases: readonly Case[] = [
  {
    adapter: 'sqlite',
    async make() {
      const file = join(temporaryFolder(), 'shop.db')
      const db = sqlite({ file })
      for (const statement of sql) await db.expr(parts(statement)).run()
      await db.close()
      return file
    },
    program: sqlProgram("import { sqlite } from '@vantage-ts/sqlite'\nconst open = (file: string) => sqlite({ file })"),
    rows: sqlRows,
    async find(file) {
      const source = sqlite({ file })
      return { source, found: await introspectSqlite(source) }
    },
  },
  {
    adapter: 'duckdb',
    async make() {
      const file = join(temporaryFolder(), 'shop.duckdb')
      const db = duckdb({ file })
      for (const statement of sql) await db.expr(parts(statement)).run()
      await db.close()
      return file
    },
    program: sqlProgram("import { duckdb } from '@vantage-ts/duckdb'\nconst open = (file: string) => duckdb({ file })"),
    rows: sqlRows,
    async find(file) {
      const source = duckdb({ file })
      return { source, found: await introspectDuckdb(source) }
    },
  },
  {
    adapter: 'postgres',
    async make() {
      const { url, drop } = await createDatabase(inject('postgresUrl'))
      onTestFinished(() => drop())
      const db = postgres({ url })
      for (const statement of sql) await db.expr(parts(statement)).run()
      await db.close()
      return url
    },
    program: sqlProgram(
      "import { postgres } from '@vantage-ts/postgres'\nconst open = (url: string) => postgres({ url })",
    ),
    rows: sqlRows,
    async find(url) {
      const source = postgres({ url })
      return { source, found: await introspectPostgres(source) }
    },
  },
  {
    adapter: 'mysql',
    isMissing: mysqlMissing() !== undefined,
    async make() {
      const { url, name, drop } = await createMysqlDatabase(inject('mysql'))
      const db = mysql({ url })
      onTestFinished(async () => {
        await db.expr(parts(`DROP USER '${name}'@'127.0.0.1'`)).run()
        await db.close()
        await drop()
      })
      // Of the databases of all tests this user sees the one.
      const user = [
        `CREATE USER '${name}'@'127.0.0.1' IDENTIFIED BY 'pw'`,
        `GRANT ALL ON ${name}.* TO '${name}'@'127.0.0.1'`,
      ]
      for (const statement of [...user, ...sql]) await db.expr(parts(statement.replaceAll('"', '`'))).run()
      const place = new URL(url)
      place.username = name
      place.password = 'pw'
      return place.href
    },
    program: sqlProgram("import { mysql } from '@vantage-ts/mysql'\nconst open = (url: string) => mysql({ url })"),
    rows: sqlRows,
    async find(url) {
      const source = mysql({ url })
      return { source, found: await introspectMysql(source) }
    },
  },
  {
    adapter: 'surrealdb',
    async make() {
      const url = `surrealkv://${temporaryFolder()}/shop`
      const db = surrealdb({ url })
      for (const statement of [
        "DEFINE TABLE order_line SCHEMAFULL; DEFINE FIELD `line no` ON order_line TYPE int; DEFINE FIELD kind ON order_line TYPE 'a' | 'b'",
        "CREATE order_line:x SET `line no` = 1, kind = 'a'",
        "CREATE order_line:y SET `line no` = 2, kind = 'b'",
      ])
        await db.expr(parts(statement)).run()
      await db.close()
      return url
    },
    program: `
      import { surrealdb } from '@vantage-ts/surrealdb'
      import { OrderLine } from './entities.ts'
      export async function read(url: string) {
        const lines = OrderLine.table(surrealdb({ url }))
        const kind: 'a' | 'b' | undefined = (await lines.where(l => l.lineNo.eq(2)).first())?.kind
        const rows = (await lines.orderBy(l => l.lineNo).list()).map(line => ({ ...line }))
        await lines.source.close()
        return { isRead: kind === 'b', rows }
      }
    `,
    rows: [
      { id: 'x', lineNo: 1, kind: 'a' },
      { id: 'y', lineNo: 2, kind: 'b' },
    ],
    async find(url) {
      const source = surrealdb({ url })
      return { source, found: await introspectSurreal(source) }
    },
  },
]

/** A folder that goes with the test. */
function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-entities-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

const parts = (text: string): TemplateStringsArray => Object.assign([text], { raw: [text] })

describe.each(cases.filter(({ isMissing }) => isMissing !== true))(
  'vantage-$adapter-entities',
  ({ adapter, make, program, rows, find }) => {
    test('prints classes that compile and read the rows that are there', async () => {
      const place = await make()
      const printed = await command(adapter, place)
      expect([printed.errors, printed.code]).toEqual(['', 0])
      const { file, complaints } = kept(adapter, printed.out, program)
      expect(complaints).toBe('')
      const { read } = await import(file)
      expect(await read(place)).toEqual({ isRead: true, rows })

      const { source, found } = await find(place)
      const [definition] = found.tables
      if (definition === undefined) return expect.fail('a table was found')
      const table = dynamicTable(source, definition)
      const lineNo = table.column('line no')
      const values = (list: readonly object[]) => list.map(row => Object.values(row))
      expect(values(await table.orderBy(lineNo).list())).toEqual(values(rows))
      await source.close()

      const asJson = await command(adapter, '--json', place)
      expect(JSON.parse(asJson.out)).toEqual(JSON.parse(JSON.stringify(found)))
    }, 60_000)

    test('says what is wrong', async () => {
      const misused = await command(adapter, '--tabel', 'x')
      expect([misused.code, misused.out]).toEqual([2, ''])
      expect(misused.errors).toContain('Did you mean "table"?')
      const place = await make()
      const missing = await command(adapter, place, '--table', 'nothing')
      expect([missing.code, missing.out]).toEqual([1, ''])
      expect(missing.errors).toMatch(/^there is no table "nothing"\./)
    }, 60_000)
  },
)

describe('vantage-duckdb-entities of a file', () => {
  const program = (number: 'number' | 'bigint', seven: string): string => `
    import { duckdb } from '@vantage-ts/duckdb'
    import { Flights } from './entities.ts'
    export async function read(path: string) {
      const flights = Flights.table(duckdb({ files: { flights: path } }))
      const delay: ${number} | null | undefined = (await flights.where(f => f.depDelay.eq(${seven})).first())?.depDelay
      const rows = (await flights.orderBy(f => f.depDelay).list()).map(flight => ({ ...flight }))
      await flights.source.close()
      return { delay, rows }
    }
  `
  interface FileCase {
    readonly name: string
    readonly format: string
    readonly number: 'number' | 'bigint'
    readonly options?: readonly string[]
  }
  const files: readonly FileCase[] = [
    { name: 'flights.parquet', format: 'FORMAT parquet', number: 'number' },
    // In files of text a number is as large as it likes.
    { name: 'flights.csv', format: 'FORMAT csv, HEADER', number: 'bigint' },
    { name: 'flights.json', format: 'FORMAT json', number: 'bigint' },
    {
      name: 'old.csv.gz',
      format: 'FORMAT csv, HEADER, COMPRESSION gzip',
      number: 'bigint',
      options: ['--as', 'flights'],
    },
  ]
  const rows = "SELECT 'SEA' AS origin, 7::INTEGER AS dep_delay UNION ALL SELECT 'LAX', -2"

  test.each(files)(
    '$name',
    async ({ name, format, number, options = [] }) => {
      const file = join(temporaryFolder(), name)
      const db = duckdb()
      await db.expr(parts(`COPY (${rows}) TO '${file}' (${format})`)).run()
      await db.close()
      const printed = await command('duckdb', file, ...options)
      expect([printed.errors, printed.code]).toEqual(['', 0])
      const [delay, least] = number === 'bigint' ? [7n, -2n] : [7, -2]
      const { file: made, complaints } = kept(
        `duckdb-${name}`,
        printed.out,
        program(number, number === 'bigint' ? '7n' : '7'),
      )
      expect(complaints).toBe('')
      const { read } = await import(made)
      expect(await read(file)).toEqual({
        delay,
        rows: [
          { origin: 'LAX', depDelay: least },
          { origin: 'SEA', depDelay: delay },
        ],
      })
    },
    60_000,
  )

  test('that is not there', async () => {
    const missing = await command('duckdb', join(temporaryFolder(), 'nothing.parquet'))
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.errors).toContain('there is no such file')
  }, 60_000)
})
