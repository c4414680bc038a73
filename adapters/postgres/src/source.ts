import type { Bindable, TransactionSource, UntypedExpr } from '@vantage-ts/core'
import { type BegunOn, openSource } from '@vantage-ts/core/adapter'
import type { Pool } from 'pg'
import { SqlQuery } from '@vantage-ts/sql/build'
import type { PostgresCan } from './abilities.ts'
import { PostgresBackend } from './backend.ts'
import { Connections } from './connect.ts'
import { checkOptions, type PostgresOptions } from './options.ts'
import { postgresLanguage } from './sql/language.ts'
import type { PostgresQuery } from './sql/query.ts'
import type { PostgresBinds, PostgresHolds } from './types.ts'

/** A PostgreSQL database. `Name` keeps two of them apart for the compiler. */
export interface Postgres<out Name extends string = string> extends TransactionSource {
  readonly name: Name
  readonly can: PostgresCan
  readonly '~holds': (typeName: PostgresHolds) => void
  readonly '~binds': PostgresBinds
  /** SQL text with bound values; `.run()` gives its rows, `.as(type)` makes it an operand. */
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
  /** Where statements of its whole language begin; the words for them are in `@vantage-ts/postgres/sql`. */
  query<DS extends Postgres>(this: DS & BegunOn<DS>): PostgresQuery<DS>
}

/** One identity per pool, so that two sources around one pool are one database. */
const databases = new WeakMap<Pool, object>()

function databaseOf(pool: Pool): object {
  let database = databases.get(pool)
  if (database === undefined) {
    database = Object.freeze({ vendor: 'PostgreSQL' })
    databases.set(pool, database)
  }
  return database
}

/**
 * Opens a PostgreSQL database: `postgres({ url })`, or `postgres({ pool })` around a pool of `pg`. It connects at the first call.
 *
 * Errors: `invalid` for options that are unknown or clash; the first call fails with `connection` or `permission`.
 */
export function postgres<const Name extends string>(
  options: PostgresOptions<Name> & { readonly name: Name },
): Postgres<Name>
export function postgres(options: PostgresOptions): Postgres
export function postgres(options: PostgresOptions): Postgres {
  checkOptions(options)
  const { name = 'postgres', maxDeferredList = 50_000, namedStatements = true, sameAs, naming, parallel } = options
  const connections = new Connections(options)
  const facts = { name, database: databaseOf(connections.pool), maxDeferredList, isNamed: namedStatements }
  return openSource<Postgres>(new PostgresBackend(facts, connections), {
    language: own => new SqlQuery(own, postgresLanguage),
    ...(sameAs === undefined ? {} : { sameAs }),
    ...(naming === undefined ? {} : { naming }),
    ...(parallel === undefined ? {} : { parallel }),
  })
}
