import { suggest, type Source, VantageError } from '@vantage-ts/core/adapter'
import type { ConnectionOptions } from 'node:tls'

/** A pool of `pg` by its shape, so that applications need no types of that package. */
export interface PgPool {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  connect(): Promise<unknown>
  end(): Promise<void>
}

/** Where the database is and how to reach it. */
export interface ConnectOptions {
  /** `postgres://user:password@host:5432/database`, with parameters such as `?sslmode=verify-full`. */
  readonly url?: string
  /** An existing pool of `pg` to work through; the source does not end it. */
  readonly pool?: PgPool
  /** Default: `PGHOST`, else localhost. A folder stands for the socket in it. */
  readonly host?: string
  /** Default: `PGPORT`, else 5432. */
  readonly port?: number
  /** Default: `PGUSER`, else the user of this process. */
  readonly user?: string
  /** The password, or a function that gives it for every new connection. Default: `PGPASSWORD`. */
  readonly password?: string | (() => string | Promise<string>)
  /** Default: `PGDATABASE`, else the name of the user. */
  readonly database?: string
  readonly ssl?: boolean | ConnectionOptions
  /** Connections at most. Default 10. */
  readonly max?: number
  /** How long connecting, or waiting for a free connection, may take. Default 10,000. */
  readonly connectTimeoutMs?: number
  /** `false` behind a proxy that pools by transaction, where named statements are lost. Default true. */
  readonly namedStatements?: boolean
  /** Schemas of tables, and of names in templates, that name none. Default: the `search_path` of the role. */
  readonly schema?: string | readonly string[]
}

export interface PostgresOptions<Name extends string = string> extends ConnectOptions {
  /** Tells databases apart, in messages and for the compiler: `postgres({ name: 'billing', url })`. Default: postgres. */
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

const login = ['host', 'port', 'user', 'password', 'database'] as const
const ofOwnPool = [...login, 'ssl', 'max', 'connectTimeoutMs', 'schema'] as const
const known: readonly string[] = [
  ...ofOwnPool,
  'url',
  'pool',
  'namedStatements',
  'name',
  'sameAs',
  'naming',
  'parallel',
  'maxDeferredList',
]

const invalid = (reason: string): VantageError => new VantageError(reason, { kind: 'invalid' })

/** Refuses options that are unknown, of no use together, or not of their type. Errors: `invalid`. */
export function checkOptions(options: PostgresOptions): void {
  for (const name of Object.keys(options))
    if (!known.includes(name)) throw invalid(`postgres() has no option "${name}".${suggest(name, known)}`)
  const { url, pool } = options
  const given = (names: readonly (keyof PostgresOptions)[]) => names.find(name => options[name] !== undefined)
  if (pool !== undefined) {
    const clash = given(['url', ...ofOwnPool])
    if (clash !== undefined) throw invalid(`postgres() takes ${clash} or pool, not both: the pool has its own settings`)
    if (typeof pool.connect !== 'function') throw invalid('pool is a Pool of pg: new pg.Pool({ … })')
  }
  if (url !== undefined) {
    if (typeof url !== 'string' || !/^postgres(?:ql)?:\/\//.test(url))
      throw invalid('url is text such as postgres://user:password@host:5432/database')
    const clash = given(login)
    if (clash !== undefined) throw invalid(`postgres() takes url or ${clash}, not both: write it into the url`)
  }
  for (const name of ['max', 'connectTimeoutMs', 'parallel', 'maxDeferredList'] as const) {
    const value = options[name]
    if (value !== undefined && !(Number.isInteger(value) && value > 0))
      throw invalid(`${name} is a whole number above 0`)
  }
}
