import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { arrayOf } from './array-of.ts'
import { bigint } from './bigint.ts'
import { bool } from './bool.ts'
import { bytes } from './bytes.ts'
import { unchecked } from './cast.ts'
import { decimal } from './decimal-type.ts'
import { Decimal } from './decimal.ts'
import { duration } from './duration.ts'
import { enumOf } from './enum-of.ts'
import { float } from './float.ts'
import { type Geometry, geometry } from './geometry.ts'
import { instant, instantMs, instantNs } from './instant.ts'
import { int } from './int.ts'
import type { Json } from './json-value.ts'
import { json } from './json.ts'
import { period } from './period.ts'
import { plainDateTime } from './plain-date-time.ts'
import { plainDate } from './plain-date.ts'
import { plainTime } from './plain-time.ts'
import { Temporal } from './temporal.ts'
import { text } from './text.ts'
import { accept, type Type, TypeProblem } from './type.ts'
import { type Uuid, uuid } from './uuid.ts'

const wellFormed = fc.string({ unit: 'binary' })
const decimals = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: -3, max: 12 }))
  .map(([coefficient, scale]) => Decimal.ofScaled(coefficient, scale))
const maxSeconds = 8_640_000_000_000n
const moments = (nanoseconds: bigint) =>
  fc
    .bigInt({ min: (-maxSeconds * 1_000_000_000n) / nanoseconds, max: (maxSeconds * 1_000_000_000n) / nanoseconds })
    .map(count => Temporal.Instant.fromEpochNanoseconds(count * nanoseconds))
const dates = fc
  .integer({ min: -100_000_000, max: 100_000_000 })
  .map(days => new Temporal.PlainDate(1970, 1, 1).add({ days }))
const times = fc
  .integer({ min: 0, max: 86_399_999_999 })
  .map(microseconds => new Temporal.PlainTime().add({ microseconds }))
const durations = fc
  .tuple(fc.constantFrom(1, -1), fc.nat(40), fc.nat(100), fc.nat(1e6), fc.nat(5000), fc.nat(5000))
  .map(([sign, days, hours, seconds, milliseconds, microseconds]) => {
    const length = new Temporal.Duration(0, 0, 0, days, hours, 0, seconds, milliseconds, microseconds)
    return sign > 0 ? length : length.negated()
  })
const periods = fc
  .tuple(fc.nat(9), fc.nat(20), fc.nat(9), fc.nat(40), fc.nat(40), fc.nat(1e6))
  .map(([years, months, weeks, days, hours, microseconds]) =>
    Temporal.Duration.from({ years, months, weeks, days, hours, microseconds }),
  )
const jsons = fc
  .jsonValue({ noUnicodeString: false, maxDepth: 4 })
  .filter(value => json.problem(value) === undefined)
  .map(value => unchecked<Json>(value, 'checked above'))
const positions = fc.tuple(fc.integer({ min: -180, max: 180 }), fc.integer({ min: -90, max: 90 }))
const geometries: fc.Arbitrary<Geometry> = fc.oneof(
  positions.map((coordinates): Geometry => ({ type: 'Point', coordinates })),
  fc.array(positions).map((coordinates): Geometry => ({ type: 'MultiPoint', coordinates })),
)

interface Law<T> {
  readonly type: Type<T>
  readonly values: fc.Arbitrary<T>
}
const law = <T>(type: Type<T>, values: fc.Arbitrary<T>): Law<unknown> =>
  unchecked<Law<unknown>>({ type, values }, 'values only go back into their own type')

const laws: Readonly<Record<string, Law<unknown>>> = {
  text: law(text, wellFormed),
  int: law(int, fc.maxSafeInteger()),
  bigint: law(bigint, fc.bigInt()),
  float: law(float, fc.double({ noNaN: true, noDefaultInfinity: true })),
  bool: law(bool, fc.boolean()),
  uuid: law(
    uuid,
    fc.uuid().map(value => unchecked<Uuid>(value, 'made so')),
  ),
  decimal: law(decimal, decimals),
  'decimal(50, 12)': law(decimal(50, 12), decimals),
  instant: law(instant, moments(1000n)),
  instantMs: law(instantMs, moments(1_000_000n)),
  instantNs: law(instantNs, moments(1n)),
  plainDate: law(plainDate, dates),
  plainTime: law(plainTime, times),
  plainDateTime: law(
    plainDateTime,
    fc.tuple(dates, times).map(([date, time]) => date.add({ days: date.year < 0 ? 1 : -1 }).toPlainDateTime(time)),
  ),
  duration: law(duration, durations),
  period: law(period, periods),
  bytes: law(bytes, fc.uint8Array()),
  json: law(json, jsons),
  geometry: law(geometry, geometries),
  enum: law(enumOf('draft', 'sent', '\u{1F600}', '\uFFFD'), fc.constantFrom('draft', 'sent', '\u{1F600}', '\uFFFD')),
  'array of text': law(arrayOf(text), fc.array(wellFormed)),
  'array of array of decimal': law(arrayOf(arrayOf(decimal)), fc.array(fc.array(decimals))),
}

const canonicalOf = (type: Type<unknown>, value: unknown): unknown => type.canonical?.(value) ?? value

describe.each(Object.entries(laws))('%s', (_name, { type, values }) => {
  test('takes its values, and their canonical form is equal and stable', () => {
    fc.assert(
      fc.property(values, value => {
        expect(type.problem(value)).toBeUndefined()
        const once = canonicalOf(type, value)
        expect(type.problem(once)).toBeUndefined()
        expect(type.equals(value, once)).toBe(true)
        expect(type.toText(canonicalOf(type, once))).toBe(type.toText(once))
      }),
    )
  })

  test('comes back equal from text and from JSON text', () => {
    fc.assert(
      fc.property(values, value => {
        const read = type.fromText(type.toText(value))
        expect(type.equals(read, value)).toBe(true)
        expect(type.toText(read)).toBe(type.toText(value))
        const sent = type.fromJson(JSON.parse(JSON.stringify(type.toJson(value))))
        expect(type.equals(sent, value)).toBe(true)
        expect(type.problem(sent)).toBeUndefined()
      }),
    )
  })

  test('has one text per value and an order that agrees with equality', () => {
    fc.assert(
      fc.property(values, values, values, (a, b, c) => {
        expect(type.equals(a, b)).toBe(type.toText(a) === type.toText(b))
        expect(type.compare(a, b) === 0).toBe(type.equals(a, b))
        expect(type.compare(a, a)).toBe(0)
        expect(type.compare(a, b) + type.compare(b, a)).toBe(0)
        const [low, middle, high] = [a, b, c].sort((x, y) => type.compare(x, y))
        expect(type.compare(low, middle)).toBeLessThanOrEqual(0)
        expect(type.compare(low, high)).toBeLessThanOrEqual(0)
      }),
    )
  })

  test('refuses what is none of it with a sentence, never a crash and never the value', () => {
    const strangers: readonly unknown[] = [
      undefined,
      Symbol('hidden-value'),
      () => 'hidden-value',
      new Date(0),
      new Map(),
      Number.NaN,
      Number.POSITIVE_INFINITY,
      'hidden-value\uD800',
      Object.create(null, { [Symbol.toStringTag]: { value: 'Temporal.Instant' } }),
    ]
    for (const stranger of strangers) {
      const problem = type.problem(stranger)
      expect(problem).toMatch(/^(must|item)/)
      expect(problem).not.toContain('hidden-value')
    }
  })

  test('refuses foreign text and JSON with a TypeProblem that does not show them', () => {
    for (const wrong of ['hidden-value\uD800', '{"hidden-value":']) {
      if (type.problem(wrong) === undefined) continue
      expect(() => type.fromText(wrong)).toThrow(TypeProblem)
      expect(() => type.fromText(wrong)).not.toThrow(/hidden-value/)
    }
    for (const wrong of [undefined, Symbol('hidden-value'), [[undefined]], { hidden: () => 1 }]) {
      expect(() => type.fromJson(wrong)).toThrow(TypeProblem)
    }
  })
})

test('accept returns the value in canonical form', () => {
  expect(accept(int, -0, 'User.age')).toBe(0)
  expect(accept(uuid, 'AAAAAAAA-aaaa-4AAA-8aaa-AAAAAAAAAAAA', 'User.id')).toBe('aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa')
  expect(accept(text, 'as it is', 'User.name')).toBe('as it is')
})

test('accept names place, type and next step, and not the value', () => {
  const failure = catchError(() => accept(int, '41-private', 'User.password'))
  expect(failure).toMatchObject({ kind: 'type-mismatch', retry: 'never', details: { type: 'int' } })
  expect(failure.message).toBe('User.password must be a whole number (int), got a string; convert it with Number(…)')
})

function catchError(run: () => unknown): VantageError {
  try {
    run()
  } catch (error) {
    if (VantageError.is(error)) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
