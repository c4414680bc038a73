import { Decimal, Temporal, type Type } from '@vantage-ts/core'

/** A value near an end of what its type holds, and what to call values like it. */
export interface Extreme {
  readonly value: unknown
  readonly called: string
}

type Made = readonly (readonly [called: string, value: () => unknown])[]

const powers: Made = [
  ['numbers beyond 16 bits', () => 2 ** 31 - 1],
  ['numbers beyond 32 bits', () => Number.MAX_SAFE_INTEGER],
  ['negative numbers', () => -1],
]

const instants: Made = [
  ['moments before the year 0', () => Temporal.Instant.from('-001000-01-01T00:00:00Z')],
  ['moments in the year 0', () => Temporal.Instant.from('0000-06-01T00:00:00Z')],
  ['moments after the year 9999', () => Temporal.Instant.from('+012000-01-01T00:00:00Z')],
  ['moments near the beginning of the time line', () => Temporal.Instant.from('-271821-04-20T00:00:00Z')],
  ['moments near its end', () => Temporal.Instant.from('+275760-09-13T00:00:00Z')],
]

const nested = (depth: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = { a: value }
  return value
}

/** Values that storages may refuse, by the name of their type. */
const extremes: { readonly [type: string]: Made } = {
  text: [
    ['text with NUL', () => 'a\0b'],
    ['text of letters beyond Latin-1', () => 'Rīga €😀'],
  ],
  int: powers,
  bigint: [
    ['numbers beyond 53 bits', () => 2n ** 60n],
    ['numbers beyond 64 bits with a sign', () => 2n ** 63n],
    ['numbers beyond 64 bits', () => -(2n ** 100n)],
  ],
  float: [
    ['the smallest numbers', () => Number.MIN_VALUE],
    ['the largest numbers', () => Number.MAX_VALUE],
  ],
  decimal: [
    ['numbers of more than 18 digits', () => Decimal.from('1234567890123456789')],
    ['numbers of more than 28 digits', () => Decimal.from('9'.repeat(30))],
    ['numbers of more than 38 digits', () => Decimal.from('9'.repeat(60))],
    ['fractions of more than 18 digits', () => Decimal.from('0.1234567890123456789')],
    ['fractions of more than 28 digits', () => Decimal.from(`0.${'1'.repeat(30)}`)],
    ['fractions of more than 38 digits', () => Decimal.from(`0.${'1'.repeat(60)}`)],
  ],
  instant: instants,
  instantMs: instants,
  instantNs: [['nanoseconds', () => Temporal.Instant.from('2001-01-01T00:00:00.000000001Z')], ...instants],
  plainDate: [
    ['dates before the year 0', () => Temporal.PlainDate.from('-001000-01-01')],
    ['dates in the year 0', () => Temporal.PlainDate.from('0000-06-01')],
    ['dates after the year 9999', () => Temporal.PlainDate.from('+012000-01-01')],
    ['dates near the beginning of the calendar', () => Temporal.PlainDate.from('-271821-04-19')],
    ['dates near its end', () => Temporal.PlainDate.from('+275760-09-13')],
  ],
  plainDateTime: [
    ['dates before the year 0', () => Temporal.PlainDateTime.from('-001000-01-01T00:00:00')],
    ['dates in the year 0', () => Temporal.PlainDateTime.from('0000-06-01T00:00:00')],
    ['dates after the year 9999', () => Temporal.PlainDateTime.from('+012000-01-01T00:00:00')],
    ['dates near the beginning of the calendar', () => Temporal.PlainDateTime.from('-271821-04-20T00:00:00')],
    ['dates near its end', () => Temporal.PlainDateTime.from('+275760-09-13T00:00:00')],
  ],
  duration: [
    ['negative durations', () => Temporal.Duration.from({ hours: -1 })],
    ['durations beyond 290,000 years', () => Temporal.Duration.from({ hours: 2_600_000_000 })],
  ],
  period: [
    ['negative periods', () => Temporal.Duration.from({ months: -1 })],
    ['periods of many years', () => Temporal.Duration.from({ years: 200_000_000 })],
  ],
  bytes: [['bytes', () => new Uint8Array([0, 255])]],
  json: [
    ['JSON with NUL', () => ({ a: 'a\0b' })],
    ['JSON of more than 30 levels', () => nested(40)],
    ['JSON of more than 100 levels', () => nested(150)],
    ['JSON of more than 200 levels', () => nested(300)],
  ],
  geometry: [
    ['positions with an altitude', () => ({ type: 'Point', coordinates: [1, 2, 3] })],
    ['coordinates beyond ±(2^53 − 1)', () => ({ type: 'Point', coordinates: [1e300, 0] })],
  ],
}

/** The extreme values of a type, as far as it holds them. */
export function extremesOf(type: Type<unknown>): readonly Extreme[] {
  if (type.item !== undefined) return extremesOfArrays(type.item)
  const made = Object.hasOwn(extremes, type.name) ? (extremes[type.name] ?? []) : []
  return made.flatMap(([called, make]) => {
    const value = make()
    if (type.problem(value) !== undefined) return []
    return [{ called, value: type.canonical === undefined ? value : type.canonical(value) }]
  })
}

/** Arrays hold what their items are; some storages want inner ones to be of one length. */
function extremesOfArrays(item: Type<unknown>): readonly Extreme[] {
  const ofItems = extremesOf(item).map(({ called, value }) => ({ called, value: [value] }))
  return item.item === undefined ? ofItems : [...ofItems, { called: 'arrays of empty arrays', value: [[]] }]
}
