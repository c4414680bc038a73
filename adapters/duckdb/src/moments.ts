import {
  DuckDBDateValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBTimeValue,
} from '@duckdb/node-api'
import { Temporal } from '@vantage-ts/core'
import { TypeProblem } from '@vantage-ts/core/adapter'
import { foreign } from './storage.ts'

// DuckDB counts days and microseconds from 1970-01-01. The first and last numbers of each type stand for minus and plus infinity.

const microsecondsPerDay = 86_400_000_000n
const lowest = -(2n ** 63n)
const highest = 2n ** 63n - 1n

const outOfRange = (): TypeProblem => new TypeProblem('is out of the range that JavaScript can hold')

/** Work that makes a Temporal value; its own message would show the value, which may be private. */
function within<T>(make: () => T): T {
  try {
    return make()
  } catch (thrown) {
    if (thrown instanceof RangeError) throw outOfRange()
    throw thrown
  }
}

/** Whole quotient, rounded down. */
const floor = (value: bigint, by: bigint): bigint => {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}

/** Microseconds of a moment; core has refused what is finer. */
export const microsecondsOf = (value: Temporal.Instant): bigint => floor(value.epochNanoseconds, 1000n)

export function nanosecondsWithin64Bits(value: Temporal.Instant): bigint {
  const nanoseconds = value.epochNanoseconds
  if (nanoseconds > lowest + 1n && nanoseconds < highest) return nanoseconds
  throw new TypeProblem('must be within 1677-09-21 and 2262-04-11, which is what TIMESTAMP_NS holds; use instant')
}

/** The moment that a timestamp of any precision stands for; without a zone it is one of UTC. */
export function instantOf(raw: unknown): Temporal.Instant {
  const nanoseconds = nanosecondsOf(raw)
  return within(() => Temporal.Instant.fromEpochNanoseconds(nanoseconds))
}

function nanosecondsOf(raw: unknown): bigint {
  if (raw instanceof DuckDBTimestampTZValue || raw instanceof DuckDBTimestampValue) return finite(raw.micros) * 1000n
  if (raw instanceof DuckDBTimestampNanosecondsValue) return finite(raw.nanos)
  if (raw instanceof DuckDBTimestampMillisecondsValue) return finite(raw.millis) * 1_000_000n
  if (raw instanceof DuckDBTimestampSecondsValue) return finite(raw.seconds) * 1_000_000_000n
  throw foreign(raw)
}

function finite(count: bigint): bigint {
  if (count === highest || count <= lowest + 1n) throw new TypeProblem('must not be infinite')
  return count
}

/** Days of 400 years, and from 0000-03-01 to 1970-01-01. */
const daysPerEra = 146_097
const daysBeforeEpoch = 719_468

/**
 * Days from 1970-01-01, with years that begin in March, so that the leap day comes last.
 *
 * Source: https://howardhinnant.github.io/date_algorithms.html#days_from_civil
 */
export function daysOf({ year, month, day }: Pick<Temporal.PlainDate, 'year' | 'month' | 'day'>): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * daysPerEra + dayOfEra - daysBeforeEpoch
}

function dateAfter(days: number): Temporal.PlainDate {
  const shifted = days + daysBeforeEpoch
  const era = Math.floor(shifted / daysPerEra)
  const dayOfEra = shifted - era * daysPerEra
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
  return within(() => new Temporal.PlainDate(yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day))
}

export function dateOf(raw: unknown): Temporal.PlainDate {
  if (!(raw instanceof DuckDBDateValue)) throw foreign(raw)
  if (Math.abs(raw.days) >= 2 ** 31 - 1) throw new TypeProblem('must not be infinite')
  return dateAfter(raw.days)
}

type Clock = Pick<Temporal.PlainTime, 'hour' | 'minute' | 'second' | 'millisecond' | 'microsecond'>

export const microsecondsOfTime = (value: Clock): bigint =>
  BigInt((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000n +
  BigInt(value.millisecond * 1000 + value.microsecond)

export function timeOf(raw: unknown): Temporal.PlainTime {
  if (!(raw instanceof DuckDBTimeValue)) throw foreign(raw)
  return timeAfterMidnight(raw.micros)
}

function timeAfterMidnight(microseconds: bigint): Temporal.PlainTime {
  const seconds = Number(microseconds / 1_000_000n)
  const rest = Number(microseconds % 1_000_000n)
  return within(
    () =>
      new Temporal.PlainTime(
        Math.floor(seconds / 3600),
        Math.floor(seconds / 60) % 60,
        seconds % 60,
        Math.floor(rest / 1000),
        rest % 1000,
      ),
  )
}

export const microsecondsOfDateTime = (value: Temporal.PlainDateTime): bigint =>
  BigInt(daysOf(value)) * microsecondsPerDay + microsecondsOfTime(value)

export function dateTimeOf(raw: unknown): Temporal.PlainDateTime {
  if (!(raw instanceof DuckDBTimestampValue)) throw foreign(raw)
  const microseconds = finite(raw.micros)
  const days = floor(microseconds, microsecondsPerDay)
  return within(() =>
    dateAfter(Number(days)).toPlainDateTime(timeAfterMidnight(microseconds - days * microsecondsPerDay)),
  )
}
