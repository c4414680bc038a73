import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import type { Cluster, Engine } from './engine.ts'
import { commonFlags, firstFlag, noNativeAio, temporaryFlag, urlOfMysql } from './mysql-flags.ts'
import { type MysqlPrograms, mysqlPrograms } from './mysql-programs.ts'
import { endServer, environment, launchServer, tail } from './server-process.ts'
import { giveTo, type ServerUser } from './server-user.ts'

/** MySQL from the folder of `VANTAGE_MYSQLD`. */
export class MysqlEngine implements Engine {
  readonly name = 'MySQL'
  readonly pidFile = 'server.pid'
  #programs: MysqlPrograms = { command: '', args: [] }

  async prepare(user: ServerUser | undefined): Promise<void> {
    this.#programs = mysqlPrograms(user)
  }

  async create(cluster: Cluster, signal: AbortSignal): Promise<void> {
    if (existsSync(cluster.data)) return
    const { command, args } = this.#programs
    const draft = `${cluster.data}.new`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(draft, { mode: 0o700 })
    giveTo(cluster.user, draft)
    // The account without a password goes before the server listens: see the start.
    const options = [
      '--initialize-insecure',
      `--datadir=${draft}`,
      '--secure-file-priv=NULL',
      temporaryFlag(cluster),
      noNativeAio,
      ...quick,
    ]
    const child = spawn(command, [...args, ...options, ...tablesOf(cluster)], {
      ...cluster.user,
      env: environment,
      cwd: cluster.place,
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    })
    const log = tail(child)
    const [code] = await once(child, 'close')
    if (code !== 0) throw new Error(`mysqld --initialize-insecure failed (${code}):\n${log.text}`)
    renameSync(draft, cluster.data)
  }

  start(cluster: Cluster) {
    const { command, args } = this.#programs
    const { password, isDurable } = cluster
    const flags = [
      ...commonFlags(cluster, this.pidFile),
      firstFlag(cluster, [
        "CREATE USER IF NOT EXISTS 'vantage'@'127.0.0.1'",
        `ALTER USER 'vantage'@'127.0.0.1' IDENTIFIED BY '${password}'`,
        "GRANT ALL PRIVILEGES ON *.* TO 'vantage'@'127.0.0.1' WITH GRANT OPTION",
        "DROP USER IF EXISTS 'root'@'localhost'",
      ]),
      '--secure-file-priv=NULL',
      '--mysqlx=OFF',
      '--auto-generate-certs=OFF',
      '--innodb-redo-log-capacity=16M',
      ...(isDurable ? [] : quick),
    ]
    return launchServer(cluster, {
      name: this.name,
      command,
      args: port => [...args, ...flags, `--port=${port}`],
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

/** For data nobody keeps. */
const quick = ['--innodb-flush-method=nosync', '--innodb-doublewrite=OFF']

/** Where the tables are is settled when the data folder is made. */
const tablesOf = ({ settings }: Cluster): string[] =>
  Object.entries(settings).flatMap(([name, value]) => (name === 'innodb_data_file_path' ? [`--${name}=${value}`] : []))
