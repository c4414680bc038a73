import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterAll, afterEach, expect, inject, test, vi } from 'vitest'
import { isAlive } from './claim.ts'
import { createDatabase } from './database.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

const folders = new Set<string>()
const owners: ChildProcess[] = []

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vantage-test-'))
  folders.add(folder)
  return folder
}

async function startOwner(...folder: string[]) {
  const owner = spawn(process.execPath, [join(import.meta.dirname, '../test/owner.ts'), 'postgres', ...folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  owners.push(owner)
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const server: Pick<PostgresServer, 'url' | 'pid' | 'place'> = JSON.parse(line)
  folders.add(server.place)
  return { owner, ...server }
}

async function killed(owner: ChildProcess): Promise<void> {
  const exited = once(owner, 'exit')
  owner.kill('SIGKILL')
  await exited
}

async function ask(url: string, text: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

afterEach(async () => {
  for (const owner of owners.splice(0)) if (owner.exitCode === null && owner.signalCode === null) await killed(owner)
})
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

test('each file gets an empty database of its own', async () => {
  const database = await createDatabase(inject('postgresUrl'))
  await ask(database.url, 'create table note (id int)')
  expect(await ask(database.url, 'select current_database(), count(*)::int from note')).toEqual([[database.name, 0]])
  await database.drop()
  const left = await ask(inject('postgresUrl'), `select datname from pg_database where datname = '${database.name}'`)
  expect(left).toEqual([])
})

test('a server of an owner that is killed ends, and its files go', async () => {
  const { owner, pid, place, url } = await startOwner()
  expect(await ask(url, 'select 1')).toEqual([[1]])
  expect([isAlive(pid), existsSync(place)]).toEqual([true, true])
  await killed(owner)
  await vi.waitUntil(() => !isAlive(pid) && !existsSync(place), { timeout: 15_000, interval: 50 })
})

test('stop ends the server and its files go', async () => {
  const server = await startPostgres()
  await server.stop()
  expect([isAlive(server.pid), existsSync(server.place)]).toEqual([false, false])
})

test('a kept folder keeps its data when its owner is killed', async () => {
  const folder = temporaryFolder()
  const first = await startOwner(folder)
  await ask(first.url, 'create table note as select 7 as id')
  await killed(first.owner)
  const second = await startPostgres({ folder })
  expect(await ask(second.url, 'select id from note')).toEqual([[7]])
  await second.stop()
  expect(isAlive(first.pid)).toBe(false)
})

test('a folder that a live process uses is refused by name', async () => {
  const folder = temporaryFolder()
  const { owner } = await startOwner(folder)
  await expect(startPostgres({ folder })).rejects.toThrow(`process ${owner.pid} uses the PostgreSQL data in ${folder}`)
})

test('a lock file whose process number now belongs to another program is no obstacle', async () => {
  const folder = temporaryFolder()
  const first = await startPostgres({ folder })
  folders.add(first.place)
  await first.stop()
  const stale = [process.pid, join(first.place, 'data'), 0, 0, '', '127.0.0.1', '', 'ready'].join('\n')
  writeFileSync(join(first.place, 'data', 'postmaster.pid'), stale)
  writeFileSync(join(folder, 'holder'), '')
  const second = await startPostgres({ folder })
  expect(await ask(second.url, 'select 1')).toEqual([[1]])
  await second.stop()
})
