import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster, Engine } from './engine.ts'
import { type MariadbPrograms, mariadbPrograms } from './mariadb-programs.ts'
import { endServer, environment, launchServer, tail } from './server-process.ts'
import { giveTo } from './server-user.ts'

/** The requests that a machine has for all its processes run out where several servers start. */
const noNativeAio = '--innodb-use-native-aio=0'

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
    const quick = ['--innodb-log-file-size=8M', '--innodb-flush-method=nosync', noNativeAio]
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
    const { data, place, password, isDurable, settings, user } = cluster
    // Run at each start: nobody else of this machine gets in, and the password is never on a command line.
    const first = join(place, 'first.sql')
    const statements = [
      `CREATE OR REPLACE USER 'vantage'@'127.0.0.1' IDENTIFIED BY '${password}'`,
      "GRANT ALL PRIVILEGES ON *.* TO 'vantage'@'127.0.0.1' WITH GRANT OPTION",
      "DROP USER IF EXISTS 'root'@'localhost', 'root'@'127.0.0.1', 'root'@'::1'",
    ]
    writeFileSync(first, statements.map(statement => `${statement};\n`).join(''), { mode: 0o600 })
    giveTo(user, first)
    const flags = [
      `--datadir=${data}`,
      `--pid-file=${join(data, this.pidFile)}`,
      `--init-file=${first}`,
      '--bind-address=127.0.0.1',
      // A socket of Unix has a short path at most, and a place may have a long one.
      '--socket=',
      '--skip-name-resolve',
      '--skip-log-bin',
      '--performance-schema=OFF',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=64M',
      '--innodb-log-file-size=8M',
      noNativeAio,
      `--innodb-flush-log-at-trx-commit=${isDurable ? 1 : 0}`,
      ...(isDurable ? [] : ['--innodb-flush-method=nosync']),
      ...Object.entries(settings).map(([name, value]) => `--${name}=${value}`),
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

  urlOf({ password }: Cluster, port: number): string {
    return `mysql://vantage:${password}@127.0.0.1:${port}/mysql`
  }
}
