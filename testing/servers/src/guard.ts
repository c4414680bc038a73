// The process that runs one database server, and ends it as soon as the process that asked for it is gone: the end of stdin is the
// signal, and it comes even when that process is killed. Says one line of JSON on stdout.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { claim } from './claim.ts'
import type { Cluster, Engine, EngineName } from './engine.ts'
import type { GuardAnswer, GuardRequest } from './guarded-server.ts'
import { clearLeftover } from './leftover.ts'
import { MariadbEngine } from './mariadb-engine.ts'
import { MysqlEngine } from './mysql-engine.ts'
import { placeOf, temporaryPlace } from './place.ts'
import { PostgresEngine } from './postgres-engine.ts'
import { serverUser } from './server-user.ts'

const engines: { readonly [Name in EngineName]: () => Engine } = {
  postgres: () => new PostgresEngine(),
  mariadb: () => new MariadbEngine(),
  mysql: () => new MysqlEngine(),
}

const gone = new AbortController()
process.stdin.resume().once('end', () => gone.abort())
// A terminal's Ctrl-C is for the owner; this process follows it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
process.stdout.on('error', () => gone.abort())

const answer = (message: GuardAnswer) => process.stdout.write(`${JSON.stringify(message)}\n`)

function passwordOf(folder: string): string {
  const file = join(folder, 'password')
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

async function serve(engine: Engine, folder: string, cluster: Cluster, owner: number): Promise<void> {
  const held = await claim(engine, folder, owner, gone.signal)
  try {
    await clearLeftover(engine, cluster.data)
    await engine.create(cluster, gone.signal)
    const { child, port } = await engine.start(cluster)
    const left = new Promise<void>(done => {
      gone.signal.addEventListener('abort', () => done())
      if (gone.signal.aborted) done()
      child.once('close', () => done())
    })
    answer({ url: engine.urlOf(cluster, port), pid: child.pid ?? 0, place: cluster.place })
    await left
    held.leave()
    await engine.stop(child)
  } finally {
    held.release()
  }
}

async function run({ engine: name, settings, folder: kept, owner }: GuardRequest): Promise<void> {
  const user = serverUser()
  const folder = kept ?? temporaryPlace()
  try {
    const place = kept ? placeOf(kept, user) : folder
    const engine = engines[name]()
    await engine.prepare(user)
    const isDurable = kept !== undefined
    const cluster = { user, place, data: join(place, 'data'), password: passwordOf(folder), isDurable, settings }
    await serve(engine, folder, cluster, owner)
  } finally {
    if (!kept) rmSync(folder, { recursive: true, force: true })
  }
}

try {
  const request: GuardRequest = JSON.parse(process.argv[2] ?? '')
  await run(request)
} catch (error) {
  if (!gone.signal.aborted) answer({ error: error instanceof Error ? error.message : String(error) })
  process.exitCode = 1
}
process.stdin.destroy()
