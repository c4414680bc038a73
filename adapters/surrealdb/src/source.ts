import type {
  Decimal,
  Geometry,
  Json,
  Source,
  Temporal,
  Transaction,
  TransactionOptions,
  TransactionSource,
  UntypedExpr,
} from '@vantage-ts/core'
import { type BegunOn, openSource, suggest, VantageError } from '@vantage-ts/core/adapter'
import type { Surreal } from 'surrealdb'
import type { abilities, HeldTypes } from './abilities.ts'
import { SurrealBackend } from './backend.ts'
import { Connection } from './connection.ts'
import { type Links, linkStorages } from './links.ts'
import { SurrealQuery } from './query/query.ts'
import { type AddressOptions, addressOf } from './settings.ts'

/** What templates can bind: every type that SurrealDB holds, and null. */
type Bound =
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | Temporal.Instant
  | Temporal.Duration
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Uint8Array
  | Geometry
  | Json

/** A SurrealDB database. `Name` tells sources of one application apart: `SurrealDb<'billing'>`. */
export interface SurrealDb<Name extends string = string> extends TransactionSource {
  readonly name: Name
  readonly can: typeof abilities
  readonly '~holds': (typeName: HeldTypes) => void
  readonly '~binds': Bound
  /** SurrealQL with bound values; `.run()` gives its rows, `.as(type)` makes it an operand. */
  expr(parts: TemplateStringsArray, ...args: readonly unknown[]): UntypedExpr<this>
  /** Where statements of its whole language begin; the words for them are in `@vantage-ts/surrealdb/ql`. */
  query<DS extends SurrealDb>(this: DS & BegunOn<DS>): SurrealQuery<DS>
  /** Begins a transaction that sees one snapshot and refuses to overwrite what another changed. */
  begin(options?: TransactionOptions): Promise<Transaction<this>>
}

interface CommonOptions<Name extends string> {
  /** Names the source in errors, plans and types. Default `surrealdb`. */
  readonly name?: Name
  /** Another source that reaches the same database. */
  readonly sameAs?: Source
  /** How names of tables and columns are made from those of entities. Default: the same. */
  readonly naming?: 'snake_case' | ((name: string) => string)
  /**
   * Fields that are links to records: per table the field and the table that it links to, by their names in the database.
   * `{ order: { clientId: 'client' }, bought: { in: 'client', out: 'product' } }`; a table with links `in` and `out` is one
   * of edges.
   */
  readonly links?: Links
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
  /** Statements of deferred parts that run at once. Default 4. */
  readonly parallel?: number
}

export interface SurrealDbUrlOptions<Name extends string = string> extends CommonOptions<Name>, AddressOptions {
  /** `ws://host:8000`, `wss://…`, `http(s)://…`; embedded: `mem://`, `surrealkv://folder`, `rocksdb://folder`. */
  readonly url: string
  /** Made on demand. Default `main`. */
  readonly namespace?: string
  /** Made on demand. Default `main`. */
  readonly database?: string
  readonly username?: string
  readonly password?: string
  /** What the user is defined on. Default `root`. */
  readonly level?: 'root' | 'namespace' | 'database'
  /** An access token, in the place of username and password. */
  readonly token?: string
  /** How long connecting may take; opening the folder of an embedded database included. Default 10,000. */
  readonly connectTimeoutMs?: number
  readonly client?: never
}

export interface SurrealDbClientOptions<Name extends string = string> extends CommonOptions<Name> {
  /** A connected client of yours; closing the source leaves it open. */
  readonly client: Surreal
  readonly connectTimeoutMs?: number
  readonly url?: never
}

/**
 * A source on SurrealDB 3, over the network or embedded. Opening does no I/O; it connects on first use, and again when the
 * connection was lost.
 *
 * Errors: `invalid` for options that do not fit; the first call tells `connection` or `permission`.
 */
export function surrealdb<const Name extends string = string>(
  options: SurrealDbUrlOptions<Name> | SurrealDbClientOptions<Name>,
): SurrealDb<Name> {
  checkNames(options)
  const { name = 'surrealdb', maxDeferredList = 50_000, sameAs, naming, parallel, links } = options
  if (!Number.isSafeInteger(maxDeferredList) || maxDeferredList < 1)
    throw new VantageError('surrealdb(): maxDeferredList is a whole number from 1 up', { kind: 'invalid' })
  const backend = new SurrealBackend({
    name,
    connection: connectionOf(name, options),
    database: sameAs?.database ?? {},
    maxDeferredList,
    isForeign: options.client !== undefined,
  })
  return openSource<SurrealDb<Name>>(backend, {
    storedAs: linkStorages(links),
    language: own => new SurrealQuery(own),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(naming === undefined ? {} : { naming }),
    ...(parallel === undefined ? {} : { parallel }),
  })
}

const optionNames: ReadonlySet<string> = new Set<keyof SurrealDbUrlOptions | keyof SurrealDbClientOptions>([
  'name',
  'sameAs',
  'naming',
  'maxDeferredList',
  'parallel',
  'links',
  'url',
  'namespace',
  'database',
  'username',
  'password',
  'level',
  'token',
  'connectTimeoutMs',
  'client',
])

function checkNames(options: object): void {
  const strange = Object.keys(options).find(option => !optionNames.has(option))
  if (strange === undefined) return
  throw new VantageError(`surrealdb() has no option "${strange}".${suggest(strange, [...optionNames])}`, {
    kind: 'invalid',
  })
}

function connectionOf(name: string, options: SurrealDbUrlOptions | SurrealDbClientOptions): Connection {
  if (options.client !== undefined) return Connection.around(name, options.client, options.connectTimeoutMs ?? 10_000)
  if (typeof options.url !== 'string')
    throw new VantageError('surrealdb() takes a url, such as ws://localhost:8000, or a connected client', {
      kind: 'invalid',
    })
  return Connection.to(name, addressOf(options))
}
