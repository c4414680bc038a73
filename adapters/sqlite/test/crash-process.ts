import { join } from 'node:path'
import { crashTables, runCrashWork } from '@vantage-ts/adapter-kit/crash'
import { sqlite } from '../src/index.ts'
import { makeTables } from './tables.ts'

// Run by crash.db.test.ts as a process of its own, which is killed.

const [, , folder = '', ...work] = process.argv
const source = sqlite({ file: join(folder, 'a.db') })
await makeTables(source, crashTables)
await runCrashWork(source, ...work)
