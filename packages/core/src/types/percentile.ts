import { VantageError } from '../errors/vantage-error.ts'

/**
 * The value at a fraction of the way from the least to the greatest, between its two neighbours; null of no values.
 *
 * Shape: orders the values where they are.
 * Errors: `too-large` for neighbours that are further apart than a float holds.
 * Source: PostgreSQL's percentile_cont, https://www.postgresql.org/docs/current/functions-aggregate.html
 */
export function percentileOf(values: Float64Array, fraction: number): number | null {
  if (values.length === 0) return null
  values.sort()
  const place = fraction * (values.length - 1)
  const before = Math.floor(place)
  const low = values[before] ?? 0
  const high = values[Math.ceil(place)] ?? low
  const value = low === high ? low : low + (place - before) * (high - low)
  if (Number.isFinite(value)) return value + 0
  throw new VantageError('percentile() gives a number beyond what float holds; scale the values down', {
    kind: 'too-large',
    details: { type: 'float' },
  })
}
