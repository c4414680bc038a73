import { Temporal } from '@vantage-ts/core'
import {
  durationAsMicroseconds,
  durationFromMicroseconds,
  type Storage,
  type Type,
  TypeProblem,
} from '@vantage-ts/core/adapter'
import { DateTime, Duration } from 'surrealdb'

// The driver's own conversions of moments and durations to text lose up to a second: only its whole numbers are used.

const billion = 1_000_000_000n

/** The first and the last second of the engine's calendar, years −262,143 to 262,142; Temporal goes a little further. */
const firstSecond = -8_334_601_228_800n
const lastSecond = 8_210_266_876_799n

export function encodeInstant(value: Temporal.Instant): DateTime {
  const nanoseconds = value.epochNanoseconds
  const rest = ((nanoseconds % billion) + billion) % billion
  const seconds = (nanoseconds - rest) / billion
  if (seconds >= firstSecond && seconds <= lastSecond) return new DateTime([seconds, rest])
  throw new TypeProblem('must be within the years −262,143 to 262,142 in SurrealDB')
}

const finest = { ms: 1_000_000n, us: 1000n, ns: 1n } as const

export const instantStorage = ({ units = 'us', problem }: Type<unknown>): Storage<Temporal.Instant> => {
  const step = finest[units]
  return {
    name: 'datetime',
    encode: encodeInstant,
    decode: raw => {
      if (!(raw instanceof DateTime)) throw new TypeProblem('must be a datetime')
      const [seconds, nanoseconds] = raw.toCompact()
      const value = within(() => Temporal.Instant.fromEpochNanoseconds(seconds * billion + nanoseconds), 'datetime')
      const wrong = nanoseconds % step === 0n ? undefined : problem(value)
      if (wrong !== undefined) throw new TypeProblem(wrong)
      return value
    },
  }
}

/** Whole microseconds, within 64 bits with a sign. */
export const microseconds = (value: Temporal.Duration): bigint => {
  const made: unknown = durationAsMicroseconds.encode?.(value)
  if (typeof made === 'bigint') return made
  throw new TypeProblem('must be a duration')
}

/**
 * Duration. The engine has none below zero: those are held as whole microseconds, negative numbers, which come before all
 * durations in its order.
 */
export const durationStorage: Storage<Temporal.Duration> = {
  name: 'duration',
  encode: value => {
    const whole = microseconds(value)
    return whole < 0n ? whole : new Duration([whole / 1_000_000n, (whole % 1_000_000n) * 1000n])
  },
  decode: raw => {
    if (typeof raw === 'number' && Number.isSafeInteger(raw)) return lengthOf(BigInt(raw))
    if (typeof raw === 'bigint') return lengthOf(raw)
    if (!(raw instanceof Duration)) throw new TypeProblem('must be a duration')
    const [seconds = 0n, nanoseconds = 0n] = raw.toCompact()
    if (nanoseconds % 1000n !== 0n) throw new TypeProblem('must not be finer than a microsecond')
    return lengthOf(seconds * 1_000_000n + nanoseconds / 1000n)
  },
}

const lengthOf = (whole: bigint): Temporal.Duration => within(() => durationFromMicroseconds(whole), 'duration')

function within<T>(make: () => T, what: string): T {
  try {
    return make()
  } catch (thrown) {
    if (thrown instanceof RangeError) throw new TypeProblem(`must be within what a ${what} of JavaScript holds`)
    throw thrown
  }
}
