import type { DuckDBType } from '@duckdb/node-api'
import { TypeProblem } from '@vantage-ts/core/adapter'
import type { SqlStorage } from '@vantage-ts/sql'

/**
 * How DuckDB holds a glue type.
 *
 * Shape: `encode` gives what a parameter, a list and a column of rows to insert take alike: a value of the driver's, or a string,
 * bigint, number or boolean. `decode` takes what the driver gives; whole numbers come as numbers where they are safe.
 */
export interface DuckdbStorage<T = unknown> extends SqlStorage<T> {
  /** The type in which encoded values travel; `cast` makes the vendor type of it. */
  readonly wire?: DuckDBType
  readonly cast?: string
}

/** The refusal of what the driver gives for a column of another vendor type. */
export function foreign(raw: unknown): TypeProblem {
  return new TypeProblem(
    `is ${vendorNameOf(raw)} in the database; declare the column with another type, or give the table its storage`,
  )
}

function vendorNameOf(raw: unknown): string {
  switch (typeof raw) {
    case 'string':
      return 'a text'
    case 'number':
    case 'bigint':
      return 'a number'
    case 'boolean':
      return 'a truth value'
    default:
      return raw instanceof Object ? (driverNames[raw.constructor.name] ?? 'of another type') : 'of another type'
  }
}

/** What people call the types whose values the driver's classes hold. */
const driverNames: { readonly [className: string]: string } = {
  DuckDBArrayValue: 'an array',
  DuckDBBitValue: 'a bit string',
  DuckDBBlobValue: 'a blob',
  DuckDBDateValue: 'a date',
  DuckDBDecimalValue: 'a decimal',
  DuckDBIntervalValue: 'an interval',
  DuckDBListValue: 'a list',
  DuckDBMapValue: 'a map',
  DuckDBStructValue: 'a struct',
  DuckDBTimeTZValue: 'a time with a zone',
  DuckDBTimeValue: 'a time',
  DuckDBTimestampMillisecondsValue: 'a timestamp of milliseconds',
  DuckDBTimestampNanosecondsValue: 'a timestamp of nanoseconds',
  DuckDBTimestampSecondsValue: 'a timestamp of seconds',
  DuckDBTimestampTZValue: 'a timestamp with time zone',
  DuckDBTimestampValue: 'a timestamp',
  DuckDBUUIDValue: 'a uuid',
  DuckDBUnionValue: 'a union',
}
