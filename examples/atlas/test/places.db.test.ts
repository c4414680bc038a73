import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFacts } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import { copy } from '@vantage-ts/copy'
import { duckdb } from '@vantage-ts/duckdb'
import { csv, json, ndjson } from '@vantage-ts/files'
import { mysql } from '@vantage-ts/mysql'
import { postgres } from '@vantage-ts/postgres'
import { sqlite } from '@vantage-ts/sqlite'
import type { Answer } from '@vantage-ts/example-asking'
import { surrealdb } from '@vantage-ts/surrealdb'
import { createDatabase, createMysqlDatabase, mariadbMissing } from '@vantage-ts/test-servers'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import type { Atlas } from '../src/atlas.ts'
import { convertCity } from '../src/datasets/convert-city.ts'
import { convertCountry } from '../src/datasets/convert-country.ts'
import { convertFlight } from '../src/datasets/convert-flight.ts'
import { Airport } from '../src/entities/airport.ts'
import { City } from '../src/entities/city.ts'
import { Country } from '../src/entities/country.ts'
import { Flight } from '../src/entities/flight.ts'
import { publicFiles, readRecords, vegaDataFolder } from '../src/load/public-data.ts'
import { Tally } from '../src/load/tally.ts'
import { alaska } from '../src/questions/alaska.ts'
import { lateOrigins } from '../src/questions/late-origins.ts'
import { northern } from '../src/questions/northern.ts'
import { threshold } from '../src/questions/threshold.ts'
import * as expected from './expected.ts'

// The whole atlas in one source, whichever it is: the entities and questions are the same, and so are the answers.

/** What a source is to this file: the types of the atlas name the engines that it lives in. */
type AnySource = Atlas['cities']['source']

const entities = { countries: Country, cities: City, airports: Airport, flights: Flight }

/** The tables of the atlas in one source. */
function placedIn(given: unknown): Atlas {
  const source = given as AnySource
  return {
    countries: Country.table(source),
    cities: City.table(source),
    airports: Airport.table(source),
    flights: Flight.table(source),
  } as unknown as Atlas
}

const all = memory()
beforeAll(async () => {
  const { countries, cities, airports } = placedIn(all)
  const flights = Flight.table(all)
  const rowsOf = async <Row>(
    file: { readonly path: string; readonly origin: string },
    convert: (record: unknown, position: number, tally: Tally) => Row | undefined,
  ): Promise<Row[]> => {
    const tally = new Tally()
    return (await readRecords(file)).flatMap((record, index) => convert(record, index + 1, tally) ?? [])
  }
  const found = await rowsOf(publicFiles.countries, convertCountry)
  // The questions are about these; all of them would take each source half a minute.
  const wanted = new Set(found.filter(({ subregion }) => subregion === 'Northern Europe').map(({ code }) => code))
  await countries.insertMany(found)
  await cities.insertMany(
    (await rowsOf(publicFiles.cities, convertCity)).filter(
      ({ country, admin1 }) => wanted.has(country) || (country === 'US' && admin1 === 'AK'),
    ),
  )
  await flights.insertMany(await rowsOf(publicFiles.flights, convertFlight))
  await copy(Airport.table(csv({ folder: vegaDataFolder })), airports as never).run()
})
afterAll(() => all.close())

const folder = (): string => {
  const path = mkdtempSync(join(tmpdir(), 'vantage-atlas-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 10 }))
  return path
}

/** Tables as the source stores each type by itself. */
const definitions = (atlas: Atlas, quote: string): string[] =>
  Object.values(atlas).map(table => {
    const { path, columns } = readFacts(table)
    const quoted = (name: string): string => `${quote}${name}${quote}`
    const stored = columns.map(({ property, storage, isId }) => {
      const name = quoted(property === 'code' && path.at(-1) === 'airports' ? 'iata' : property)
      return `${name} ${isId ? (storage?.name ?? '').replace('longtext', 'varchar(40)') : storage?.name}${isId ? ' primary key' : ''}`
    })
    return `create table ${quoted(path.at(-1) ?? '')} (${stored.join(', ')})`
  })

const vendorText = (text: string): TemplateStringsArray => Object.assign([text], { raw: [text] })

async function makeTables(source: { expr(text: TemplateStringsArray): { run(): PromiseLike<unknown> } }, quote = '"') {
  for (const text of definitions(placedIn(source), quote)) await source.expr(vendorText(text)).run()
}

/** Files of JSON are there before rows are added to them. */
const emptyFiles = (extension: string): string => {
  const path = folder()
  for (const { table } of Object.values(entities).map(entity => ({
    table: readFacts(entity.table(all as never)).path.at(-1),
  })))
    writeFileSync(join(path, `${table}${extension}`), extension === '.json' ? '[]' : '')
  return path
}

const places: Record<string, () => Promise<unknown>> = {
  memory: async () => memory(),
  SQLite: async () => {
    const source = sqlite({ file: ':memory:' })
    await makeTables(source)
    return source
  },
  PostgreSQL: async () => {
    const database = await createDatabase(inject('postgresUrl'))
    onTestFinished(() => database.drop())
    const source = postgres({ url: database.url })
    await makeTables(source)
    return source
  },
  MariaDB: async () => {
    const database = await createMysqlDatabase(inject('mariadb'))
    onTestFinished(() => database.drop())
    const source = mysql({ url: database.url })
    await makeTables(source, '`')
    return source
  },
  DuckDB: async () => {
    const source = duckdb({ file: ':memory:' })
    await makeTables(source)
    return source
  },
  SurrealDB: async () => surrealdb({ url: `surrealkv://${folder()}/data` }),
  CSV: async () => csv({ folder: folder(), create: true }),
  NDJSON: async () => ndjson({ folder: emptyFiles('.ndjson') }),
  JSON: async () => json({ folder: emptyFiles('.json') }),
}

test.for(Object.entries(places))(
  'in %s the atlas gives the answers of plain JavaScript',
  { timeout: 120_000 },
  async ([name, open], { skip }) => {
    skip(name === 'MariaDB' && mariadbMissing() !== undefined, 'MariaDB is not installed')
    const source = (await open()) as AnySource
    onTestFinished(() => source.close())
    const atlas = placedIn(source)
    const [from, to] = [placedIn(all), atlas]
    for (const key of ['countries', 'cities', 'airports', 'flights'] as const)
      expect(await copy(from[key] as never, to[key] as never).run()).toMatchObject({ refused: 0, isVerified: true })
    const answer = async (question: typeof northern): Promise<Answer> => {
      const answered = await question.write(atlas, undefined).answer({})
      // Exact numbers are objects; as text they are their shortest digits.
      return JSON.parse(JSON.stringify(answered))
    }
    expect(await answer(northern)).toEqual(expected.northern())
    expect((await answer(lateOrigins)).rows).toEqual(expected.lateOrigins())
    expect((await answer(threshold)).rows).toEqual(expected.threshold())
    expect((await answer(alaska)).rows.map(row => row.name)).toEqual(expected.alaska())
  },
)
