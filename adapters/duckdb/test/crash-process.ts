import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { crashTables, runCrashWork } from '@vantage-ts/adapter-kit/crash'
import { duckdb } from '../src/index.ts'
import { makeTables } from './tables.ts'

// Run by crash.db.test.ts as a process of its own, which is killed.

const [, , folder = '', ...work] = process.argv
const file = join(folder, 'a.duckdb')
const instance = await DuckDBInstance.create(file, { threads: '1' })
const connection = await instance.connect()
await makeTables(connection, crashTables, 'main')
connection.closeSync()
instance.closeSync()
const source = duckdb({ file, threads: 1 })
await runCrashWork(source, ...work)
await source.close()
