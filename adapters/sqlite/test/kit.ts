import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AdapterUnderTest, testAdapter, testOperators } from '@vantage-ts/adapter-kit'
import { type DriverName, type Sqlite, sqlite } from '../src/index.ts'
import { makeTables } from './tables.ts'

const files = new WeakMap<object, (at: string) => Sqlite>()

/** The adapter kit on one driver, in memory. */
export function testInMemory(driver: DriverName): void {
  const adapter: AdapterUnderTest = {
    name: `sqlite in memory, ${driver}`,
    generates: ['int'],
    open: async tables => {
      const schemas = tables.flatMap(table => table.schema ?? [])
      const attach = Object.fromEntries(schemas.map(schema => [schema, ':memory:']))
      const source = sqlite({ file: ':memory:', driver, attach, busyTimeoutMs: 300 })
      await makeTables(source, tables)
      return { source, close: () => source.close() }
    },
  }
  testAdapter(adapter)
  testOperators(adapter)
}

/** The adapter kit on one driver, in a file, which two sources may open. */
export function testInFile(driver: DriverName): void {
  testAdapter({
    name: `sqlite in a file, ${driver}`,
    ...(driver === 'better-sqlite3' ? { results: 'kit-results.json' } : {}),
    generates: ['int'],
    open: async tables => {
      const folder = mkdtempSync(join(tmpdir(), 'vantage-sqlite-'))
      const schemas = tables.flatMap(table => table.schema ?? [])
      const attach = Object.fromEntries(schemas.map((schema, at) => [schema, join(folder, `${at}.db`)]))
      const open = () =>
        sqlite({ file: join(folder, 'main.db'), driver, attach, busyTimeoutMs: 300, pragmas: { synchronous: 'off' } })
      const source = open()
      await makeTables(source, tables)
      files.set(source, open)
      const close = async () => {
        await source.close()
        rmSync(folder, { recursive: true, force: true })
      }
      return { source, close }
    },
    reopen: async ({ source }) => {
      const second = files.get(source)?.('again')
      if (second === undefined) throw new Error('the kit reopens what it opened')
      return { source: second, close: () => second.close() }
    },
  })
}
