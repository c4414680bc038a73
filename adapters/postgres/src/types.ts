import {
  bigint,
  type Decimal,
  float,
  type Geometry,
  geometry,
  instantMs,
  int,
  type Json,
  json,
  period,
  plainTime,
  type Type,
  type Uuid,
} from '@vantage-ts/core'
import {
  bigintAsInt64,
  durationAsMicroseconds,
  durationFromMicroseconds,
  storageOf,
  type StorageTable,
  TypeProblem,
  unchecked,
} from '@vantage-ts/core/adapter'
import { arrayStorage } from './array-storage.ts'
import { intervalFromText, intervalText, isoTextOf } from './interval-text.ts'
import { instantFromText, momentText, plainDateFromText, plainDateTimeFromText } from './moment-text.ts'
import { foreign, type PostgresStorage, reading } from './storage.ts'
import { readsTypes, readsTypesAndMade } from './vendor-types.ts'

/** Text without NUL, which PostgreSQL cannot hold. */
function withoutNul(value: string): string {
  if (value.includes('\0')) throw new TypeProblem('must not hold a NUL character, which PostgreSQL cannot hold')
  return value
}

const words = readsTypesAndMade('text', 'varchar', 'bpchar', 'name', 'char', 'unknown', 'xml')

const text: PostgresStorage<string> = {
  name: 'text',
  encode: withoutNul,
  decode: raw => {
    if (typeof raw === 'string') return raw
    throw foreign(raw)
  },
  usual: 'text',
  reads: words,
}

const enumAsText = (type: Type<unknown>): PostgresStorage => ({
  name: 'text',
  encode: value => withoutNul(unchecked<string>(value, 'members of an enum are text')),
  decode: reading(type.fromText),
  reads: words,
})

const integers = readsTypes('int2', 'int4', 'int8', 'oid', 'numeric')

const intAsInt8: PostgresStorage<number> = {
  name: 'int8',
  cast: 'int8',
  encode: String,
  decode: raw => {
    const value = typeof raw === 'string' && raw !== '' ? Number(raw) : Number.NaN
    return Number.isSafeInteger(value) ? value : reading(int.fromText)(raw)
  },
  isBare: true,
  reads: integers,
  // A sum beyond 64 bits is out of the range of its type.
  stored: sql =>
    refusedUnless(
      sql,
      value => `abs(${value}) <= ${Number.MAX_SAFE_INTEGER}`,
      value => `(9223372036854775807 + abs(${value}))`,
    ),
}

const bigintAsInt8: PostgresStorage<bigint> = {
  name: 'int8',
  cast: 'int8',
  encode: value => String(bigintAsInt64.encode?.(value)),
  decode: reading(bigint.fromText),
  isBare: true,
  reads: integers,
}

const floatAsFloat8: PostgresStorage<number> = {
  name: 'float8',
  cast: 'float8',
  encode: String,
  decode: raw => {
    const value = typeof raw === 'string' && raw !== '' ? Number(raw) : Number.NaN
    return Number.isFinite(value) ? value + 0 : reading(float.fromText)(raw)
  },
  isBare: true,
  reads: readsTypes('float4', 'float8', 'int2', 'int4', 'int8', 'numeric'),
}

const decimalAsNumeric = (type: Type<Decimal>): PostgresStorage<Decimal> => ({
  name: 'numeric',
  cast: 'numeric',
  encode: value => value.toString(),
  decode: reading(type.fromText),
  isBare: true,
  reads: integers,
  // The database would round what has more digits after the point than its column; the text is no number.
  stored: (sql, { digits }) =>
    digits === undefined
      ? sql
      : refusedUnless(
          sql,
          value => isWithin(value, digits),
          value => `(left(${value}::text, 0) || 'too many digits')::numeric`,
        ),
})

const isWithin = (sql: string, { precision, scale }: NonNullable<Type<unknown>['digits']>): string =>
  `trunc(${sql}, ${scale}) = ${sql} AND abs(${sql}) < ${10n ** BigInt(precision - scale)}`

/** A value that meets a condition, or is null; otherwise text that fails when it is computed. */
function refusedUnless(sql: string, condition: (value: string) => string, failing: (value: string) => string): string {
  const checked = (value: string): string =>
    `CASE WHEN NOT (${condition(value)}) THEN ${failing(value)} ELSE ${value} END`
  // A sub-query is computed once; OFFSET keeps the planner from copying it into each place.
  return /\bselect\b/i.test(sql) ? `(SELECT ${checked('v')} FROM (SELECT ${sql} AS v OFFSET 0) AS c)` : checked(sql)
}

const boolAsBool: PostgresStorage<boolean> = {
  name: 'bool',
  cast: 'bool',
  encode: value => (value ? 't' : 'f'),
  decode: raw => {
    if (raw === 't') return true
    if (raw === 'f') return false
    throw typeof raw === 'string' ? new TypeProblem('must be t or f') : foreign(raw)
  },
  isBare: true,
  reads: readsTypes('bool'),
}

const uuidAsUuid: PostgresStorage<Uuid> = {
  name: 'uuid',
  cast: 'uuid',
  // The database writes uuids in one form, lower case: no need to check it again.
  decode: reading(value => unchecked<Uuid>(value, 'the column is a uuid')),
  isBare: true,
  reads: readsTypes('uuid'),
}

const instantAsTimestamptz: PostgresStorage<Temporal.Instant> = {
  name: 'timestamptz',
  cast: 'timestamptz',
  encode: value => momentText(value.toString()),
  decode: reading(instantFromText),
  reads: readsTypes('timestamptz'),
}

/** A stored value that is finer than a millisecond is refused, as the type demands. */
const instantMsAsTimestamptz: PostgresStorage<Temporal.Instant> = {
  ...instantAsTimestamptz,
  decode: reading(value => {
    const moment = instantFromText(value)
    const problem = instantMs.problem(moment)
    if (problem !== undefined) throw new TypeProblem(problem)
    return moment
  }),
}

const plainDateAsDate: PostgresStorage<Temporal.PlainDate> = {
  name: 'date',
  cast: 'date',
  encode: value => momentText(value.toString()),
  decode: reading(plainDateFromText),
  reads: readsTypes('date'),
}

const plainTimeAsTime: PostgresStorage<Temporal.PlainTime> = {
  name: 'time',
  cast: 'time',
  encode: value => value.toString(),
  decode: reading(plainTime.fromText),
  reads: readsTypes('time'),
}

const plainDateTimeAsTimestamp: PostgresStorage<Temporal.PlainDateTime> = {
  name: 'timestamp',
  cast: 'timestamp',
  encode: value => momentText(value.toString()),
  decode: reading(plainDateTimeFromText),
  reads: readsTypes('timestamp'),
}

/** Exact length of time: days of an interval are 24 hours, months have no fixed length and are refused. */
const durationAsInterval: PostgresStorage<Temporal.Duration> = {
  name: 'interval',
  cast: 'interval',
  encode: value => {
    durationAsMicroseconds.encode?.(value)
    return intervalText(value.toString())
  },
  decode: reading(value => {
    const { months, days, microseconds } = intervalFromText(value)
    if (months !== 0) throw new TypeProblem('holds months, whose length is not fixed; declare the column as period')
    return durationFromMicroseconds(BigInt(days) * 86_400_000_000n + microseconds)
  }),
  reads: readsTypes('interval'),
}

/** Calendar length of time as its ISO 8601 text: the only form here that keeps `P2W`, `P14D` and `P1M`, `P30D` apart. */
const periodAsText: PostgresStorage<Temporal.Duration> = {
  name: 'text',
  cast: 'text',
  encode: value => value.toString(),
  decode: reading(period.fromText),
  reads: words,
}

/**
 * Calendar length of time in a column of type interval: `Contract.table(db, { columns: { term: periodAsInterval } })`.
 *
 * Errors: PostgreSQL keeps months, days and microseconds; a period that it would give back in another form (weeks, 14 months,
 * 90 minutes) is refused, as `type-mismatch`.
 */
export const periodAsInterval: PostgresStorage<Temporal.Duration> = {
  name: 'interval',
  cast: 'interval',
  encode: value => {
    const text = intervalText(value.toString())
    if (isoTextOf(intervalFromText(text)) === value.toString()) return text
    throw new TypeProblem(
      'must be a period as an interval keeps it: no weeks, months below 12, minutes and seconds below 60; or use a text column',
    )
  },
  decode: reading(value => period.fromText(isoTextOf(intervalFromText(value)))),
  reads: readsTypes('interval'),
}

const bytesAsBytea: PostgresStorage<Uint8Array> = {
  name: 'bytea',
  cast: 'bytea',
  encode: value => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: reading(value => {
    if (!value.startsWith('\\x'))
      throw new TypeProblem('must come as hex digits; set bytea_output of the session to hex')
    const buffer = Buffer.from(value.slice(2), 'hex')
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length)
  }),
  reads: readsTypes('bytea'),
}

/** An escaped NUL: an odd number of backslashes before `u0000`. */
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/

function jsonbText(value: Json): string {
  const text = JSON.stringify(value)
  if (text.includes('u0000') && escapedNul.test(text))
    throw new TypeProblem('must not hold a NUL character, which PostgreSQL cannot hold')
  return text
}

/** Read from json and jsonb; bound as jsonb, which compares by structure. */
const jsonAsJsonb: PostgresStorage<Json> = {
  name: 'jsonb',
  cast: 'jsonb',
  encode: jsonbText,
  decode: reading(json.fromText),
  sortKey: sql => `${sql}::jsonb`,
  reads: readsTypes('json', 'jsonb'),
}

const geometryAsJsonb: PostgresStorage<Geometry> = {
  name: 'jsonb',
  cast: 'jsonb',
  encode: value => jsonbText(geometry.toJson(value)),
  decode: reading(geometry.fromText),
  sortKey: sql => `${sql}::jsonb`,
  reads: readsTypes('json', 'jsonb'),
}

/** How PostgreSQL holds the glue types, each in the vendor type that is exact for it. */
export const postgresTypes: StorageTable = {
  text,
  enum: enumAsText,
  int: intAsInt8,
  bigint: bigintAsInt8,
  float: floatAsFloat8,
  decimal: type => decimalAsNumeric(unchecked(type, 'asked by the name decimal')),
  bool: boolAsBool,
  uuid: uuidAsUuid,
  instant: instantAsTimestamptz,
  instantMs: instantMsAsTimestamptz,
  plainDate: plainDateAsDate,
  plainTime: plainTimeAsTime,
  plainDateTime: plainDateTimeAsTimestamp,
  duration: durationAsInterval,
  period: periodAsText,
  bytes: bytesAsBytea,
  json: jsonAsJsonb,
  geometry: geometryAsJsonb,
  array: type => arrayStorage(type, item => storageOf(postgresTypes, item, 'PostgreSQL')),
}

/** Names of the glue types that PostgreSQL holds. It has microseconds, so `instantNs` is not among them. */
export type PostgresHolds =
  | 'text'
  | 'enum'
  | 'int'
  | 'bigint'
  | 'float'
  | 'decimal'
  | 'bool'
  | 'uuid'
  | 'instant'
  | 'instantMs'
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
export type PostgresBinds =
  | string
  | number
  | bigint
  | boolean
  | null
  | Decimal
  | Temporal.Instant
  | Temporal.PlainDate
  | Temporal.PlainTime
  | Temporal.PlainDateTime
  | Temporal.Duration
  | Uint8Array
  | Json
