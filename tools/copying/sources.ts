import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memory } from '@vantage-ts/core/memory'
import { duckdb } from '@vantage-ts/duckdb'
import { csv } from '@vantage-ts/files'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import Database from 'better-sqlite3'
import { onTestFinished } from 'vitest'

/** A folder that is gone after the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-copying-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Engines = 'sqlite' | 'postgres' | 'duckdb'

/** A column of a table for each engine: its SQL type there. */
export interface Columns {
  readonly [column: string]: { readonly [Engine in Engines]: string }
}

const definition = (columns: Columns, engine: Engines): string =>
  Object.entries(columns)
    .map(([name, types]) => `"${name}" ${types[engine]}${name === 'id' ? ' primary key' : ''}`)
    .join(', ')

/** Text that is known at run time only, as a template without values. */
const asTemplate = (text: string): TemplateStringsArray => Object.assign([text], { raw: [text] })

/** Empty tables of these columns, one in a source of each kind. */
export async function openEach(table: string, columns: Columns, url: string) {
  const database = new Database(':memory:')
  database.exec(`create table "${table}" (${definition(columns, 'sqlite')})`)
  const pg = postgres({ url, max: 3 })
  await pg.expr`select 1`.run()
  const { Client } = await import('pg')
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(`drop table if exists "${table}"; create table "${table}" (${definition(columns, 'postgres')})`)
  await client.end()
  const embedded = duckdb({})
  await embedded.expr(asTemplate(`create table "${table}" (${definition(columns, 'duckdb')})`)).run()
  const sources = {
    memory: memory(),
    sqlite: sqlite({ database }),
    csv: csv({ folder: testFolder(), create: true }),
    postgres: pg,
    duckdb: embedded,
  }
  onTestFinished(async () => {
    await Promise.all(Object.values(sources).map(source => source.close()))
    database.close()
  })
  return sources
}
