import type { Interval } from './benchmark.ts'

const sorted = (values: readonly number[]): Float64Array => Float64Array.from(values).sort()

export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing')
  const ordered = sorted(values)
  const middle = ordered.length >> 1
  const upper = ordered[middle] ?? Number.NaN
  return ordered.length % 2 === 1 ? upper : ((ordered[middle - 1] ?? Number.NaN) + upper) / 2
}

/**
 * Where the median lies with at least 95 % confidence, whatever the values are distributed like.
 *
 * Shape: two of the values themselves, equally far from both ends; six values are the least that suffice.
 * Source: the number of values below the median is binomial with p = 1/2, https://en.wikipedia.org/wiki/Sign_test
 */
export function medianInterval(values: readonly number[]): Interval {
  const ordered = sorted(values)
  const outside = valuesOutside(ordered.length)
  return [ordered[outside] ?? Number.NaN, ordered[ordered.length - 1 - outside] ?? Number.NaN]
}

/** How many values may be left out at each end: the most whose chance to hold the median between them is 2.5 % or less. */
function valuesOutside(count: number): number {
  if (count < 6) throw new RangeError(`an interval of 95 % needs 6 values, not ${count}`)
  let chance = 0.5 ** count
  let total = chance
  let outside = 0
  // chance(k) = C(count, k) / 2^count, summed up while the tail stays within 2.5 %.
  for (let below = 1; total <= 0.025; below++) {
    outside = below - 1
    chance *= (count - below + 1) / below
    total += chance
  }
  return outside
}
