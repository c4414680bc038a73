import { suggest, type Source, VantageError } from '@vantage-ts/core/adapter'
import type { SecureContextOptions } from 'node:tls'

/** A pool of `mysql2` by its shape, so that applications need no types of that package. */
export interface MysqlPool {
  getConnection(callback: unknown): void
  end(callback?: unknown): void
}

/** Where the database is and how to reach it. */
export interface ConnectOptions {
  /** `mysql://user:password@host:3306/database`. */
  readonly url?: string
  /**
   * An existing pool of `mysql2` to work through, made with `flags: ['-FOUND_ROWS']` and `jsonStrings: true`; the source does not end
   * it, and sets the modes of its connections.
   */
  readonly pool?: MysqlPool
  /** Default: localhost. */
  readonly host?: string
  /** Default: 3306. */
  readonly port?: number
  /** A socket of Unix in the place of host and port. */
  readonly socketPath?: string
  readonly user?: string
  readonly password?: string
  readonly database?: string
  readonly ssl?: SecureContextOptions & { readonly rejectUnauthorized?: boolean }
  /** Connections at most. Default 10. */
  readonly max?: number
  /** Variables of every session: `{ innodb_lock_wait_timeout: 5 }`. */
  readonly settings?: { readonly [variable: string]: string | number }
  /** How long connecting, or waiting for a free connection, may take. Default 10,000. */
  readonly connectTimeoutMs?: number
}

export interface MysqlOptions<Name extends string = string> extends ConnectOptions {
  /** Tells databases apart, in messages and for the compiler: `mysql({ name: 'billing', url })`. Default: mysql. */
  readonly name?: Name
  /** Another source that reaches the same database. */
  readonly sameAs?: Source
  /** How names of tables and columns are made from those of entities. Default: the same. */
  readonly naming?: 'snake_case' | ((name: string) => string)
  /** Statements of deferred parts that run at once. Default 4. */
  readonly parallel?: number
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
}

const login = ['host', 'port', 'socketPath', 'user', 'password', 'database'] as const
const ofOwnPool = [...login, 'ssl', 'max', 'connectTimeoutMs', 'settings'] as const
const known: readonly string[] = [
  ...ofOwnPool,
  'url',
  'pool',
  'name',
  'sameAs',
  'naming',
  'parallel',
  'maxDeferredList',
]

/** Without these values would be other ones. */
const ours: ReadonlySet<string> = new Set([
  'sql_mode',
  'time_zone',
  'names',
  'character_set_client',
  'character_set_results',
])

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })

/** Refuses options that are unknown, of no use together, or not of their type. Errors: `invalid`. */
export function checkOptions(options: MysqlOptions): void {
  for (const name of Object.keys(options))
    if (!known.includes(name)) throw invalid(`mysql() has no option "${name}".${suggest(name, known)}`)
  const { url, pool } = options
  const given = (names: readonly (keyof MysqlOptions)[]) => names.find(name => options[name] !== undefined)
  if (pool !== undefined) {
    const clash = given(['url', ...ofOwnPool])
    if (clash !== undefined) throw invalid(`mysql() takes ${clash} or pool, not both: the pool has its own settings`)
    if (typeof pool.getConnection !== 'function') throw invalid('pool is a pool of mysql2: createPool({ … })')
  }
  if (url !== undefined) {
    if (typeof url !== 'string' || !/^(?:mysql|mariadb):\/\//.test(url) || !URL.canParse(url))
      throw invalid(
        'url is text such as mysql://user:password@host:3306/database, with special characters of the password as %xx',
      )
    const clash = given(login)
    if (clash !== undefined) throw invalid(`mysql() takes url or ${clash}, not both: write it into the url`)
  }
  for (const [name, value] of Object.entries(options.settings ?? {})) {
    if (ours.has(name.toLowerCase())) throw invalid(`settings: the source itself sets ${name}`)
    if (!/^[a-z_]+$/i.test(name) || !/^[\w.+:-]+$/.test(String(value)))
      throw invalid(`settings: "${name}" takes a word or a number`)
  }
  for (const name of ['max', 'connectTimeoutMs', 'parallel', 'maxDeferredList'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw invalid(`${name} is a whole number above 0`)
  }
}
