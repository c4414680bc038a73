import { execFileSync } from 'node:child_process'
import { chownSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface ServerUser {
  readonly uid: number
  readonly gid: number
}

const idOf = (flag: '-u' | '-g'): number => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))

/** PostgreSQL refuses to run as root: there it runs as `nobody`, an account every system has. Undefined means "as ourselves". */
export function serverUser(): ServerUser | undefined {
  return process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : undefined
}

export function giveTo(user: ServerUser | undefined, path: string): void {
  if (user) chownSync(path, user.uid, user.gid)
}

/** True when another user can enter the folder and all above it. */
export function isReachable(folder: string): boolean {
  const mayEnter = (statSync(folder).mode & 0o001) !== 0
  return mayEnter && (folder === dirname(folder) || isReachable(dirname(folder)))
}
