import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { surrealdb } from '@vantage-ts/surrealdb'
import { startPostgres } from '@vantage-ts/test-servers'
import { afterAll, expect, test, vi } from 'vitest'
import { dataFolder, removeData, run } from './program.ts'

// A start of the program takes a second alone, and many on a machine that does much else.
vi.setConfig({ testTimeout: 180_000 })

const folders: string[] = []
afterAll(() => folders.forEach(removeData))

function held(): string {
  const folder = dataFolder()
  folders.push(folder)
  return folder
}

// Programs that are no atlas may hold the folder of one engine: this test is one.

test('a SurrealDB folder that another program holds is named', async () => {
  const folder = held()
  const surrealFolder = join(folder, 'surrealdb')
  mkdirSync(surrealFolder)
  const other = surrealdb({ url: `surrealkv://${surrealFolder}` })
  await other.ping()
  const { code, out, err } = await run(['threshold', '--data', folder])
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain('atlas: loading the countries into SurrealDB: ')
  expect(err).toContain(surrealFolder)
  await other.close()
})

test('a PostgreSQL folder that another program holds is named, with the process', async () => {
  const folder = held()
  const other = await startPostgres({ folder: join(folder, 'postgres') })
  const { code, out, err } = await run(['threshold', '--data', folder])
  expect([code, out]).toEqual([1, ''])
  expect(err).toContain(`atlas: starting PostgreSQL: process ${process.pid} uses the PostgreSQL data in ${folder}`)
  await other.stop()
})
