import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface MariadbPrograms {
  readonly install: string
  readonly server: string
}

/** Where packages put servers, which not everybody has on PATH. */
const places = ['/usr/sbin', '/usr/bin', '/usr/libexec', '/usr/local/sbin', '/usr/local/bin', '/opt/homebrew/bin']

/** The programs of MariaDB on this machine, or what to say when they are missing. */
export function mariadbPrograms(): MariadbPrograms | { readonly missing: string } {
  const folders = [...(process.env.PATH ?? '').split(delimiter), ...places].filter(folder => folder !== '')
  const find = (name: string): string | undefined => folders.map(folder => join(folder, name)).find(existsSync)
  const [install, server] = [find('mariadb-install-db'), find('mariadbd')]
  if (install !== undefined && server !== undefined) return { install, server }
  return { missing: 'MariaDB is not installed here: apt-get install mariadb-server-core, or its like, brings it' }
}

/** What to say where MariaDB is missing, else undefined. */
export function mariadbMissing(): string | undefined {
  const found = mariadbPrograms()
  return 'missing' in found ? found.missing : undefined
}
