import type { Bindable, TransactionSource, UntypedExpr } from '@vantage-ts/core'
import { type BegunOn, openSource } from '@vantage-ts/core/adapter'
import { SqlQuery } from '@vantage-ts/sql/build'
import type { Pool } from 'mysql2'
import type { MysqlCan } from './abilities.ts'
import { MysqlBackend } from './backend.ts'
import type { BackendFacts } from './backend-data.ts'
import { Connections } from './connect.ts'
import { checkOptions, type MysqlOptions } from './options.ts'
import type { ServerFacts } from './server.ts'
import { mysqlLanguage } from './sql/language.ts'
import type { MysqlQuery } from './sql/query.ts'
import type { MysqlBinds, MysqlHolds } from './types.ts'

/** A MySQL or MariaDB database. `Name` keeps two of them apart for the compiler. */
export interface Mysql<Name extends string = string> extends TransactionSource {
  readonly name: Name
  readonly can: MysqlCan
  readonly '~holds': (typeName: MysqlHolds) => void
  readonly '~binds': MysqlBinds
  /** SQL text with bound values; `.run()` gives its rows, `.as(type)` makes it an operand. */
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
  /** Where statements of its whole language begin; the words for them are in `@vantage-ts/mysql/sql`. */
  query<DS extends Mysql>(this: DS & BegunOn<DS>): MysqlQuery<DS>
}

/** One identity per pool, so that two sources around one pool are one database. */
const databases = new WeakMap<Pool, object>()

function databaseOf(pool: Pool): object {
  let database = databases.get(pool)
  if (database === undefined) {
    database = Object.freeze({ vendor: 'MySQL' })
    databases.set(pool, database)
  }
  return database
}

/**
 * Opens a MySQL or MariaDB database: `mysql({ url })`, or `mysql({ pool })` around a pool of `mysql2`. It connects at the first call,
 * and learns then which of the two it speaks to.
 *
 * Errors: `invalid` for options that are unknown or clash; the first call fails with `connection` or `permission`.
 */
export function mysql<const Name extends string>(options: MysqlOptions<Name> & { readonly name: Name }): Mysql<Name>
export function mysql(options: MysqlOptions): Mysql
export function mysql(options: MysqlOptions): Mysql {
  checkOptions(options)
  const { name = 'mysql', maxDeferredList = 50_000, sameAs, naming, parallel } = options
  const server: ServerFacts = { server: undefined }
  const connections = new Connections(options, server)
  const facts: BackendFacts = Object.assign(server, { name, database: databaseOf(connections.pool), maxDeferredList })
  return openSource<Mysql>(new MysqlBackend(facts, connections), {
    language: own => new SqlQuery(own, mysqlLanguage),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(naming === undefined ? {} : { naming }),
    ...(parallel === undefined ? {} : { parallel }),
  })
}
