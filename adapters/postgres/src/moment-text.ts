import { Temporal } from '@vantage-ts/core'
import { TypeProblem } from '@vantage-ts/core/adapter'

// PostgreSQL writes 2026-11-22 14:00:00.123456+00, years before 1 as `0044-03-15 BC` and those after 9999 with more digits.

const minus = 0x2d
const space = 0x20
const zero = 0x30

const digitsAt = (text: string, start: number, end: number): number => {
  let value = 0
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - zero
  return value
}

/** Whether the text has a year of four digits from 100 on, month and day, and ends or goes on with a space after them. */
const isUsual = (text: string): boolean =>
  text.charCodeAt(4) === minus &&
  text.charCodeAt(7) === minus &&
  (text.length === 10 || text.charCodeAt(10) === space) &&
  (text.charCodeAt(0) > zero || text.charCodeAt(1) > zero) &&
  !text.endsWith('C')

/** Microseconds of the fraction that stands from `start` to `end`, its point included; 0 where there is none. */
function fractionAt(text: string, start: number, end: number): number {
  let micros = digitsAt(text, start + 1, end)
  for (let digits = end - start - 1; digits < 6; digits++) micros *= 10
  return end > start ? micros : 0
}

/** Reads a timestamptz as the database writes it, in whatever zone the session is. */
export function instantFromText(text: string): Temporal.Instant {
  if (!isUsual(text) || !text.endsWith('+00')) return Temporal.Instant.from(isoText(text))
  const milliseconds = Date.UTC(
    digitsAt(text, 0, 4),
    digitsAt(text, 5, 7) - 1,
    digitsAt(text, 8, 10),
    digitsAt(text, 11, 13),
    digitsAt(text, 14, 16),
    digitsAt(text, 17, 19),
  )
  const micros = fractionAt(text, 19, text.length - 3)
  if (micros % 1000 === 0) return Temporal.Instant.fromEpochMilliseconds(milliseconds + micros / 1000)
  return new Temporal.Instant(BigInt(milliseconds) * 1_000_000n + BigInt(micros * 1000))
}

export function plainDateFromText(text: string): Temporal.PlainDate {
  if (!isUsual(text) || text.length > 10) return Temporal.PlainDate.from(isoText(text))
  return new Temporal.PlainDate(digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10))
}

export const plainDateTimeFromText = (text: string): Temporal.PlainDateTime =>
  Temporal.PlainDateTime.from(isoText(text))

/** ISO 8601 text of what the database writes: `0044-03-15 BC` -> `-000043-03-15`. Errors: `TypeProblem` for infinities. */
function isoText(text: string): string {
  const [, year, rest, era] = /^(\d{4,7})(-\d\d-\d\d(?: [\d:.]+(?:[+-][\d:]+)?)?)( BC)?$/.exec(text) ?? []
  if (year === undefined) {
    const isEndless = text === 'infinity' || text === '-infinity'
    throw new TypeProblem(
      isEndless
        ? 'must be finite: infinity has no counterpart; store null, or leave such rows out'
        : 'must be written as ISO dates are; set DateStyle of the session to ISO',
    )
  }
  const number = era === undefined ? Number(year) : 1 - Number(year)
  if (number >= 0 && number <= 9999) return `${String(number).padStart(4, '0')}${rest}`
  return `${number < 0 ? '-' : '+'}${String(Math.abs(number)).padStart(6, '0')}${rest}`
}

/**
 * What the database reads as the ISO 8601 text of a date or moment: `-000043-03-15` -> `0044-03-15 BC`.
 *
 * Errors: `TypeProblem` before 24 November 4714 BC, where its calendar begins.
 */
export function momentText(iso: string): string {
  const [, sign, digits, rest = ''] = /^([+-])(\d{6})(.*)$/.exec(iso) ?? []
  if (digits === undefined) return iso.startsWith('0000') ? `0001${iso.slice(4)} BC` : iso
  const year = Number(digits)
  if (sign === '+') return `${year}${rest}`
  if (year > 4713 || (year === 4713 && rest < '-11-24'))
    throw new TypeProblem('must not be before 24 November 4714 BC, where dates of PostgreSQL begin')
  return `${String(year + 1).padStart(4, '0')}${rest} BC`
}
