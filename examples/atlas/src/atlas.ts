import type { Table } from '@vantage-ts/core'
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
  readonly flights: Table<Sqlite, typeof Flight>
}
