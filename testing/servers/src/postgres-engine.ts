import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Binaries, binariesFor } from './binaries.ts'
import type { Cluster, Engine } from './engine.ts'
import { endServer, environment, launchServer, tail } from './server-process.ts'
import { giveTo, type ServerUser } from './server-user.ts'

/** PostgreSQL from npm packages. */
export class PostgresEngine implements Engine {
  readonly name = 'PostgreSQL'
  readonly pidFile = 'postmaster.pid'
  #binaries: Binaries = { initdb: '', postgres: '' }

  async prepare(user: ServerUser | undefined): Promise<void> {
    this.#binaries = await binariesFor(user)
  }

  /** Runs initdb beside the final place and renames, so that a kill half-way leaves nothing that looks finished. */
  async create(cluster: Cluster, signal: AbortSignal): Promise<void> {
    if (existsSync(cluster.data)) return
    const draft = `${cluster.data}.new`
    const passwordFile = join(cluster.place, 'initial-password')
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    writeFileSync(passwordFile, `${cluster.password}\n`, { mode: 0o600 })
    for (const path of [draft, passwordFile]) giveTo(cluster.user, path)
    const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
    const child = spawn(
      this.#binaries.initdb,
      ['-D', draft, ...login, '--encoding=UTF8', '--locale=C', ...(cluster.isDurable ? [] : ['--no-sync'])],
      { ...cluster.user, env: environment, cwd: cluster.place, stdio: ['ignore', 'ignore', 'pipe'], signal },
    )
    const log = tail(child)
    const [code] = await once(child, 'close').finally(() => rmSync(passwordFile, { force: true }))
    if (code !== 0) throw new Error(`initdb failed (${code}):\n${log.text}`)
    renameSync(draft, cluster.data)
  }

  start(cluster: Cluster) {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      fsync: cluster.isDurable ? 'on' : 'off',
      ...cluster.settings,
    }
    const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    return launchServer(cluster, {
      name: this.name,
      command: this.#binaries.postgres,
      args: port => ['-D', cluster.data, '-p', String(port), ...flags],
      ready: 'ready to accept connections',
      // The second text: processes of a killed server are still ending.
      passing: /Address already in use|pre-existing shared memory block/,
    })
  }

  /** Connections are cut, data is written. */
  stop(child: Parameters<Engine['stop']>[0]): Promise<void> {
    return endServer(child, 'SIGINT', 'SIGQUIT')
  }

  urlOf({ password }: Cluster, port: number): string {
    return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
  }
}
