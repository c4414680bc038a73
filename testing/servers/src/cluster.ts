import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { giveTo, type ServerUser } from './server-user.ts'

export interface Cluster {
  readonly binaries: Binaries
  readonly user: ServerUser | undefined
  readonly place: string
  readonly data: string
  readonly password: string
  /** False skips waiting for the disk: right for data nobody keeps. */
  readonly isDurable: boolean
}

const environment = { ...process.env, LC_ALL: 'C', TZ: 'UTC' }

/** The end of what a server or tool says, for messages. */
function tail(child: ChildProcess): { readonly text: string } {
  const log = { text: '' }
  child.stderr?.on('data', chunk => {
    log.text = (log.text + String(chunk)).slice(-4000)
  })
  return log
}

/** Runs initdb beside the final place and renames, so that a kill half-way leaves nothing that looks finished. */
export async function createCluster(cluster: Cluster, signal: AbortSignal): Promise<void> {
  if (existsSync(cluster.data)) return
  const draft = `${cluster.data}.new`
  const passwordFile = join(cluster.place, 'initial-password')
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700 })
  writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 })
  for (const path of [draft, passwordFile]) giveTo(cluster.user, path)
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  const child = spawn(
    cluster.binaries.initdb,
    ['-D', draft, ...login, '--encoding=UTF8', '--locale=C', ...(cluster.isDurable ? [] : ['--no-sync'])],
    { ...cluster.user, env: environment, cwd: cluster.place, stdio: ['ignore', 'ignore', 'pipe'], signal },
  )
  const log = tail(child)
  const [code] = await once(child, 'close').finally(() => rmSync(passwordFile, { force: true }))
  if (code !== 0) throw new Error(`initdb failed (${code}):\n${log.text}`)
  renameSync(draft, cluster.data)
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port on 127.0.0.1')
  return address.port
}

export interface RunningServer {
  readonly child: ChildProcess
  readonly port: number
}

function launch(cluster: Cluster, port: number): ChildProcess {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: cluster.isDurable ? 'on' : 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  return spawn(cluster.binaries.postgres, ['-D', cluster.data, '-p', String(port), ...flags], {
    ...cluster.user,
    env: environment,
    cwd: cluster.place,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

/** Starts the server on a port nobody uses; another process may take the port first, so it tries a few. */
export async function startServer(cluster: Cluster): Promise<RunningServer> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const child = launch(cluster, port)
    const log = tail(child)
    const isReady = await new Promise<boolean>((done, fail) => {
      child.stderr?.on('data', () => log.text.includes('ready to accept connections') && done(true))
      child.once('error', fail)
      child.once('close', () => done(false))
    })
    if (isReady) return { child, port }
    // The second text: processes of a killed server are still ending.
    const isPassing = /Address already in use|pre-existing shared memory block/.test(log.text)
    if (isPassing && attempt < 5) await wait(200)
    else {
      throw new Error(`PostgreSQL did not start (${child.exitCode ?? child.signalCode}):\n${log.text}`)
    }
  }
}

/** Ends the server: connections are cut, data is written. */
export async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const closed = once(child, 'close')
  child.kill('SIGINT')
  const impatient = setTimeout(() => child.kill('SIGQUIT'), 20_000)
  await closed
  clearTimeout(impatient)
}
