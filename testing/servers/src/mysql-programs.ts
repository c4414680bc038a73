import { createHash } from 'node:crypto'
import { existsSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { publicCopy } from './public-copy.ts'
import { isReachable, type ServerUser } from './server-user.ts'

/** How `mysqld` is run: a command, and what comes before its own arguments. */
export interface MysqlPrograms {
  readonly command: string
  readonly args: readonly string[]
}

/** The folder that `VANTAGE_MYSQLD` names, with packages of MySQL in it as `tools/fetch-mysql.mjs` unpacks them; undefined without it. */
export function mysqlFolder(): string | undefined {
  const folder = process.env.VANTAGE_MYSQLD
  return folder === undefined || folder === '' ? undefined : folder
}

const serverIn = (folder: string): string => join(folder, 'usr/sbin/mysqld')

/**
 * The programs of MySQL in the folder of `VANTAGE_MYSQLD`, where the user of the server can run them.
 *
 * They run with the C library of that folder, which may be newer than that of the system. Errors: says what is missing.
 */
export function mysqlPrograms(user: ServerUser | undefined): MysqlPrograms {
  const named = mysqlFolder()
  if (named === undefined) throw new Error('VANTAGE_MYSQLD names no folder of MySQL: npm run fetch-mysql makes one')
  if (!existsSync(serverIn(named)))
    throw new Error(`there is no usr/sbin/mysqld in ${named}, which VANTAGE_MYSQLD names`)
  const root = user && !isReachable(realpathSync(named)) ? publicCopy(named, copyName(named)) : realpathSync(named)
  const libraries = join(root, 'usr/lib', libraryFolder())
  const loader = join(libraries, loaders[process.arch] ?? '')
  const share = join(root, 'usr/share/mysql')
  const places = [
    `--basedir=${join(root, 'usr')}`,
    `--lc-messages-dir=${share}`,
    `--character-sets-dir=${join(share, 'charsets')}`,
    `--plugin-dir=${join(root, 'usr/lib/mysql/plugin')}`,
  ]
  return { command: loader, args: ['--library-path', libraries, serverIn(root), '--no-defaults', ...places] }
}

const loaders: Readonly<Record<string, string>> = { x64: 'ld-linux-x86-64.so.2', arm64: 'ld-linux-aarch64.so.1' }
const libraryFolder = (): string => `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`

/** Another server in the same folder is another copy. */
function copyName(folder: string): string {
  const { mtimeMs, size } = statSync(serverIn(folder))
  const told = createHash('sha256')
    .update(`${realpathSync(folder)} ${mtimeMs} ${size}`)
    .digest('hex')
  return `vantage-mysql-${told.slice(0, 12)}`
}
