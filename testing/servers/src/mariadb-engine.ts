import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import type { Cluster, Engine } from './engine.ts'
import { type MariadbPrograms, mariadbPrograms } from './mariadb-programs.ts'
import { commonFlags, firstFlag, noNativeAio, temporaryFlag, urlOfMysql } from './mysql-flags.ts'
import { endServer, environment, launchServer, tail } from './server-process.ts'
import { giveTo } from './server-user.ts'

/** MariaDB from the packages of the system. */
export class MariadbEngine implements Engine {
  readonly name = 'MariaDB'
  readonly pidFile = 'server.pid'
  #programs: MariadbPrograms = { install: '', server: '' }

  async prepare(): Promise<void> {
    const found = mariadbPrograms()
    if ('missing' in found) throw new Error(found.missing)
    this.#programs = found
  }

  async create(cluster: Cluster, signal: AbortSignal): Promise<void> {
    if (existsSync(cluster.data)) return
    const draft = `${cluster.data}.new`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    giveTo(cluster.user, draft)
    const options = ['--skip-test-db', '--auth-root-authentication-method=normal', '--skip-name-resolve']
    const quick = ['--innodb-log-file-size=8M', '--innodb-flush-method=nosync', noNativeAio, temporaryFlag(cluster)]
    const child = spawn(this.#programs.install, ['--no-defaults', `--datadir=${draft}`, ...options, ...quick], {
      ...cluster.user,
      env: environment,
      cwd: cluster.place,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const log = tail(child)
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`mariadb-install-db failed (${code}):\n${log.text}`)
    renameSync(draft, cluster.data)
  }

  start(cluster: Cluster) {
    const { password, isDurable } = cluster
    const flags = [
      ...commonFlags(cluster, this.pidFile),
      firstFlag(cluster, [
        `CREATE OR REPLACE USER 'vantage'@'127.0.0.1' IDENTIFIED BY '${password}'`,
        "GRANT ALL PRIVILEGES ON *.* TO 'vantage'@'127.0.0.1' WITH GRANT OPTION",
        "DROP USER IF EXISTS 'root'@'localhost', 'root'@'127.0.0.1', 'root'@'::1'",
      ]),
      '--innodb-log-file-size=8M',
      ...(isDurable ? [] : ['--innodb-flush-method=nosync']),
    ]
    return launchServer(cluster, {
      name: this.name,
      command: this.#programs.server,
      args: port => ['--no-defaults', ...flags, `--port=${port}`],
      ready: 'ready for connections',
      // The second text: the process of a killed server is still ending.
      passing: /Address already in use|Unable to lock/,
    })
  }

  stop(child: Parameters<Engine['stop']>[0]): Promise<void> {
    return endServer(child, 'SIGTERM', 'SIGKILL')
  }

  urlOf = urlOfMysql
}
