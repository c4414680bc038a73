import { Temporal } from '@vantage-ts/core'
import { TypeProblem } from '@vantage-ts/core/adapter'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instantFromText, momentText, plainDateFromText, plainDateTimeFromText } from './moment-text.ts'

test.each([
  ['2026-11-22 14:00:00.123456+00', '2026-11-22T14:00:00.123456Z'],
  ['2026-11-22 14:00:00+00', '2026-11-22T14:00:00Z'],
  ['2026-11-22 14:00:00.1+00', '2026-11-22T14:00:00.1Z'],
  ['2026-11-22 19:30:00.12+05:30', '2026-11-22T14:00:00.12Z'],
  ['1890-01-01 00:53:28+00:53:28', '1890-01-01T00:00:00Z'],
  ['2026-11-22 09:00:00-05', '2026-11-22T14:00:00Z'],
  ['0099-01-01 00:00:00+00', '0099-01-01T00:00:00Z'],
  ['0001-01-01 00:00:00+00 BC', '0000-01-01T00:00:00Z'],
  ['0044-03-15 10:00:00.5+00 BC', '-000043-03-15T10:00:00.5Z'],
  ['12026-01-01 00:00:00+00', '+012026-01-01T00:00:00Z'],
])('reads %s', (text, iso) => {
  expect(instantFromText(text).toString()).toBe(iso)
})

test('any moment that the database writes is read', () => {
  // What PostgreSQL holds and Temporal too.
  const lowest = -210_866_803_200_000
  const moment = fc.tuple(fc.integer({ min: lowest, max: 8_640_000_000_000_000 - 1 }), fc.integer({ min: 0, max: 999 }))
  fc.assert(
    fc.property(moment, ([milliseconds, micros]) => {
      const instant = new Temporal.Instant(BigInt(milliseconds) * 1_000_000n + BigInt(micros) * 1000n)
      const written = momentText(instant.toString()).replace('T', ' ').replace('Z', '+00')
      expect(instantFromText(written).epochNanoseconds).toBe(instant.epochNanoseconds)
    }),
  )
})

test('dates and times', () => {
  expect(plainDateFromText('2026-11-22').toString()).toBe('2026-11-22')
  expect(plainDateFromText('0044-03-15 BC').toString()).toBe('-000043-03-15')
  expect(plainDateFromText('12026-01-01').toString()).toBe('+012026-01-01')
  expect(plainDateTimeFromText('2026-11-22 09:30:00.5').toString()).toBe('2026-11-22T09:30:00.5')
  expect(plainDateTimeFromText('0001-12-31 23:59:59.999999 BC').toString()).toBe('0000-12-31T23:59:59.999999')
})

test.each(['infinity', '-infinity', '22.11.2026 14:00:00', 'Sun Nov 22 14:00:00 2026', ''])('refuses %j', text => {
  for (const read of [instantFromText, plainDateFromText, plainDateTimeFromText])
    expect(() => read(text)).toThrow(TypeProblem)
})

test('writes years as the database reads them', () => {
  expect(momentText('2026-11-22')).toBe('2026-11-22')
  expect(momentText('0000-01-01')).toBe('0001-01-01 BC')
  expect(momentText('-004713-11-24')).toBe('4714-11-24 BC')
  expect(momentText('+012026-01-01T00:00:00Z')).toBe('12026-01-01T00:00:00Z')
  expect(() => momentText('-004713-11-23')).toThrow(TypeProblem)
})
