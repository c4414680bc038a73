import { type Decimal, float, instantMs, type Json, plainTime, type Type } from '@vantage-ts/core'
import {
  asItIs,
  asText,
  bigintAsInt64,
  boolAsInteger,
  durationAsMicroseconds,
  intAsInteger,
  jsonAsText,
  type StorageTable,
  TypeProblem,
  unchecked,
  uuidAsText,
} from '@vantage-ts/core/adapter'
import type { SqlStorage } from '@vantage-ts/sql'
import { instantFromText, momentText, plainDateFromText, plainDateTimeFromText } from './moment-text.ts'
import { raise } from './raise.ts'

// The driver gives whole numbers as numbers where they are safe and as digits otherwise, decimals, dates and JSON as text.

const text: SqlStorage<string> = { name: 'longtext', guard: raw => typeof raw === 'string', usual: 'text' }

/** A value that meets a condition, or is null; otherwise a failure when it is computed. */
const refusedUnless = (sql: string, condition: string, marker: string): string =>
  `CASE WHEN NOT (${condition}) THEN ${raise(marker, sql)} ELSE ${sql} END`

/** A whole number. MySQL computes with bound numbers as decimals, so that a result may come as `1400.000`. */
const whole = <T>({ decode, ...storage }: SqlStorage<T>): SqlStorage<T> => ({
  ...storage,
  name: 'bigint',
  ...(decode === undefined ? {} : { decode: raw => decode(typeof raw === 'string' ? raw.replace(/\.0+$/, '') : raw) }),
})

const intAsBigint: SqlStorage<number> = {
  ...whole(intAsInteger),
  stored: sql => refusedUnless(sql, `abs(${sql}) <= ${Number.MAX_SAFE_INTEGER}`, 'int'),
}

const floatAsDouble: SqlStorage<number> = {
  name: 'double',
  // Adding zero makes 0 of −0, which arithmetic may give.
  decode: raw => (typeof raw === 'number' && Number.isFinite(raw) ? raw + 0 : float.fromText(String(raw))),
  usual: 'finite',
}

const boolAsTinyint: SqlStorage<boolean> = { ...boolAsInteger, name: 'tinyint(1)' }

/** Digits of the widest decimal that both databases have. */
const widest = { precision: 65, scale: 30 } as const
const wholeLimit = 10n ** BigInt(widest.precision - widest.scale)
const decimalType = `decimal(${widest.precision},${widest.scale})`

function decimalText(value: Decimal): string {
  const written = value.toString()
  const isShort = value.scale <= widest.scale
  const whole = value.coefficient / 10n ** BigInt(Math.max(value.scale, 0))
  if (isShort && whole < wholeLimit && whole > -wholeLimit) return written
  throw new TypeProblem('must have at most 35 digits before the point and 30 after it, which MySQL and MariaDB hold')
}

const decimalAsDecimal = (type: Type<Decimal>): SqlStorage<Decimal> => ({
  name: decimalType,
  cast: decimalType,
  encode: decimalText,
  decode: raw => type.fromText(textOf(raw)),
  // The database would round what has more digits after the point than its column.
  stored: (sql, { digits }) =>
    digits === undefined
      ? sql
      : refusedUnless(
          sql,
          `truncate(${sql}, ${digits.scale}) = ${sql} AND abs(${sql}) < ${10n ** BigInt(digits.precision - digits.scale)}`,
          'decimal',
        ),
})

function textOf(raw: unknown): string {
  if (typeof raw === 'string' || typeof raw === 'number') return String(raw)
  throw new TypeProblem('must come as text from the driver; declare the column with another type')
}

const reading =
  <T>(read: (text: string) => T) =>
  (raw: unknown): T => {
    if (typeof raw === 'string') return read(raw)
    throw new TypeProblem('must come as text from the driver; declare the column with another type')
  }

const momentType = 'datetime(6)'

const instantAsDatetime: SqlStorage<Temporal.Instant> = {
  name: momentType,
  cast: momentType,
  encode: value => momentText(value.toString()),
  decode: reading(instantFromText),
}

/** A stored value that is finer than a millisecond is refused, as the type demands. */
const instantMsAsDatetime: SqlStorage<Temporal.Instant> = {
  ...instantAsDatetime,
  decode: reading(value => {
    const moment = instantFromText(value)
    const problem = instantMs.problem(moment)
    if (problem !== undefined) throw new TypeProblem(problem)
    return moment
  }),
}

const plainDateAsDate: SqlStorage<Temporal.PlainDate> = {
  name: 'date',
  cast: 'date',
  encode: value => momentText(value.toString()),
  decode: reading(plainDateFromText),
}

const plainTimeAsTime: SqlStorage<Temporal.PlainTime> = {
  name: 'time(6)',
  cast: 'time(6)',
  encode: value => value.toString(),
  decode: reading(plainTime.fromText),
}

const plainDateTimeAsDatetime: SqlStorage<Temporal.PlainDateTime> = {
  name: momentType,
  cast: momentType,
  encode: value => momentText(value.toString()),
  decode: reading(plainDateTimeFromText),
}

const bytesAsBlob: SqlStorage<Uint8Array> = {
  name: 'longblob',
  encode: value => Buffer.from(value.buffer, value.byteOffset, value.byteLength),
  decode: raw => {
    if (!(raw instanceof Uint8Array)) throw new TypeProblem('must come as bytes from the driver')
    return new Uint8Array(raw.buffer, raw.byteOffset, raw.byteLength)
  },
}

/** How deep JSON nests, at most: MariaDB goes no deeper. */
const maxDepth = 31

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

function shallow<T>(value: T): T {
  if (depthOf(value) <= maxDepth) return value
  throw new TypeProblem(`must not nest deeper than ${maxDepth} levels, as JSON of MariaDB; use a column of type text`)
}

const jsonAsJson: SqlStorage<Json> = {
  ...jsonAsText,
  name: 'json',
  encode: value => JSON.stringify(shallow(value)),
}

const structured = (type: Type<unknown>): SqlStorage => ({ ...asText('json')(type) })

/** How MySQL and MariaDB hold the glue types, each in the vendor type that is exact for it. */
export const mysqlTypes: StorageTable = {
  text,
  enum: asItIs('varchar(255)'),
  int: intAsBigint,
  bigint: whole(bigintAsInt64),
  float: floatAsDouble,
  decimal: type => decimalAsDecimal(unchecked(type, 'asked by the name decimal')),
  bool: boolAsTinyint,
  uuid: { ...uuidAsText, name: 'char(36)' },
  instant: instantAsDatetime,
  instantMs: instantMsAsDatetime,
  plainDate: plainDateAsDate,
  plainTime: plainTimeAsTime,
  plainDateTime: plainDateTimeAsDatetime,
  duration: whole(durationAsMicroseconds),
  period: asText('varchar(255)'),
  bytes: bytesAsBlob,
  json: jsonAsJson,
  geometry: structured,
  array: structured,
}

/** Names of the glue types that are held. Moments have microseconds, so `instantNs` is not among them. */
export type MysqlHolds =
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
export type MysqlBinds =
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
