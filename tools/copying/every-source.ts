import { DuckDBInstance } from '@duckdb/node-api'
import type { Source } from '@vantage-ts/core'
import { memory } from '@vantage-ts/core/memory'
import type { KitTable } from '@vantage-ts/adapter-kit'
import { duckdb } from '@vantage-ts/duckdb'
import { csv, json, ndjson } from '@vantage-ts/files'
import { mysql } from '@vantage-ts/mysql'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import { createDatabase, createMysqlDatabase, mariadbMissing } from '@vantage-ts/test-servers'
import { createConnection } from 'mysql2/promise'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import { makeTables as makeDuckdbTables } from '../../adapters/duckdb/test/tables.ts'
import { makeTables as makeMysqlTables } from '../../adapters/mysql/test/tables.ts'
import { makeTables as makePostgresTables } from '../../adapters/postgres/test/tables.ts'
import { makeTables as makeSqliteTables } from '../../adapters/sqlite/test/tables.ts'
import { makeTables as makeSurrealTables, openDatabase } from '../../adapters/surrealdb/test/databases.ts'
import { testFolder } from './sources.ts'

/** One source of each kind, with empty tables; `without` leaves out those whose type a source lacks. MariaDB only where it is installed. */
export async function openEverySource(
  tables: readonly KitTable[],
  without: { readonly [source: string]: readonly string[] },
): Promise<{ readonly [name: string]: Source }> {
  const held = (source: string): readonly KitTable[] =>
    tables.filter(({ name }) => without[source]?.includes(name) !== true)
  const files = { create: true }
  const local = sqlite({ file: ':memory:' })
  await makeSqliteTables(local, held('sqlite'))
  const surreal = await openDatabase()
  await makeSurrealTables(surreal.client, held('surrealdb'))
  onTestFinished(() => surreal.close())
  const sources: { [name: string]: Source } = {
    memory: memory(),
    sqlite: local,
    postgres: await openPostgres(held('postgres')),
    duckdb: await openDuckdb(held('duckdb')),
    surrealdb: surreal.source,
    csv: csv({ folder: testFolder(), ...files }),
    ndjson: ndjson({ folder: testFolder(), ...files }),
    packed: ndjson({ folder: testFolder(), ...files, extension: '.ndjson.gz' }),
    json: json({ folder: testFolder(), ...files }),
  }
  return mariadbMissing() === undefined ? { ...sources, mysql: await openMysql(held('mysql')) } : sources
}

const place = 'every_source'

async function openPostgres(tables: readonly KitTable[]): Promise<Source> {
  const database = await createDatabase(inject('postgresUrl'))
  onTestFinished(() => database.drop())
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await makePostgresTables(client, tables, place)
  await client.end()
  const source = postgres({ url: database.url, schema: place })
  onTestFinished(() => source.close())
  return source
}

async function openMysql(tables: readonly KitTable[]): Promise<Source> {
  const database = await createMysqlDatabase(inject('mariadb'))
  onTestFinished(() => database.drop())
  const client = await createConnection({ uri: database.url })
  await client.query("SET NAMES utf8mb4, time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_VALUE_ON_ZERO'")
  const url = new URL(database.url)
  url.pathname = `/${database.name}_1`
  await makeMysqlTables(client, tables, `${database.name}_1`)
  await client.end()
  const source = mysql({ url: url.href })
  onTestFinished(() => source.close())
  return source
}

async function openDuckdb(tables: readonly KitTable[]): Promise<Source> {
  const file = ':memory:every-source'
  const settings = { autoinstall_known_extensions: 'false', autoload_known_extensions: 'false', threads: '1' }
  const instance = await DuckDBInstance.fromCache(file, settings)
  const connection = await instance.connect()
  await makeDuckdbTables(connection, tables, place)
  const source = duckdb({ file, schema: place, threads: 1 })
  onTestFinished(async () => {
    await source.close()
    connection.closeSync()
    instance.closeSync()
  })
  return source
}
