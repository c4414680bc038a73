import type { Bindable, Has, Holds, Table, TemplateSource, UntypedExpr } from '@vantage-ts/core'
import type { Duckdb } from '@vantage-ts/duckdb'
import type { Csv } from '@vantage-ts/files'
import type { Postgres } from '@vantage-ts/postgres'
import type { Sqlite } from '@vantage-ts/sqlite'
import type { SurrealDb } from '@vantage-ts/surrealdb'
import type { Airport } from './entities/airport.ts'
import type { City } from './entities/city.ts'
import type { Country } from './entities/country.ts'
import type { Flight } from './entities/flight.ts'

/** The sets that questions are asked of, each in an engine of its own. */
export interface Atlas {
  readonly countries: Table<SurrealDb, typeof Country>
  readonly cities: Table<Postgres, typeof City>
  readonly airports: Table<Csv, typeof Airport>
  readonly flights: Table<FlightSource, typeof Flight>
}

/**
 * Where flights are: 20,000 of them in SQLite, or 3,000,000 in a Parquet file that DuckDB reads. Questions see what both can do,
 * and no vendor.
 */
export interface FlightSource extends TemplateSource {
  readonly can: Has<'read' | 'where' | 'order' | 'window' | 'aggregate' | 'group' | 'select' | 'correlate' | 'template'>
  readonly '~holds': Holds<'text' | 'int' | 'plainDateTime'>['~holds']
  readonly '~binds': Sqlite['~binds'] | Duckdb['~binds']
  expr(parts: TemplateStringsArray, ...args: readonly Bindable<this>[]): UntypedExpr<this>
}
