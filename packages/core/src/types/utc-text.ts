const zero = 48
const nine = 57
const daysIn = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

/**
 * Reads the form in which sources store moments, `2001-01-01T00:47:00.000000Z`, without the general parser, which takes four
 * times as long.
 *
 * Shape: nanoseconds since 1970; undefined for every other form, right or wrong, and for more than `digits` after the second.
 */
export function epochNanosecondsOf(text: string, digits: number): bigint | undefined {
  const { length } = text
  const fraction = length - 21
  const isForm = length === 20 || (length > 21 && fraction <= digits && text[19] === '.')
  if (!isForm || text[10] !== 'T' || text[length - 1] !== 'Z' || !hasSeparators(text)) return undefined
  const year = numberAt(text, 0, 4)
  const month = numberAt(text, 5, 2)
  const day = numberAt(text, 8, 2)
  const hour = numberAt(text, 11, 2)
  const minute = numberAt(text, 14, 2)
  const second = numberAt(text, 17, 2)
  // Negated, because a part that is no number is NaN, which is on neither side of anything. Dates take years below 100 for others.
  if (!(year >= 100 && day >= 1 && day <= lastDay(year, month) && hour <= 23 && minute <= 59 && second <= 59))
    return undefined
  const nanoseconds = length === 20 ? 0 : numberAt(text, 20, fraction) * 10 ** (9 - fraction)
  if (Number.isNaN(nanoseconds)) return undefined
  const milliseconds = Date.UTC(year, month - 1, day, hour, minute, second)
  return BigInt(milliseconds) * 1_000_000n + BigInt(nanoseconds)
}

const hasSeparators = (text: string): boolean =>
  text[4] === '-' && text[7] === '-' && text[13] === ':' && text[16] === ':'

/** NaN where one of the characters is no digit. */
function numberAt(text: string, start: number, count: number): number {
  let number = 0
  for (let at = start; at < start + count; at++) {
    const code = text.charCodeAt(at)
    if (code < zero || code > nine) return Number.NaN
    number = number * 10 + code - zero
  }
  return number
}

function lastDay(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return month === 2 && isLeap ? 29 : (daysIn[month - 1] ?? Number.NaN)
}
