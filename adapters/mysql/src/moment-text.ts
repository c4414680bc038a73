import { Temporal } from '@vantage-ts/core'
import { TypeProblem } from '@vantage-ts/core/adapter'

// The databases write 2026-11-22 14:00:00.123456, in the zone of the session, which is UTC.

/** What the database reads as the ISO 8601 text of a date or moment. Errors: `TypeProblem` outside the years 1 to 9999. */
export function momentText(iso: string): string {
  if (!/^\d{4}-/.test(iso) || iso.startsWith('0000'))
    throw new TypeProblem('must be within the years 1 to 9999, which MySQL and MariaDB hold')
  return iso.replace('T', ' ').replace('Z', '')
}

const digitsAt = (text: string, start: number, end: number): number => {
  let value = 0
  for (let at = start; at < end; at++) value = value * 10 + text.charCodeAt(at) - 0x30
  return value
}

const isMoment = /^(?!0000)\d{4}-(?!00)\d\d-(?!00)\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?$/

/** Microseconds of what follows the seconds. */
function fractionOf(text: string): number {
  let micros = digitsAt(text, 20, text.length)
  for (let length = text.length; length < 26; length++) micros *= 10
  return text.length > 20 ? micros : 0
}

/** Errors: `TypeProblem` for what is no date, such as 0000-00-00. */
export function instantFromText(text: string): Temporal.Instant {
  if (!isMoment.test(text)) throw notADate()
  const date = new Date(0)
  date.setUTCFullYear(digitsAt(text, 0, 4), digitsAt(text, 5, 7) - 1, digitsAt(text, 8, 10))
  date.setUTCHours(digitsAt(text, 11, 13), digitsAt(text, 14, 16), digitsAt(text, 17, 19))
  const micros = fractionOf(text)
  if (micros % 1000 === 0) return Temporal.Instant.fromEpochMilliseconds(date.getTime() + micros / 1000)
  return new Temporal.Instant(BigInt(date.getTime()) * 1_000_000n + BigInt(micros * 1000))
}

export function plainDateFromText(text: string): Temporal.PlainDate {
  if (!/^(?!0000)\d{4}-(?!00)\d\d-(?!00)\d\d$/.test(text)) throw notADate()
  return new Temporal.PlainDate(digitsAt(text, 0, 4), digitsAt(text, 5, 7), digitsAt(text, 8, 10))
}

export function plainDateTimeFromText(text: string): Temporal.PlainDateTime {
  if (!isMoment.test(text)) throw notADate()
  return Temporal.PlainDateTime.from(text.replace(' ', 'T'))
}

const notADate = (): TypeProblem =>
  new TypeProblem(
    'must be a date of the calendar, with a time where the type has one; 0000-00-00 and the like are none',
  )
