// The process that runs one PostgreSQL server, and ends it as soon as the process that asked for it is gone: the end of stdin is the
// signal, and it comes even when that process is killed. Says one line of JSON on stdout.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { binariesFor } from './binaries.ts'
import { claim } from './claim.ts'
import { type Cluster, createCluster, startServer, stopServer } from './cluster.ts'
import { clearLeftover } from './leftover.ts'
import { placeOf, temporaryPlace } from './place.ts'
import type { GuardAnswer, GuardRequest } from './postgres.ts'
import { serverUser } from './server-user.ts'

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

async function serve(folder: string, cluster: Cluster, owner: number): Promise<void> {
  const held = await claim(folder, owner, gone.signal)
  try {
    await clearLeftover(cluster.data)
    await createCluster(cluster, gone.signal)
    const { child, port } = await startServer(cluster)
    const left = new Promise<void>(done => {
      gone.signal.addEventListener('abort', () => done())
      if (gone.signal.aborted) done()
      child.once('close', () => done())
    })
    answer({
      url: `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`,
      pid: child.pid ?? 0,
      place: cluster.place,
    })
    await left
    held.leave()
    await stopServer(child)
  } finally {
    held.release()
  }
}

async function run({ folder: kept, owner }: GuardRequest): Promise<void> {
  const user = serverUser()
  const folder = kept ?? temporaryPlace()
  try {
    const place = kept ? placeOf(kept, user) : folder
    const binaries = await binariesFor(user)
    const isDurable = kept !== undefined
    const cluster = { binaries, user, place, data: join(place, 'data'), password: passwordOf(folder), isDurable }
    await serve(folder, cluster, owner)
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
