import { duckdb } from '@vantage-ts/duckdb'
import type { Outcome } from '@vantage-ts/example-asking/started'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { publicFiles } from '../src/load/public-data.ts'
import { northern } from './expected.ts'
import { dataFolder, removeData, run } from './program.ts'

// A start of the program takes a second alone, and many on a machine that does much else.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const folder = dataFolder()
let outcome: Outcome
beforeAll(async () => {
  outcome = await run(['--json', '--flights', '3m', '--data', folder])
})
afterAll(() => removeData(folder))

/** The same in DuckDB's own language over both files, with its own reader of CSV. */
const flights = `read_parquet('${publicFiles.manyFlights.path}')`
const airports = `read_csv('${publicFiles.airports.path}')`
const texan = `FROM ${flights} WHERE origin IN (SELECT iata FROM ${airports} WHERE state = 'TX')`
async function rowsOf(text: string): Promise<readonly Record<string, unknown>[]> {
  await using source = duckdb()
  return (
    await source
      .query()
      .sql(Object.assign([text], { raw: [text] }))
      .run()
  ).map(row =>
    Object.fromEntries(
      Object.entries(Object(row)).map(([name, cell]) => [name, typeof cell === 'bigint' ? Number(cell) : cell]),
    ),
  )
}

test('the same questions and the same code answer over three million flights in a Parquet file', async () => {
  expect([outcome.code, outcome.err]).toEqual([
    0,
    expect.stringMatching(/flights +3,000,000 rows in DuckDB of vega-datasets/),
  ])
  expect(outcome.err).not.toMatch(/flights.*SQLite/)
  const [a, b, c, d, e, ...more] = outcome.out
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(more).toEqual([])
  expect(a).toEqual({ question: 'northern', ...northern(), statements: { surrealdb: 2, postgres: 2 } })
  expect(b).toEqual({
    question: 'texas',
    rows: await rowsOf(
      `SELECT count(*) AS flights, avg(delay) AS "mean delay", max(delay) AS "longest delay" ${texan}`,
    ),
    statements: { csv: 1, duckdb: 1 },
  })
  expect(c).toEqual({
    question: 'late-origins',
    rows: await rowsOf(
      `SELECT iata AS code, name, city, state FROM ${airports} WHERE iata IN (SELECT origin FROM ${flights} WHERE delay > 360) ORDER BY iata`,
    ),
    statements: { duckdb: 1, csv: 1 },
  })
  expect(d).toEqual({
    question: 'threshold',
    rows: await rowsOf(
      `SELECT count(*) AS flights FROM ${flights} WHERE delay > (SELECT avg(delay) FROM ${flights}) + 60`,
    ),
    statements: { duckdb: 2 },
  })
  expect(e).toMatchObject({ question: 'alaska', statements: { duckdb: 1, csv: 1, postgres: 1 } })
  const served = await rowsOf(
    `SELECT DISTINCT city FROM ${airports} WHERE state = 'AK' AND iata IN (SELECT origin FROM ${flights})`,
  )
  for (const { name } of e.rows) expect(served.map(({ city }) => city)).toContain(name)
})
