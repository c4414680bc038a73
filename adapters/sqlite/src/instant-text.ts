import { VantageError } from '@vantage-ts/core/adapter'

// Moments are held as text. What SQL calculates with them goes through whole nanoseconds: SQLite's own date functions round.

const fixedWidth = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.(\d{3}|\d{6}|\d{9})Z$/

/** Nanoseconds since 1970. `parse` reads forms that are not ours. */
function nanosecondsOf(text: string, parse: (text: string) => bigint): bigint {
  const fraction = fixedWidth.exec(text)?.[1]
  if (fraction === undefined) return parse(text)
  const milliseconds = Date.parse(`${text.slice(0, 19)}Z`)
  return BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0'))
}

/** A moment so many microseconds later, in as many digits as it was given in. */
export function instantMoved(text: string, microseconds: bigint, parse: (text: string) => bigint): string {
  const digits = fixedWidth.exec(text)?.[1]?.length ?? 6
  return textOf(nanosecondsOf(text, parse) + microseconds * 1000n, digits)
}

/** Microseconds from `b` to `a`. */
export function instantBetween(a: string, b: string, parse: (text: string) => bigint): bigint {
  const nanoseconds = nanosecondsOf(a, parse) - nanosecondsOf(b, parse)
  if (nanoseconds % 1000n === 0n) return nanoseconds / 1000n
  throw finer('duration', 'use instants of microseconds')
}

const second = 1_000_000_000n

function textOf(nanoseconds: bigint, digits: number): string {
  const fraction = ((nanoseconds % second) + second) % second
  const milliseconds = Number((nanoseconds - fraction) / 1_000_000n)
  const date = new Date(milliseconds)
  const isHeld = milliseconds >= -62_167_219_200_000 && milliseconds < 253_402_300_800_000
  if (!isHeld)
    throw new VantageError('a calculated moment is outside the years 0000 to 9999, which sortable text holds', {
      kind: 'too-large',
      details: { type: 'instant' },
    })
  const written = fraction.toString().padStart(9, '0')
  if (Number(written.slice(digits)) !== 0)
    throw finer(digits === 3 ? 'instantMs' : 'instant', 'use a finer type of instant')
  return `${date.toISOString().slice(0, 19)}.${written.slice(0, digits)}Z`
}

const finer = (type: string, next: string): VantageError =>
  new VantageError(`a calculated moment or length is finer than ${type} holds; ${next}`, {
    kind: 'type-mismatch',
    details: { type },
  })
