import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Source, VantageError } from '@vantage-ts/core'
import { csv } from '@vantage-ts/files'
import { postgres } from '@vantage-ts/postgres'
import { type Sqlite, sqlite } from '@vantage-ts/sqlite'
import { surrealdb } from '@vantage-ts/surrealdb'
import { type PostgresServer, startPostgres } from '@vantage-ts/test-servers'
import type { Atlas } from './atlas.ts'
import { cityData } from './datasets/cities.ts'
import { countryData } from './datasets/countries.ts'
import { flightData } from './datasets/flights.ts'
import { Airport } from './entities/airport.ts'
import { City } from './entities/city.ts'
import { Country } from './entities/country.ts'
import { Flight } from './entities/flight.ts'
import { lockFolder } from './folder-lock.ts'
import type { LoadStep } from './load/dataset.ts'
import { vegaDataFolder } from './load/public-data.ts'

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
export async function openSources(folder: string): Promise<Sources> {
  const lock = lockFolder(folder)
  let server: PostgresServer | undefined
  try {
    server = await startServer(join(folder, 'postgres'))
    return openAround(folder, server, lock.release)
  } catch (thrown) {
    await server?.stop()
    lock.release()
    throw thrown
  }
}

function openAround(folder: string, server: PostgresServer, release: () => void): Sources {
  const surrealFolder = join(folder, 'surrealdb')
  mkdirSync(surrealFolder, { recursive: true })
  const surreal = surrealdb({ url: `surrealkv://${surrealFolder}`, namespace: 'atlas', database: 'atlas' })
  const pg = postgres({ url: server.url })
  // The folder of the package itself: the file is read where npm put it, and never written.
  const files = csv({ folder: vegaDataFolder })
  const lite: Sqlite = sqlite({ file: join(folder, 'flights.sqlite') })
  const atlas: Atlas = {
    countries: Country.table(surreal),
    cities: City.table(pg),
    airports: Airport.table(files),
    flights: Flight.table(lite),
  }
  const all = [surreal, pg, files, lite]
  return {
    atlas,
    datasets: [countryData(atlas.countries), cityData(atlas.cities), flightData(atlas.flights)],
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

async function startServer(folder: string): Promise<PostgresServer> {
  try {
    return await startPostgres({ folder })
  } catch (thrown) {
    throw VantageError.from(thrown, 'connection').withContext('starting PostgreSQL')
  }
}
