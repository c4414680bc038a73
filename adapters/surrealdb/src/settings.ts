import { VantageError } from '@vantage-ts/core/adapter'

/** Where to connect and as whom; credentials are kept out of everything that is shown. */
export interface Address {
  /** Without credentials. */
  readonly url: string
  readonly namespace: string
  readonly database: string
  readonly authentication: Credentials | string | undefined
  readonly connectTimeoutMs: number
}

interface Credentials {
  readonly username: string
  readonly password: string
  readonly namespace?: string
  readonly database?: string
}

export interface AddressOptions {
  readonly url: string
  readonly namespace?: string
  readonly database?: string
  readonly username?: string
  readonly password?: string
  readonly level?: 'root' | 'namespace' | 'database'
  readonly token?: string
  readonly connectTimeoutMs?: number
}

const invalid = (reason: string): VantageError => new VantageError(`surrealdb(): ${reason}`, { kind: 'invalid' })

const schemes: ReadonlySet<string> = new Set([
  'ws:',
  'wss:',
  'http:',
  'https:',
  'mem:',
  'surrealkv:',
  'surrealkv+versioned:',
  'rocksdb:',
])

/** Checks the options, without I/O. Errors: `invalid` naming the option. */
export function addressOf(options: AddressOptions): Address {
  const { namespace = 'main', database = 'main', connectTimeoutMs = 10_000, token } = options
  const { url, username, password } = withoutCredentials(options.url)
  const user = options.username ?? username
  const secret = options.password ?? password
  if ((user === undefined) !== (secret === undefined)) throw invalid('username and password come together')
  if (token !== undefined && user !== undefined) throw invalid('give either a token or username and password')
  if (namespace === '' || database === '') throw invalid('namespace and database are not empty')
  if (!(connectTimeoutMs > 0)) throw invalid('connectTimeoutMs is a number of milliseconds above 0')
  const credentials = user === undefined || secret === undefined ? undefined : { username: user, password: secret }
  return {
    url,
    namespace,
    database,
    authentication: token ?? (credentials && { ...credentials, ...levelOf(options.level, namespace, database) }),
    connectTimeoutMs,
  }
}

/** What the user was defined on. */
function levelOf(level: AddressOptions['level'], namespace: string, database: string): Partial<Credentials> {
  if (level === 'namespace') return { namespace }
  return level === 'database' ? { namespace, database } : {}
}

function withoutCredentials(given: string): { url: string; username?: string; password?: string } {
  const scheme = /^[a-z+]+:/i.exec(given)?.[0].toLowerCase()
  if (scheme === undefined || !schemes.has(scheme))
    throw invalid('the url has no scheme that is known here; use ws, wss, http, https, mem, surrealkv or rocksdb')
  if (isEmbedded(given)) return { url: given }
  const url = parsed(given)
  const { username, password } = url
  if (username === '') return { url: given }
  url.username = ''
  url.password = ''
  return { url: url.href, username: decodeURIComponent(username), password: decodeURIComponent(password) }
}

function parsed(given: string): URL {
  try {
    return new URL(given)
  } catch {
    // The error of the language shows the url, which may hold a password.
    throw invalid('the url cannot be read; write it as in ws://localhost:8000')
  }
}

/** Whether the engine runs in this process. */
export const isEmbedded = (url: string): boolean => /^(?:mem|surrealkv|surrealkv\+versioned|rocksdb):/i.test(url)

/** The folder of an embedded database; undefined for one in memory. */
export function folderOf(url: string): string | undefined {
  const path = /^(?:surrealkv|surrealkv\+versioned|rocksdb):\/\/([^?]*)/i.exec(url)?.[1]
  return path === undefined || path === '' ? undefined : path
}
