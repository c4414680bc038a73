import { crashTables, runCrashWork } from '@vantage-ts/adapter-kit/crash'
import { makeTables, openDatabase } from './databases.ts'

// Run by crash.db.test.ts as a process of its own, which is killed.

const [, , folder = '', ...work] = process.argv
const { source, client, close } = await openDatabase(`surrealkv://${folder}/data`)
await makeTables(client, crashTables)
await runCrashWork(source, ...work)
await close()
