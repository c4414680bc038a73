import type { Table } from '@vantage-ts/core'
import type { Postgres } from '@vantage-ts/postgres'
import type { City } from '../entities/city.ts'
import { dataset } from '../load/dataset.ts'
import { publicFiles } from '../load/public-data.ts'
import { convertCity } from './convert-city.ts'

/** Cities into PostgreSQL. */
export const cityData = (cities: Table<Postgres, typeof City>) =>
  dataset({
    name: 'cities',
    engine: 'PostgreSQL',
    file: publicFiles.cities,
    unusedFields: [],
    convert: convertCity,
    target: {
      create: async () => {
        await cities.source.expr`
          create table if not exists city (
            id integer primary key,
            name text not null,
            latitude numeric not null,
            longitude numeric not null,
            country text not null,
            admin1 text,
            admin2 text
          )`.run()
        await cities.source.expr`create index if not exists city_country on city (country, admin1)`.run()
      },
      count: () => cities.count(),
      lastPosition: async () => (await cities.max(city => city.id)) ?? 0,
      insert: (rows, options) => cities.import(rows, options),
      clear: () => cities.deleteAll({ everything: true }),
    },
  })
