import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Temporal } from './temporal.ts'
import { epochNanosecondsOf } from './utc-text.ts'

test('reads what Temporal reads, for any moment and number of digits', () => {
  const lowest = Date.UTC(100, 0, 1) * 1000
  fc.assert(
    fc.property(
      fc.integer({ min: lowest, max: Date.UTC(9999, 11, 31) * 1000 }),
      fc.constantFrom(0, 1, 3, 6, 9),
      (microseconds, fractionalSecondDigits) => {
        const moment = new Temporal.Instant(BigInt(microseconds) * 1000n)
        const text = moment.toString(
          fractionalSecondDigits === 0 ? { smallestUnit: 'second' } : { fractionalSecondDigits },
        )
        expect(epochNanosecondsOf(text, 9)).toBe(Temporal.Instant.from(text).epochNanoseconds)
      },
    ),
    { verbose: 1 },
  )
})

test.each([
  '2001-01-01T00:47:00+01:00',
  '2001-01-01 00:47:00Z',
  '2001-01-01t00:47:00Z',
  '2001-01-01T00:47Z',
  '2001-01-01T00:47:00',
  '2001-01-01T00:47:00.Z',
  '2001-01-01T00:47:00.1234567Z',
  '2001-01-01T00:47:00.12a456Z',
  '2001-01-01T00:47:60Z',
  '2001-01-01T24:00:00Z',
  '2001-13-01T00:00:00Z',
  '2001-00-01T00:00:00Z',
  '2001-02-29T00:00:00Z',
  '2001-04-31T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2001-01-00T00:00:00Z',
  '0099-01-01T00:00:00Z',
  '+002001-01-01T00:00:00Z',
  '2001-01-01T00-47-00.000Z',
  '２００１-01-01T00:47:00Z',
  '',
])('%j is left to the general parser', text => {
  expect(epochNanosecondsOf(text, 6)).toBeUndefined()
})

test('leap days', () => {
  expect(epochNanosecondsOf('2000-02-29T00:00:00Z', 6)).toBe(BigInt(Date.UTC(2000, 1, 29)) * 1_000_000n)
  expect(epochNanosecondsOf('2024-02-29T00:00:00.000001Z', 6)).toBe(BigInt(Date.UTC(2024, 1, 29)) * 1_000_000n + 1000n)
})
