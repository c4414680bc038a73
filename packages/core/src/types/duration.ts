import { temporal } from './temporal.ts'
import { defineTemporalType } from './temporal-type.ts'
import type { Type } from './type.ts'

/**
 * Exact length of time: `Temporal.Duration` of days (24 hours each) and below.
 *
 * Shape: equality and order go by the total, so `PT36H` is `P1DT12H`. The canonical form has hours and below, since an
 * instant takes no days in `.add()`. Calendar lengths (years, months, weeks) are `period`.
 * Units: microseconds; a finer value is refused.
 */
export const duration: Type<Temporal.Duration, 'duration'> = /* @__PURE__ */ defineTemporalType({
  name: 'duration',
  kind: 'Duration',
  arithmetic: 'duration',
  pattern: /^[+-]?P/i,
  form: 'PT1H30M (ISO 8601)',
  refuse: value => {
    if (value.years !== 0 || value.months !== 0 || value.weeks !== 0) {
      return 'must be exact: days, hours and below; use a column of type period for years, months and weeks'
    }
    return refuseNanoseconds(value)
  },
  canonical: value => durationFromMicroseconds(durationToMicroseconds(value)),
  equals: (a, b) => durationToMicroseconds(a) === durationToMicroseconds(b),
  compare: (a, b) => {
    const [left, right] = [durationToMicroseconds(a), durationToMicroseconds(b)]
    return left < right ? -1 : left > right ? 1 : 0
  },
  toText: value => durationFromMicroseconds(durationToMicroseconds(value)).toString(),
})

/** Whole microseconds of an exact duration: days count 24 hours; a nanosecond below is cut. */
export const durationToMicroseconds = (value: Temporal.Duration): bigint => totalNanoseconds(value) / 1000n

/** The duration of so many microseconds, in hours and below. Errors: `RangeError` past 2^53 seconds. */
export function durationFromMicroseconds(microseconds: bigint): Temporal.Duration {
  const part = (size: bigint, limit?: bigint) => {
    const whole = microseconds / size
    return Number(limit === undefined ? whole : whole % limit)
  }
  const { Duration } = temporal()
  return new Duration(
    0,
    0,
    0,
    0,
    part(3_600_000_000n),
    part(60_000_000n, 60n),
    part(1_000_000n, 60n),
    part(1000n, 1000n),
    part(1n, 1000n),
  )
}

/** Refuses a length whose parts add up to a fraction of a microsecond. */
export const refuseNanoseconds = (value: Temporal.Duration): string | undefined =>
  value.nanoseconds === 0 || totalNanoseconds(value) % 1000n === 0n
    ? undefined
    : "must not be finer than a microsecond; use .round('microsecond')"

function totalNanoseconds(value: Temporal.Duration): bigint {
  const minutes = (BigInt(value.days) * 24n + BigInt(value.hours)) * 60n + BigInt(value.minutes)
  const milliseconds = (minutes * 60n + BigInt(value.seconds)) * 1000n + BigInt(value.milliseconds)
  return (milliseconds * 1000n + BigInt(value.microseconds)) * 1000n + BigInt(value.nanoseconds)
}
