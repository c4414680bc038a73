import type { Table } from '@vantage-ts/core'
import type { Sqlite } from '@vantage-ts/sqlite'
import type { Flight } from '../entities/flight.ts'
import { dataset } from '../load/dataset.ts'
import { publicFiles } from '../load/public-data.ts'
import { convertFlight } from './convert-flight.ts'

/** Flights into SQLite. */
export const flightData = (flights: Table<Sqlite, typeof Flight>) =>
  dataset({
    name: 'flights',
    engine: 'SQLite',
    file: publicFiles.flights,
    unusedFields: [],
    convert: convertFlight,
    target: {
      create: async () => {
        await flights.source.expr`
          create table if not exists flight (
            id integer primary key,
            departure text not null,
            delay integer not null,
            distance integer not null,
            origin text not null,
            destination text not null
          ) strict`.run()
        await flights.source.expr`create index if not exists flight_origin on flight (origin)`.run()
      },
      count: () => flights.count(),
      lastPosition: async () => (await flights.max(flight => flight.id)) ?? 0,
      insert: (rows, options) => flights.import(rows, options),
      clear: () => flights.deleteAll({ everything: true }),
    },
  })
