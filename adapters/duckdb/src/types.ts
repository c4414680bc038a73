import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DATE,
  DOUBLE,
  DuckDBBlobValue,
  DuckDBDateValue,
  DuckDBIntervalValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
  DuckDBUUIDValue,
  INTERVAL,
  TIME,
  TIMESTAMP,
  TIMESTAMP_NS,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api'
import { type Decimal, type Geometry, geometry, instantMs, type Json, json, period, type Uuid } from '@vantage-ts/core'
import {
  bigintAsInt64,
  durationAsMicroseconds,
  durationFromMicroseconds,
  storageOf,
  type StorageTable,
  type Type,
  TypeProblem,
  unchecked,
} from '@vantage-ts/core/adapter'
import { arrayStorage } from './array-storage.ts'
import { decimalStorage } from './decimal-storage.ts'
import {
  dateOf,
  dateTimeOf,
  daysOf,
  instantOf,
  microsecondsOf,
  microsecondsOfDateTime,
  microsecondsOfTime,
  nanosecondsWithin64Bits,
  timeOf,
} from './moments.ts'
import { refusedUnless } from './refused-unless.ts'
import { type DuckdbStorage, foreign } from './storage.ts'

const textOf = (raw: unknown): string => {
  if (typeof raw === 'string') return raw
  throw foreign(raw)
}

const text: DuckdbStorage<string> = { name: 'VARCHAR', cast: 'VARCHAR', wire: VARCHAR, decode: textOf, usual: 'text' }

const enumAsText = (type: Type<unknown>): DuckdbStorage => ({
  name: 'VARCHAR',
  cast: 'VARCHAR',
  wire: VARCHAR,
  decode: raw => type.fromText(textOf(raw)),
})

const beyondInt = {
  kind: 'too-large',
  says: 'a calculated whole number is beyond ±(2^53 − 1), which int holds; convert an operand with toDecimal()',
} as const

const int: DuckdbStorage<number> = {
  name: 'BIGINT',
  cast: 'BIGINT',
  wire: BIGINT,
  encode: BigInt,
  decode: raw => {
    if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw
    if (typeof raw === 'bigint') throw new TypeProblem('must be within ±(2^53 − 1); declare the column as bigint')
    throw foreign(raw)
  },
  usual: 'whole',
  stored: sql =>
    refusedUnless(
      sql,
      value => `${value} BETWEEN -${Number.MAX_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`,
      beyondInt,
    ),
}

const bigint: DuckdbStorage<bigint> = {
  name: 'BIGINT',
  cast: 'BIGINT',
  wire: BIGINT,
  encode: value => bigintAsInt64.encode?.(value),
  decode: raw => {
    if (typeof raw === 'bigint') return raw
    if (typeof raw === 'number' && Number.isSafeInteger(raw)) return BigInt(raw)
    throw foreign(raw)
  },
}

const float: DuckdbStorage<number> = {
  name: 'DOUBLE',
  cast: 'DOUBLE',
  wire: DOUBLE,
  decode: raw => {
    // Adding zero makes 0 of −0, which arithmetic may give.
    if (typeof raw === 'number' && Number.isFinite(raw)) return raw + 0
    if (typeof raw === 'number') throw new TypeProblem('must be a finite number')
    if (typeof raw === 'bigint') return Number(raw)
    throw foreign(raw)
  },
  usual: 'finite',
  stored: sql =>
    refusedUnless(sql, value => `isfinite(CAST(${value} AS DOUBLE))`, {
      kind: 'too-large',
      says: 'a calculated number is beyond what float holds; convert an operand with toDecimal()',
    }),
}

const bool: DuckdbStorage<boolean> = {
  name: 'BOOLEAN',
  cast: 'BOOLEAN',
  wire: BOOLEAN,
  decode: raw => {
    if (typeof raw === 'boolean') return raw
    throw foreign(raw)
  },
  usual: 'truth',
}

const uuid: DuckdbStorage<Uuid> = {
  name: 'UUID',
  cast: 'UUID',
  wire: VARCHAR,
  decode: raw => {
    if (raw instanceof DuckDBUUIDValue) return unchecked<Uuid>(raw.toString(), 'the driver writes it in lower case')
    throw foreign(raw)
  },
}

/** A moment in microseconds. A column of TIMESTAMP, which has no zone, is taken for UTC. */
const instant: DuckdbStorage<Temporal.Instant> = {
  name: 'TIMESTAMPTZ',
  cast: 'TIMESTAMPTZ',
  wire: TIMESTAMPTZ,
  encode: value => new DuckDBTimestampTZValue(microsecondsOf(value)),
  decode: instantOf,
}

/** A stored value that is finer than a millisecond is refused, as the type demands. */
const instantAsMilliseconds: DuckdbStorage<Temporal.Instant> = {
  ...instant,
  decode: raw => {
    const moment = instantOf(raw)
    const problem = instantMs.problem(moment)
    if (problem !== undefined) throw new TypeProblem(problem)
    return moment
  },
}

/** A moment in nanoseconds, in UTC. Errors: those outside 1677-09-21 to 2262-04-11 do not fit. */
const instantNs: DuckdbStorage<Temporal.Instant> = {
  name: 'TIMESTAMP_NS',
  cast: 'TIMESTAMP_NS',
  wire: TIMESTAMP_NS,
  encode: value => new DuckDBTimestampNanosecondsValue(nanosecondsWithin64Bits(value)),
  decode: instantOf,
}

const plainDate: DuckdbStorage<Temporal.PlainDate> = {
  name: 'DATE',
  cast: 'DATE',
  wire: DATE,
  encode: value => new DuckDBDateValue(daysOf(value)),
  decode: dateOf,
}

const plainTime: DuckdbStorage<Temporal.PlainTime> = {
  name: 'TIME',
  cast: 'TIME',
  wire: TIME,
  encode: value => new DuckDBTimeValue(microsecondsOfTime(value)),
  decode: timeOf,
}

const plainDateTime: DuckdbStorage<Temporal.PlainDateTime> = {
  name: 'TIMESTAMP',
  cast: 'TIMESTAMP',
  wire: TIMESTAMP,
  encode: value => new DuckDBTimestampValue(microsecondsOfDateTime(value)),
  decode: dateTimeOf,
}

/** Exact length of time: days of an interval are 24 hours, months have no fixed length and are refused. */
const duration: DuckdbStorage<Temporal.Duration> = {
  name: 'INTERVAL',
  cast: 'INTERVAL',
  wire: INTERVAL,
  encode: value =>
    new DuckDBIntervalValue(0, 0, unchecked<bigint>(durationAsMicroseconds.encode?.(value), 'it makes microseconds')),
  decode: raw => {
    if (!(raw instanceof DuckDBIntervalValue)) throw foreign(raw)
    if (raw.months !== 0) throw new TypeProblem('holds months, whose length is not fixed; declare the column as period')
    return durationFromMicroseconds(BigInt(raw.days) * 86_400_000_000n + raw.micros)
  },
}

/** Calendar length of time as its ISO 8601 text: an interval would not keep `P2W`, `P14D` and `P1M`, `P30D` apart. */
const periodAsText: DuckdbStorage<Temporal.Duration> = {
  name: 'VARCHAR',
  cast: 'VARCHAR',
  wire: VARCHAR,
  encode: value => value.toString(),
  decode: raw => period.fromText(textOf(raw)),
}

const bytes: DuckdbStorage<Uint8Array> = {
  name: 'BLOB',
  cast: 'BLOB',
  wire: BLOB,
  encode: value => new DuckDBBlobValue(value),
  decode: raw => {
    if (!(raw instanceof DuckDBBlobValue)) throw foreign(raw)
    // A plain array of its own: the driver's may lie in memory that is freed.
    return Uint8Array.from(raw.bytes)
  },
}

/** Texts of JSON that mean the same may be written in several ways: they compare by their canonical text. */
const jsonKey = (sql: string): string => `vantage_json_key(CAST(${sql} AS VARCHAR))`

const jsonAsJson: DuckdbStorage<Json> = {
  name: 'JSON',
  cast: 'JSON',
  wire: VARCHAR,
  encode: value => JSON.stringify(value),
  decode: raw => json.fromText(textOf(raw)),
  sortKey: jsonKey,
}

const geometryAsJson: DuckdbStorage<Geometry> = {
  name: 'JSON',
  cast: 'JSON',
  wire: VARCHAR,
  encode: value => JSON.stringify(geometry.toJson(value)),
  decode: raw => geometry.fromText(textOf(raw)),
  sortKey: jsonKey,
}

/** How DuckDB holds the glue types, each in the vendor type that is exact for it. */
export const storages: StorageTable = {
  text,
  enum: enumAsText,
  int,
  bigint,
  float,
  bool,
  decimal: decimalStorage,
  uuid,
  instant,
  instantMs: instantAsMilliseconds,
  instantNs,
  plainDate,
  plainTime,
  plainDateTime,
  duration,
  period: periodAsText,
  bytes,
  json: jsonAsJson,
  geometry: geometryAsJson,
  array: type => arrayStorage(type, item => storageOf(storages, item, 'DuckDB')),
}

/** Names of the types that DuckDB holds; it holds all glue types. */
export type DuckdbHolds =
  | 'text'
  | 'enum'
  | 'int'
  | 'bigint'
  | 'float'
  | 'bool'
  | 'decimal'
  | 'uuid'
  | 'instant'
  | 'instantMs'
  | 'instantNs'
  | 'plainDate'
  | 'plainTime'
  | 'plainDateTime'
  | 'duration'
  | 'period'
  | 'bytes'
  | 'json'
  | 'geometry'
  | 'array'

/** Values that templates can bind. */
export type DuckdbBinds =
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | Uint8Array
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration
  | Json
