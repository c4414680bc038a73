import { type BegunOn, openSource, type SourceSettings, suggest, VantageError } from '@vantage-ts/core/adapter'
import type {
  Bindable,
  Decimal,
  Json,
  Source,
  TemplateSource,
  Transaction,
  TransactionOptions,
  TransactionSource,
  UntypedExpr,
} from '@vantage-ts/core'
import { SqlQuery } from '@vantage-ts/sql/build'
import type { SqliteCan } from './abilities.ts'
import { SqliteBackend } from './backend.ts'
import { type DriverName, Place, type PragmaValue } from './connect.ts'
import { sqliteLanguage } from './sql/language.ts'
import type { SqliteQuery } from './sql/query.ts'

/** Names of the types that SQLite holds; it holds all glue types. */
export type SqliteType =
  | 'text'
  | 'enum'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'decimal'
  | 'uuid'
  | 'instant'
  | 'instantMs'
  | 'instantNs'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'duration'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'array'

/** Values that stand in a template. */
export type SqliteGlue =
  | string
  | number
  | bigint
  | boolean
  | Decimal
  | Uint8Array
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration
  | Json
  | null

/** A SQLite database. `Name` tells two of them apart in types: `sqlite({ file, name: 'billing' })`. */
export interface Sqlite<out Name extends string = string> extends TemplateSource, TransactionSource {
  readonly name: Name
  readonly can: SqliteCan
  /** Phantom: keeps expressions of other vendors out, whatever they are named. */
  readonly '~vendor': 'sqlite'
  readonly '~holds': (typeName: SqliteType) => void
  readonly '~binds': SqliteGlue
  /** SQL with bound values: `` db.expr`julianday(${t.$.day})`.as(float) ``. */
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
  /** Where statements of its whole language begin; the words for them are in `@vantage-ts/sqlite/sql`. */
  query<DS extends Sqlite>(this: DS & BegunOn<DS>): SqliteQuery<DS>
  /** Begins a transaction: the only writer of the file until it ends, unless it is `readOnly`. */
  begin(options?: TransactionOptions): Promise<Transaction<this>>
}

interface Common<Name extends string> {
  /** Default: `sqlite`. */
  readonly name?: Name
  /** Set on every connection: `{ journal_mode: 'wal', synchronous: 'normal' }`. */
  readonly pragmas?: { readonly [name: string]: PragmaValue }
  /** Other files by the schema their tables go under: `{ archive: 'archive.db' }` with `User.table(db, { schema: 'archive' })`. */
  readonly attach?: { readonly [schema: string]: string }
  /** How long to wait for the lock of another connection or process. Default 5,000. */
  readonly busyTimeoutMs?: number
  /** The longest list that a deferred part may give. Default 50,000. */
  readonly maxDeferredList?: number
  readonly sameAs?: Source
  readonly naming?: SourceSettings['naming']
}

/** A file, opened at the first use. */
export interface SqliteFile<Name extends string = string> extends Common<Name> {
  /** A path, made if it is not there; or `:memory:`. */
  readonly file: string
  /** Default `auto`: better-sqlite3 where it is installed, else what Node brings. */
  readonly driver?: DriverName | 'auto'
  /** Opens to read; a missing file is then an error. */
  readonly readOnly?: boolean
}

/** A connection that is already open; closing the source leaves it open. */
export interface SqliteGiven<Name extends string = string> extends Common<Name> {
  /** A `Database` of better-sqlite3 or a `DatabaseSync` of node:sqlite. */
  readonly database: object
}

export type SqliteOptions<Name extends string = string> = SqliteFile<Name> | SqliteGiven<Name>

const known = [
  'file',
  'database',
  'driver',
  'readOnly',
  'pragmas',
  'attach',
  'name',
  'sameAs',
  'naming',
  'maxDeferredList',
  'busyTimeoutMs',
]

/**
 * Makes the source of a SQLite database. Opens nothing: the first statement does.
 *
 * Errors: `invalid` at once for options that do not fit; the first use rejects with `connection` when the file cannot be opened.
 */
export function sqlite<const Name extends string = string>(options: SqliteOptions<Name>): Sqlite<Name> {
  const given: SqliteFile<Name> | (SqliteGiven<Name> & { readonly file?: undefined }) = options
  for (const option of Object.keys(options))
    if (!known.includes(option))
      throw new VantageError(`sqlite() has no option "${option}".${suggest(option, known)}`, { kind: 'invalid' })
  const { name = 'sqlite', busyTimeoutMs = 5000, maxDeferredList = 50_000, sameAs, naming } = given
  checkCount('busyTimeoutMs', busyTimeoutMs)
  checkCount('maxDeferredList', maxDeferredList)
  const place = new Place(given)
  const backend = new SqliteBackend({ name, place, busyTimeoutMs, maxDeferredList })
  const settings: SourceSettings = {
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(naming === undefined ? {} : { naming }),
    // Statements run one after the other, whatever is asked at once.
    parallel: 1,
  }
  return openSource<Sqlite<Name>>(backend, { ...settings, language: own => new SqlQuery(own, sqliteLanguage) })
}

function checkCount(option: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new VantageError(`sqlite(): ${option} is a whole number from 0 up`, { kind: 'invalid' })
}
