import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isReachable, type ServerUser } from './server-user.ts'

/** TMPDIR may be a private folder, where the server's user cannot go. */
export const publicTemporaryFolder = (): string => (isReachable(realpathSync(tmpdir())) ? tmpdir() : '/tmp')

/** Makes an empty folder that the server's user can enter. */
export function temporaryPlace(): string {
  const place = mkdtempSync(join(publicTemporaryFolder(), 'vantage-server-'))
  chmodSync(place, 0o711)
  return place
}

/**
 * Where the files of the server of this folder are: in it, or, for root in a private folder, in a public one that a file `location` names.
 */
export function placeOf(folder: string, user: ServerUser | undefined): string {
  mkdirSync(folder, { recursive: true })
  if (!user || isReachable(realpathSync(folder))) return folder
  const location = join(folder, 'location')
  if (existsSync(location)) {
    const place = readFileSync(location, 'utf8')
    if (existsSync(place)) return place
  }
  const place = temporaryPlace()
  writeFileSync(location, place)
  return place
}
