import fc from 'fast-check'
import { expect, test } from 'vitest'
import { duration, durationFromMicroseconds, durationToMicroseconds } from './duration.ts'
import { Temporal } from './temporal.ts'
import { TypeProblem } from './type.ts'

const of = (text: string): Temporal.Duration => Temporal.Duration.from(text)

test('equals and orders by the total', () => {
  expect(duration.equals(of('PT36H'), of('P1DT12H'))).toBe(true)
  expect(duration.toText(of('P1DT12H'))).toBe('PT36H')
  expect(duration.compare(of('PT90M'), of('PT1H'))).toBe(1)
  expect(duration.compare(of('-PT1H'), of('PT0S'))).toBe(-1)
  expect(duration.toText(of('-P1DT0.5S'))).toBe('-PT24H0.5S')
  expect(duration.toText(of('PT0S'))).toBe('PT0S')
})

test('the canonical form can be added to an instant', () => {
  const length = duration.canonical?.(of('P1DT12H')) ?? of('PT0S')
  expect(Temporal.Instant.from('2026-01-01T00:00Z').add(length).toString()).toBe('2026-01-02T12:00:00Z')
})

test.each(['P1Y', 'P1M', 'P1W', 'P1YT1S'])('refuses the calendar length %s', wrong => {
  const problem = 'must be exact: days, hours and below; use a column of type period for years, months and weeks'
  expect(duration.problem(of(wrong))).toBe(problem)
  expect(() => duration.fromText(wrong)).toThrow(new TypeProblem(problem))
})

test('refuses a finer total than microseconds, not a finer field', () => {
  expect(duration.problem(of('PT0.0000001S'))).toBe("must not be finer than a microsecond; use .round('microsecond')")
  expect(duration.problem(Temporal.Duration.from({ nanoseconds: 5000 }))).toBeUndefined()
  expect(duration.toText(Temporal.Duration.from({ nanoseconds: 5000 }))).toBe('PT0.000005S')
})

test('microseconds there and back, up to 2^53 seconds', () => {
  const limit = 2n ** 53n * 1_000_000n - 1n
  fc.assert(
    fc.property(fc.bigInt({ min: -limit, max: limit }), microseconds => {
      const value = durationFromMicroseconds(microseconds)
      expect(durationToMicroseconds(value)).toBe(microseconds)
      expect(duration.problem(value)).toBeUndefined()
    }),
    { examples: [[limit], [-limit], [0n], [-1n]] },
  )
  expect(durationToMicroseconds(of('P1DT1H1M1.000001S'))).toBe(90_061_000_001n)
})

test.each(['1 hour', '01:30:00', 'P', 'PT', 'P1.5D', ''])('refuses the text %j', wrong => {
  expect(() => duration.fromText(wrong)).toThrow(new TypeProblem('must be text such as PT1H30M (ISO 8601)'))
})

test('is refused instead of a number, a text and an object of fields', () => {
  for (const wrong of [3600, 'PT1H', { hours: 1 }])
    expect(duration.problem(wrong)).toMatch(/^must be a Temporal\.Duration, got /)
})
