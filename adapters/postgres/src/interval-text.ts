import { TypeProblem } from '@vantage-ts/core/adapter'

/** An interval as PostgreSQL holds it: three numbers, each with its own sign. */
export interface Interval {
  readonly months: number
  readonly days: number
  readonly microseconds: bigint
}

const iso =
  /^P(?:(-?\d+)Y)?(?:(-?\d+)M)?(?:(-?\d+)W)?(?:(-?\d+)D)?(?:T(?:(-?\d+)H)?(?:(-?\d+)M)?(?:(-?)(\d+)(?:\.(\d{1,6}))?S)?)?$/
const verbose =
  /^(?:(-?\d+) years? ?)?(?:(-?\d+) mons? ?)?(?:([+-]?\d+) days? ?)?(?:([+-]?)(\d+):(\d\d):(\d\d)(?:\.(\d{1,6}))?)?$/

/**
 * Reads an interval in the styles `iso_8601`, which our connections have, and `postgres`, which others may have.
 *
 * Errors: `TypeProblem` for infinities and other styles.
 */
export function intervalFromText(text: string): Interval {
  const found = text.startsWith('P') ? fromIso(text) : fromVerbose(text)
  if (found !== undefined) return found
  throw new TypeProblem(
    text.endsWith('infinity')
      ? 'must be finite: infinity has no counterpart; store null, or leave such rows out'
      : 'must be an interval in the style iso_8601 or postgres; set IntervalStyle of the session',
  )
}

function fromIso(text: string): Interval | undefined {
  const parts = iso.exec(text)
  if (parts === null) return undefined
  const [years, months, weeks, days, hours, minutes] = parts.slice(1, 7).map(part => Number(part ?? 0))
  const [sign, seconds, fraction] = [parts[7], parts[8], parts[9]]
  return {
    months: (years ?? 0) * 12 + (months ?? 0),
    days: (weeks ?? 0) * 7 + (days ?? 0),
    microseconds:
      microsecondsOf(hours, minutes, 0, undefined) + signed(sign, microsecondsOf(0, 0, Number(seconds ?? 0), fraction)),
  }
}

function fromVerbose(text: string): Interval | undefined {
  const parts = verbose.exec(text)
  if (parts === null || text === '') return undefined
  const [, years, months, days, sign, hours, minutes, seconds, fraction] = parts
  return {
    months: Number(years ?? 0) * 12 + Number(months ?? 0),
    days: Number(days ?? 0),
    microseconds: signed(
      sign,
      microsecondsOf(Number(hours ?? 0), Number(minutes ?? 0), Number(seconds ?? 0), fraction),
    ),
  }
}

const signed = (sign: string | undefined, value: bigint): bigint => (sign === '-' ? -value : value)

const microsecondsOf = (hours = 0, minutes = 0, seconds = 0, fraction = ''): bigint =>
  (BigInt(hours) * 3600n + BigInt(minutes) * 60n + BigInt(seconds)) * 1_000_000n + BigInt(fraction.padEnd(6, '0'))

/**
 * The ISO 8601 text of an interval: `P1Y2M3DT4H5M6.5S`, with one sign before it all.
 *
 * Errors: `TypeProblem` for parts of different signs, which no Temporal.Duration has.
 */
export function isoTextOf({ months, days, microseconds }: Interval): string {
  const time = Number(microseconds > 0n) - Number(microseconds < 0n)
  const signs = new Set([Math.sign(months), Math.sign(days), time])
  if (signs.has(1) && signs.has(-1))
    throw new TypeProblem('must not mix signs: a duration is positive or negative as a whole')
  const date = [part(Math.trunc(months / 12), 'Y'), part(months % 12, 'M'), part(days, 'D')].join('')
  const left = microseconds < 0n ? -microseconds : microseconds
  const hours = part(left / 3_600_000_000n, 'H')
  const minutes = part((left / 60_000_000n) % 60n, 'M')
  const seconds = part(secondsText(left % 60_000_000n), 'S')
  const clock = hours + minutes + seconds
  if (date + clock === '') return 'PT0S'
  return `${signs.has(-1) ? '-' : ''}P${date}${clock === '' ? '' : `T${clock}`}`
}

const secondsText = (microseconds: bigint): string => {
  const fraction = String(microseconds % 1_000_000n)
    .padStart(6, '0')
    .replace(/0+$/, '')
  return `${microseconds / 1_000_000n}${fraction === '' ? '' : `.${fraction}`}`
}

const part = (amount: number | bigint | string, letter: string): string => {
  const text = String(amount).replace('-', '')
  return text === '0' ? '' : `${text}${letter}`
}

/** What the database reads as an ISO 8601 duration, whose sign it wants at every part: `-P1DT2H` -> `P-1DT-2H`. */
export const intervalText = (iso: string): string =>
  iso.startsWith('-') ? iso.slice(1).replace(/\d+(?:\.\d+)?[YMWDHS]/g, '-$&') : iso
