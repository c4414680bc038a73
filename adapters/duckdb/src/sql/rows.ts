import { RowsCall } from '@vantage-ts/sql/build'
import { call, type Given } from './speech.ts'

// Functions that give rows: to read from with `asRows('t', ['name'])`.

const rows = (name: string, ...args: readonly Given[]): RowsCall<'duckdb'> =>
  new RowsCall<'duckdb'>(call(name, ...args))

/** The elements of a list, one row for each. */
export const unnest = (list: Given) => rows('unnest', list)
/** From one number to another, the second left out. */
export const range = (from: Given, to: Given, step: Given = 1) => rows('range', from, to, step)
/** From one number or moment to another, with both. */
export const generateSeries = (from: Given, to: Given, step: Given = 1) => rows('generate_series', from, to, step)
/** The rows of a file by its path, which is bound; its columns get the names that `asRows` gives. */
export const readParquet = (path: Given) => rows('read_parquet', path)
export const readCsv = (path: Given) => rows('read_csv', path)
export const readJson = (path: Given) => rows('read_json', path)
