import type { ImportOptions } from '@vantage-ts/core'
import type { PublicFile } from './public-data.ts'
import type { Tally } from './tally.ts'

/** Turns one record of a file into a row, or drops it and says why. */
export type Convert<Row> = (record: unknown, position: number, tally: Tally) => Row | undefined

/** A file and the table it is loaded into. */
export interface Dataset<Row extends object = object> {
  /** In the plural, as people see it: `cities`. */
  readonly name: string
  readonly file: PublicFile
  /** Fields of the file's records that the table does not take. */
  readonly unusedFields: readonly string[]
  /** Where it is loaded to: `PostgreSQL`. */
  readonly engine: string
  readonly convert: Convert<Row>
  readonly target: LoadTarget<Row>
}

/** What loading needs of a table. */
export interface LoadTarget<Row> {
  /** Makes table and indexes where they are missing. */
  create(): Promise<unknown>
  count(): Promise<number>
  /** Position of the last record that was stored; 0 for none. Records before it are not sent again. */
  lastPosition(): Promise<number>
  /** Inserts rows; those whose id is there already stay as they are. */
  insert(rows: AsyncIterable<Row>, options: ImportOptions): Promise<unknown>
  clear(): Promise<unknown>
}

/** A dataset whose row type is known to itself only. */
export const dataset = <Row extends object>(facts: Dataset<Row>): LoadStep => ({
  ...facts,
  insert: (records, tally, after, options) =>
    facts.target.insert(convertedRows(records, facts.convert, tally, after), options),
})

/** A dataset as the loader sees it. */
export interface LoadStep extends Omit<Dataset, 'convert' | 'target'> {
  readonly target: Omit<LoadTarget<never>, 'insert'>
  /** Stores the records that follow a position; the tally covers all of them, so that a resumed load reports the whole. */
  insert(records: readonly unknown[], tally: Tally, after: number, options: ImportOptions): Promise<unknown>
}

async function* convertedRows<Row>(
  records: readonly unknown[],
  convert: Convert<Row>,
  tally: Tally,
  after: number,
): AsyncGenerator<Row> {
  for (const [index, record] of records.entries()) {
    const row = convert(record, index + 1, tally)
    if (row !== undefined && index >= after) yield row
  }
}
