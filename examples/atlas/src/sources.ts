import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Source, VantageError } from '@vantage-ts/core'
import { duckdb } from '@vantage-ts/duckdb'
import { csv } from '@vantage-ts/files'
import { postgres } from '@vantage-ts/postgres'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'
import { surrealdb } from '@vantage-ts/surrealdb'
import { type PostgresServer, startPostgres } from '@vantage-ts/test-servers'
import type { Atlas, FlightSource } from './atlas.ts'
import { cityData } from './datasets/cities.ts'
import { countryData } from './datasets/countries.ts'
import { flightData } from './datasets/flights.ts'
import { Airport } from './entities/airport.ts'
import { City } from './entities/city.ts'
import { Country } from './entities/country.ts'
import { Flight } from './entities/flight.ts'
import { lockFolder } from './folder-lock.ts'
import type { LoadStep } from './load/dataset.ts'
import { publicFiles, vegaDataFolder } from './load/public-data.ts'
import type { FlightCount } from './options.ts'

/** The engines of one data folder, open, with the tables in them. */
export interface Sources {
  readonly atlas: Atlas
  /** What has to be loaded, in this order. */
  readonly datasets: readonly LoadStep[]
  readonly all: readonly Source[]
  /** Closes the sources, stops the server, gives the folder free. */
  close(): Promise<void>
}

/**
 * Opens the four engines over one folder, which is this process's alone until `close()`.
 *
 * Errors: `connection` naming the process that uses the folder, or the engine that does not start.
 */
export async function openSources(folder: string, flights: FlightCount = '20k'): Promise<Sources> {
  const lock = lockFolder(folder)
  let server: PostgresServer | undefined
  try {
    server = await startServer(join(folder, 'postgres'))
    return openAround(folder, { server, flights, release: lock.release })
  } catch (thrown) {
    await server?.stop()
    lock.release()
    throw thrown
  }
}

interface Opening {
  readonly server: PostgresServer
  readonly flights: FlightCount
  release(): void
}

function openAround(folder: string, { server, flights, release }: Opening): Sources {
  const surrealFolder = join(folder, 'surrealdb')
  mkdirSync(surrealFolder, { recursive: true })
  const surreal = surrealdb({ url: `surrealkv://${surrealFolder}`, namespace: 'atlas', database: 'atlas' })
  const pg = postgres({ url: server.url })
  // The folder of the package itself: the file is read where npm put it, and never written.
  const files = csv({ folder: vegaDataFolder })
  const lite: Sqlite = sqlite({ file: join(folder, 'flights.sqlite') })
  const found = flights === '3m' ? flightsInPlace() : loadedFlights(lite)
  const atlas: Atlas = {
    countries: Country.table(surreal),
    cities: City.table(pg),
    airports: Airport.table(files),
    flights: found.flights,
  }
  const all = [...new Set<Source>([surreal, pg, files, lite, found.flights.source])]
  return {
    atlas,
    datasets: [countryData(atlas.countries), cityData(atlas.cities), ...found.datasets],
    all,
    close: async () => {
      try {
        await Promise.all(all.map(source => source.close()))
      } finally {
        await server.stop()
        release()
      }
    },
  }
}

interface FlightPlace {
  readonly flights: Atlas['flights']
  readonly datasets: readonly LoadStep[]
}

/** 20,000 flights in SQLite, loaded once. */
function loadedFlights(lite: Sqlite): FlightPlace {
  const source: FlightSource = lite
  return { flights: Flight.table(source), datasets: [flightData(Flight.table(lite))] }
}

/** 3,000,000 flights in a Parquet file: nothing is loaded, and the entity is told what its columns are called there. */
function flightsInPlace(): FlightPlace {
  const source: FlightSource = duckdb({
    files: { flight: { parquet: publicFiles.manyFlights.path, rowNumbers: true } },
  })
  const columns = { id: { name: 'file_row_number' }, departure: { name: 'date' } }
  return { flights: Flight.table(source, { columns }), datasets: [] }
}

async function startServer(folder: string): Promise<PostgresServer> {
  try {
    return await startPostgres({ folder })
  } catch (thrown) {
    throw VantageError.from(thrown, 'connection').withContext('starting PostgreSQL')
  }
}
