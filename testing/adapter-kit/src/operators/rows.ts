import {
  bigint,
  bool,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  float,
  instant,
  int,
  plainDate,
  Temporal,
  text,
} from '@vantage-ts/core'
import fc from 'fast-check'
import type { AdapterUnderTest } from '../adapter.ts'

/** A row with a column of each type that operators take. */
export class Row extends Entity('rows', {
  id: col(int).id(),
  i: col(int).optional(),
  j: col(int).optional(),
  b: col(bigint).optional(),
  f: col(float).optional(),
  d: col(decimal).optional(),
  t: col(text).optional(),
  u: col(text).optional(),
  v: col(bool).optional(),
  at: col(instant).optional(),
  day: col(plainDate).optional(),
  len: col(duration).optional(),
}) {}

/** Random values of each type: those that are near each other, and those at the ends of what every source holds. */
export interface RandomValues {
  readonly ints: fc.Arbitrary<number>
  readonly bigints: fc.Arbitrary<bigint>
  readonly floats: fc.Arbitrary<number>
  readonly decimals: fc.Arbitrary<Decimal>
  readonly words: fc.Arbitrary<string>
  /** Patterns of `like`. */
  readonly patterns: fc.Arbitrary<string>
  readonly instants: fc.Arbitrary<Temporal.Instant>
  readonly days: fc.Arbitrary<Temporal.PlainDate>
  readonly lengths: fc.Arbitrary<Temporal.Duration>
}

const patternParts = ['%', '_', '\\%', '\\_', '\\\\', 'a', 'b', '*', '[', ']', '?', '^', '😀', '\0']
const signs = ['', 'a', 'A', 'b', 'aB', 'äÄ', 'a%b', 'a_b', 'a\\b', '*', '[a]', 'a?', '😀', 'a\0b', '\0', '\uffff']

/** The values that an adapter does not refuse. */
export function randomValues({ refuses = {} }: Pick<AdapterUnderTest, 'refuses'>): RandomValues {
  const held = <T>(type: string, values: fc.Arbitrary<T>): fc.Arbitrary<T> =>
    values.filter(value => refuses[type]?.lacks(value) !== true)
  return {
    ints: fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }) }, fc.maxSafeInteger()),
    bigints: held(
      'bigint',
      fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
    ),
    floats: fc
      .oneof(
        fc.integer({ min: -8, max: 8 }).map(n => n / 4),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
      )
      .map(n => n + 0),
    decimals: held(
      'decimal',
      fc
        .oneof(
          fc.tuple(fc.bigInt({ min: -50n, max: 50n }), fc.nat(2)),
          fc.tuple(fc.bigInt({ min: -(10n ** 28n) + 1n, max: 10n ** 28n - 1n }), fc.nat(28)),
        )
        .map(([digits, scale]) => Decimal.ofScaled(digits, scale)),
    ),
    words: held(
      'text',
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...signs) },
        fc.string({ unit: 'grapheme-composite', maxLength: 4 }),
      ),
    ),
    patterns: held(
      'text',
      fc.array(fc.constantFrom(...patternParts), { maxLength: 5 }).map(parts => parts.join('')),
    ),
    instants: held(
      'instant',
      fc
        .oneof(
          fc.bigInt({ min: -5n, max: 5n }),
          fc.bigInt({ min: -62_135_596_800_000_000n, max: 253_402_300_799_999_999n }),
        )
        .map(us => Temporal.Instant.fromEpochNanoseconds(us * 1000n)),
    ),
    days: held(
      'plainDate',
      fc.integer({ min: -719_162, max: 2_932_896 }).map(n => Temporal.PlainDate.from('1970-01-01').add({ days: n })),
    ),
    lengths: held(
      'duration',
      fc.integer({ min: -(10 ** 12), max: 10 ** 12 }).map(microseconds => Temporal.Duration.from({ microseconds })),
    ),
  }
}

/** Up to eight rows, whose cells may be null. */
export function randomRows(values: RandomValues): fc.Arbitrary<readonly Readonly<Record<string, unknown>>[]> {
  const nullable = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null, freq: 4 })
  const { ints, bigints, floats, decimals, words, instants, days, lengths } = values
  return fc
    .array(
      fc.record({
        i: nullable(ints),
        j: nullable(ints),
        b: nullable(bigints),
        f: nullable(floats),
        d: nullable(decimals),
        t: nullable(words),
        u: nullable(words),
        v: nullable(fc.boolean()),
        at: nullable(instants),
        day: nullable(days),
        len: nullable(lengths),
      }),
      { maxLength: 8 },
    )
    .map(list => list.map((row, id) => ({ id, ...row })))
}
