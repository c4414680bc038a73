import type { Bindable, TransactionSource, UntypedExpr } from '@vantage-ts/core'
import { type BegunOn, openSource } from '@vantage-ts/core/adapter'
import { SqlQuery } from '@vantage-ts/sql/build'
import type { DuckdbCan } from './abilities.ts'
import { DuckdbBackend } from './backend.ts'
import { dialectOf } from './compile.ts'
import { Connections } from './connect.ts'
import { fileTables, keepFiles, textOfPath } from './file-tables.ts'
import { checkOptions, type DuckdbOptions } from './options.ts'
import { duckdbLanguage } from './sql/language.ts'
import type { DuckdbQuery } from './sql/query.ts'
import type { DuckdbBinds, DuckdbHolds } from './types.ts'

/** A DuckDB database, and files as tables beside its own. `Name` keeps two of them apart for the compiler. */
export interface Duckdb<Name extends string = string> extends TransactionSource {
  readonly name: Name
  readonly can: DuckdbCan
  /** Phantom: keeps expressions of other vendors out, whatever they are named. */
  readonly '~vendor': 'duckdb'
  readonly '~holds': (typeName: DuckdbHolds) => void
  readonly '~binds': DuckdbBinds
  /** SQL text with bound values; `.run()` gives its rows, `.as(type)` makes it an operand. */
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
  /** Where statements of its whole language begin; the words for them are in `@vantage-ts/duckdb/sql`. */
  query<DS extends Duckdb>(this: DS & BegunOn<DS>): DuckdbQuery<DS>
}

/**
 * Opens a DuckDB database: `duckdb({ file: 'sales.duckdb' })`, or one in memory with files as tables:
 * `duckdb({ files: { flights: 'flights.parquet' } })`. No I/O: the first call opens it.
 *
 * Errors: `invalid` for options that are unknown or no such; the first call fails with `connection` where the file cannot be opened.
 */
export function duckdb<const Name extends string>(options: DuckdbOptions<Name> & { readonly name: Name }): Duckdb<Name>
export function duckdb(options?: DuckdbOptions): Duckdb
export function duckdb(options: DuckdbOptions = {}): Duckdb {
  checkOptions(options)
  const { name = 'duckdb', maxDeferredList = 50_000, conflictTimeoutMs = 2_000, files = {}, sameAs, naming } = options
  const database = {}
  const tables = fileTables(files)
  keepFiles(database, tables)
  const language: typeof duckdbLanguage = {
    ...duckdbLanguage,
    rowsText: (path, table) => textOfPath(tables, path, table),
  }
  const facts = { name, database, maxDeferredList, conflictTimeoutMs, dialect: dialectOf(tables) }
  return openSource<Duckdb>(new DuckdbBackend(facts, new Connections(options)), {
    language: own => new SqlQuery(own, language),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(naming === undefined ? {} : { naming }),
  })
}
