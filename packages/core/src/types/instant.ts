import { defineTemporalType } from './temporal-type.ts'
import { temporal } from './temporal.ts'
import type { InstantUnits, Type } from './type.ts'
import { TypeProblem } from './type.ts'
import { epochNanosecondsOf } from './utc-text.ts'

const precisions = {
  ms: { unit: 'millisecond', nanoseconds: 1_000_000n, digits: 3 },
  us: { unit: 'microsecond', nanoseconds: 1_000n, digits: 6 },
  ns: { unit: 'nanosecond', nanoseconds: 1n, digits: 9 },
} as const

/**
 * Moment on the time line, to the microsecond.
 *
 * Shape: `Temporal.Instant`; text is ISO 8601 in UTC, with six-digit years and a sign outside 0000 to 9999.
 * Units: microseconds; `instantMs` and `instantNs` are coarser and finer. A finer value is refused, never cut.
 */
export const instant: Type<Temporal.Instant, 'instant'> = /* @__PURE__ */ instantOf('instant', 'us')

/** Moment on the time line, to the millisecond: what MongoDB and JavaScript's `Date` hold. */
export const instantMs: Type<Temporal.Instant, 'instantMs'> = /* @__PURE__ */ instantOf('instantMs', 'ms')

/** Moment on the time line, to the nanosecond: all that `Temporal.Instant` holds. */
export const instantNs: Type<Temporal.Instant, 'instantNs'> = /* @__PURE__ */ instantOf('instantNs', 'ns')

function instantOf<Name extends string>(name: Name, units: InstantUnits): Type<Temporal.Instant, Name> {
  const general = defineTemporalType({
    name,
    kind: 'Instant',
    units,
    pattern: /^(?:\d{4}|[+-]\d{6})-\d\d-\d\d[T ]\d\d:\d\d(?::[0-5]\d(?:\.\d+)?)?(?:Z|[+-]\d\d(?::?\d\d(?::?\d\d)?)?)$/i,
    form: '2001-01-01T00:47:00Z, with Z or an offset',
    refuse: value => refuseFiner(value, units),
    equals: (a, b) => compareInstants(a, b) === 0,
    compare: compareInstants,
  })
  return {
    ...general,
    fromText(text) {
      const epoch = epochNanosecondsOf(text, precisions[units].digits)
      return epoch === undefined ? general.fromText(text) : new (temporal().Instant)(epoch)
    },
  }
}

function refuseFiner(value: Temporal.Instant, units: InstantUnits): string | undefined {
  const { unit, nanoseconds } = precisions[units]
  if (units === 'ns' || value.epochNanoseconds % nanoseconds === 0n) return undefined
  return `must not be finer than a ${unit}; use .round('${unit}')`
}

function compareInstants(a: Temporal.Instant, b: Temporal.Instant): number {
  const milliseconds = a.epochMilliseconds - b.epochMilliseconds
  if (milliseconds !== 0) return milliseconds < 0 ? -1 : 1
  const [left, right] = [a.epochNanoseconds, b.epochNanoseconds]
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * Fixed-width UTC text whose order is the order in time: `2001-01-01T00:47:00.000000Z`.
 *
 * Units: 3, 6 or 9 digits after the second, for milliseconds, microseconds (unless told) and nanoseconds; finer is cut.
 * Errors: `TypeProblem` outside the years 0000 to 9999, whose ISO form does not sort.
 */
export function instantToSortableText(value: Temporal.Instant, units: InstantUnits = 'us'): string {
  return sortableYears(value.toString({ fractionalSecondDigits: precisions[units].digits }))
}

/** Refuses a text whose ISO year has a sign and six digits: it does not sort among the others. */
export function sortableYears(text: string): string {
  if (/^\d/.test(text)) return text
  throw new TypeProblem('must be within the years 0000 to 9999 to be stored as sortable text')
}
