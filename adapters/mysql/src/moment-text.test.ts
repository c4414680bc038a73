import { Temporal } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import { instantFromText, momentText, plainDateFromText, plainDateTimeFromText } from './moment-text.ts'

test.each([
  ['0001-01-01 00:00:00', '0001-01-01T00:00:00Z'],
  ['1969-12-31 23:59:59.999999', '1969-12-31T23:59:59.999999Z'],
  ['2001-01-01 00:47:00.1', '2001-01-01T00:47:00.1Z'],
  ['2001-01-01 00:47:00.000001', '2001-01-01T00:47:00.000001Z'],
  ['9999-12-31 23:59:59.999999', '9999-12-31T23:59:59.999999Z'],
])('%s is %s', (text, iso) => {
  expect(instantFromText(text).equals(Temporal.Instant.from(iso))).toBe(true)
  expect(plainDateTimeFromText(text).toString()).toBe(iso.slice(0, -1))
  expect(plainDateFromText(text.slice(0, 10)).toString()).toBe(iso.slice(0, 10))
  expect(momentText(iso)).toBe(iso.replace('T', ' ').replace('Z', ''))
})

test.each(['0000-00-00', '2026-00-01', '2026-01-00', '26-01-01', ''])('%s is no date', text => {
  expect(() => plainDateFromText(text)).toThrow(/must be a date of the calendar/)
  expect(() => instantFromText(`${text} 00:00:00`)).toThrow(/must be a date of the calendar/)
})

test.each(['0000-01-01T00:00:00Z', '-000001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'])('%s is refused', iso => {
  expect(() => momentText(iso)).toThrow(/years 1 to 9999/)
})
