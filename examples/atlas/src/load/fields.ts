import { Decimal, type Json, json, Temporal } from '@vantage-ts/core'

/** A record of a JSON file: nothing about it is known yet. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Text with something in it; undefined for anything else. */
export const filledText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined

export const wholeNumber = (value: unknown): number | undefined =>
  Number.isSafeInteger(value) ? Number(value) : undefined

/**
 * A coordinate written as text, exactly: `'78.22334'` -> `78.22334`, never through a float.
 *
 * Units: degrees, at most `limit` in both directions; undefined for anything else.
 */
export function coordinate(value: unknown, limit: 90 | 180): Decimal | undefined {
  if (typeof value !== 'string' || !/^-?\d{1,3}(\.\d+)?$/.test(value)) return undefined
  const degrees = Decimal.from(value)
  return degrees.abs().compare(String(limit)) <= 0 ? degrees : undefined
}

/** `2001/01/01 00:47` -> a date and time without zone; undefined for anything else, the 30th of February included. */
export function departureTime(value: unknown): Temporal.PlainDateTime | undefined {
  const [, year, month, day, hour, minute] =
    typeof value === 'string' ? (/^(\d{4})\/(\d\d)\/(\d\d) (\d\d):(\d\d)$/.exec(value) ?? []).map(Number) : []
  if (year === undefined || month === undefined || day === undefined) return undefined
  try {
    return Temporal.PlainDateTime.from(
      { year, month, day, hour: hour ?? 0, minute: minute ?? 0 },
      { overflow: 'reject' },
    )
  } catch {
    return undefined
  }
}

/** A list of texts, the empty one included; undefined for anything else. */
export const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) && value.every(item => typeof item === 'string') ? value : undefined

/** A nested object as JSON; undefined for anything else. */
export const document = (value: unknown): Json | undefined => (isFields(value) ? json.fromJson(value) : undefined)
