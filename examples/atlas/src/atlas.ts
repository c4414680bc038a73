import type { Table } from '@vantage-ts/core'
import type { Memory } from '@vantage-ts/core/memory'
import type { Airport } from './entities/airport.ts'
import type { City } from './entities/city.ts'
import type { Country } from './entities/country.ts'
import type { Flight } from './entities/flight.ts'

/** The four sets that questions are asked of, each in an engine of its own. */
export interface Atlas {
  readonly countries: Table<Memory, typeof Country>
  readonly cities: Table<Memory, typeof City>
  readonly airports: Table<Memory, typeof Airport>
  readonly flights: Table<Memory, typeof Flight>
}
