import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cluster } from './engine.ts'
import { giveTo } from './server-user.ts'

/** The requests that a machine has for all its processes run out where several servers start. */
export const noNativeAio = '--innodb-use-native-aio=0'

/** A folder of its own for temporary files: servers that do not see each other's processes may name theirs alike. */
export function temporaryFlag({ place, user }: Cluster): string {
  const folder = join(place, 'temporary')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  giveTo(user, folder)
  return `--tmpdir=${folder}`
}

/** The flags that MariaDB and MySQL share. */
export const commonFlags = (cluster: Cluster, pidFile: string): readonly string[] => [
  temporaryFlag(cluster),
  `--datadir=${cluster.data}`,
  `--pid-file=${join(cluster.data, pidFile)}`,
  '--bind-address=127.0.0.1',
  // A socket of Unix has a short path at most, and a place may have a long one.
  '--socket=',
  '--skip-name-resolve',
  '--skip-log-bin',
  '--performance-schema=OFF',
  '--character-set-server=utf8mb4',
  '--innodb-buffer-pool-size=64M',
  noNativeAio,
  `--innodb-flush-log-at-trx-commit=${cluster.isDurable ? 1 : 0}`,
  ...Object.entries(cluster.settings).map(([name, value]) => `--${name}=${value}`),
]

/** Statements to run at each start: nobody else of this machine gets in, and the password is never on a command line. */
export function firstFlag({ place, user }: Cluster, statements: readonly string[]): string {
  const first = join(place, 'first.sql')
  writeFileSync(first, statements.map(statement => `${statement};\n`).join(''), { mode: 0o600 })
  giveTo(user, first)
  return `--init-file=${first}`
}

export const urlOfMysql = ({ password }: Cluster, port: number): string =>
  `mysql://vantage:${password}@127.0.0.1:${port}/mysql`
