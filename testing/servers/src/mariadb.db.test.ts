import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createConnection } from 'mysql2/promise'
import { afterAll, afterEach, describe, expect, inject, test, vi } from 'vitest'
import { isAlive } from './claim.ts'
import type { EngineName } from './engine.ts'
import type { GuardedServer } from './guarded-server.ts'
import { startMariadb } from './mariadb.ts'
import { mariadbMissing } from './mariadb-programs.ts'
import { mysqlFlavor, startMysql } from './mysql.ts'
import { createMysqlDatabase } from './mysql-database.ts'
import { askFor } from './on-demand.ts'

const owners: ChildProcess[] = []
const folders = new Set<string>()

async function startOwner(engine: EngineName, ...folder: string[]) {
  const owner = spawn(process.execPath, [join(import.meta.dirname, '../test/owner.ts'), engine, ...folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  owners.push(owner)
  const [line] = await once(createInterface({ input: owner.stdout }), 'line')
  const server: Pick<GuardedServer, 'url' | 'pid' | 'place'> = JSON.parse(line)
  folders.add(server.place)
  return { owner, ...server }
}

async function killed(owner: ChildProcess): Promise<void> {
  const exited = once(owner, 'exit')
  owner.kill('SIGKILL')
  await exited
}

async function ask(url: string, text: string): Promise<unknown> {
  const connection = await createConnection({ uri: url })
  try {
    return (await connection.query(text))[0]
  } finally {
    await connection.end()
  }
}

const servers = [
  { name: 'MariaDB', engine: 'mariadb', isMissing: mariadbMissing() !== undefined, start: startMariadb },
  { name: 'MySQL', engine: 'mysql', isMissing: mysqlFlavor() !== 'mysql', start: startMysql },
] as const

describe.each(servers.filter(({ isMissing }) => !isMissing))('$name', ({ name, engine, start }) => {
  afterEach(async () => {
    for (const owner of owners.splice(0)) if (owner.exitCode === null && owner.signalCode === null) await killed(owner)
  })
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  test('the server of the run is one for all who ask, and each file gets an empty database of its own', async () => {
    const desk = inject(engine)
    expect(await Promise.all([askFor(desk), askFor(desk)])).toEqual(Array(2).fill(await askFor(desk)))
    await using database = await createMysqlDatabase(desk)
    await ask(database.url, 'create table note (id int)')
    expect(await ask(database.url, 'select database() as name')).toEqual([{ name: database.name }])
  })

  test('nobody gets in without the password', async () => {
    const url = new URL(await askFor(inject(engine)))
    for (const [user, password] of [
      ['root', ''],
      ['vantage', 'wrong'],
    ]) {
      url.username = user ?? ''
      url.password = password ?? ''
      await expect(ask(url.href, 'select 1')).rejects.toMatchObject({ errno: 1045 })
    }
  })

  test('a server of an owner that is killed ends, and its files go', async () => {
    const { owner, pid, place, url } = await startOwner(engine)
    expect(await ask(url, 'select 1 as n')).toEqual([{ n: 1 }])
    await killed(owner)
    await vi.waitUntil(() => !isAlive(pid) && !existsSync(place), { timeout: 15_000, interval: 50 })
  })

  test('a kept folder keeps its data when its owner is killed, and is refused while one uses it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vantage-test-'))
    folders.add(folder)
    const first = await startOwner(engine, folder)
    await ask(first.url, 'create table note as select 7 as id')
    await expect(start({ folder })).rejects.toThrow(`uses the ${name} data in ${folder}`)
    await killed(first.owner)
    const second = await start({ folder })
    expect(await ask(second.url, 'select id from note')).toEqual([{ id: 7 }])
    await second.stop()
    expect([isAlive(first.pid), isAlive(second.pid)]).toEqual([false, false])
  })
})
