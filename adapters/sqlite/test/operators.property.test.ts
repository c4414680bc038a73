import {
  bigint,
  bool,
  type Column,
  coalesce,
  col,
  concat,
  Decimal,
  decimal,
  duration,
  Entity,
  type Expr,
  float,
  instant,
  int,
  not,
  plainDate,
  Temporal,
  text,
  VantageError,
} from '@vantage-ts/core'
import { unchecked } from '@vantage-ts/core/adapter'
import { memory } from '@vantage-ts/core/memory'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drivers, opened } from './drivers.ts'
import { execute } from './tables.ts'

// Every operator over random rows, with memory as the oracle: values, conditions, orders, aggregates.

class Row extends Entity('rows', {
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
const ddl =
  'CREATE TABLE rows (id INTEGER PRIMARY KEY, i INTEGER, j INTEGER, b INTEGER, f REAL, d TEXT, t TEXT, u TEXT, v INTEGER, at TEXT, day TEXT, len INTEGER)'

const words = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      'a',
      'A',
      'b',
      'aB',
      'äÄ',
      'a%b',
      'a_b',
      'a\\b',
      '*',
      '[a]',
      'a?',
      '😀',
      'a\0b',
      '\0',
      '\uffff',
    ),
  },
  fc.string({ unit: 'grapheme-composite', maxLength: 4 }),
)
const ints = fc.oneof({ weight: 3, arbitrary: fc.integer({ min: -5, max: 5 }) }, fc.maxSafeInteger())
const floats = fc
  .oneof(
    fc.integer({ min: -8, max: 8 }).map(n => n / 4),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  .map(n => n + 0)
const bigints = fc.oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))
const decimals = fc
  .oneof(
    fc.tuple(fc.bigInt({ min: -50n, max: 50n }), fc.nat(2)),
    fc.tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.nat(20)),
  )
  .map(([digits, scale]) => Decimal.ofScaled(digits, scale))
const instants = fc
  .oneof(fc.bigInt({ min: -5n, max: 5n }), fc.bigInt({ min: -62_167_219_200_000_000n, max: 253_402_300_799_999_999n }))
  .map(us => Temporal.Instant.fromEpochNanoseconds(us * 1000n))
const days = fc
  .integer({ min: -719_528, max: 2_932_896 })
  .map(n => Temporal.PlainDate.from('1970-01-01').add({ days: n }))
const lengths = fc
  .integer({ min: -(10 ** 12), max: 10 ** 12 })
  .map(microseconds => Temporal.Duration.from({ microseconds }))

const nullable = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 4 })
const rows = fc
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

type Columns = ReturnType<typeof columnsOf>
const columnsOf = () => Row.table(memory()).$
type Make = (r: Columns) => Expr<unknown, never>
const loose = (expression: unknown): Expr<unknown, never> =>
  unchecked(expression, 'the columns of either source are asked alike')

/** What is not null as an operand: operands of operators never are. */
const some = <T>(column: Column<T | null, never>, otherwise: T): Expr<T, never> =>
  unchecked(
    coalesce(unchecked<Expr<T | null, never>>(column, 'nullable'), unchecked(otherwise, 'of its type')),
    'not null',
  )

const c = <T>(column: unknown): Column<T, never> => unchecked(column, 'a column of either source')

/** Values by operator, each from a random operand. */
const values: Record<string, fc.Arbitrary<Make>> = {
  'int arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), ints).map(
    ([name, n]): Make =>
      r =>
        loose(c<number>(r.i)[name as 'plus'](n)),
  ),
  'int columns': fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod').map(
    (name): Make =>
      r =>
        loose(c<number>(r.i)[name as 'plus'](some(c<number>(r.j), 3))),
  ),
  'float arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), floats).map(
    ([name, n]): Make =>
      r =>
        loose(c<number>(r.f)[name as 'plus'](n)),
  ),
  'bigint arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), bigints).map(
    ([name, n]): Make =>
      r =>
        loose(c<bigint>(r.b)[name as 'plus'](n)),
  ),
  'decimal arithmetic': fc.tuple(fc.constantFrom('plus', 'minus', 'mul', 'div', 'intDiv', 'mod'), decimals).map(
    ([name, n]): Make =>
      r =>
        loose(c<Decimal>(r.d)[name as 'plus'](n)),
  ),
  signs: fc.tuple(fc.constantFrom('negate', 'abs'), fc.constantFrom('i', 'b', 'f', 'd', 'len')).map(
    ([name, column]): Make =>
      r =>
        loose(c<number>(r[column as 'i'])[name as 'abs']()),
  ),
  conversions: fc.tuple(fc.constantFrom('toFloat', 'toDecimal'), fc.constantFrom('i', 'b', 'f', 'd')).map(
    ([name, column]): Make =>
      r =>
        loose(c<number>(r[column as 'i'])[name as 'toFloat']()),
  ),
  text: fc.constantFrom('lower', 'upper', 'length').map(
    (name): Make =>
      r =>
        loose(c<string>(r.t)[name as 'lower']()),
  ),
  substring: fc.tuple(fc.nat(5), fc.option(fc.nat(4), { nil: undefined })).map(
    ([start, count]): Make =>
      r =>
        loose(c<string>(r.t).substring(start, count)),
  ),
  concat: words.map(
    (word): Make =>
      r =>
        loose(concat(c<string>(r.t), word, some(c<string>(r.u), '-'))),
  ),
  'date parts': fc
    .tuple(fc.constantFrom('year', 'month', 'day', 'hour', 'minute', 'second'), fc.constantFrom('at'))
    .map(
      ([name, column]): Make =>
        r =>
          loose(c<Temporal.Instant>(r[column as 'at'])[name as 'year']()),
    ),
  'parts of dates': fc.constantFrom('year', 'month', 'day').map(
    (name): Make =>
      r =>
        loose(c<Temporal.PlainDate>(r.day)[name as 'year']()),
  ),
  moments: fc.tuple(fc.constantFrom('plus', 'minus'), lengths).map(
    ([name, length]): Make =>
      r =>
        loose(c<Temporal.Instant>(r.at)[name as 'plus'](length)),
  ),
  'between moments': instants.map(
    (moment): Make =>
      r =>
        loose(c<Temporal.Instant>(r.at).minus(moment)),
  ),
  lengths: fc.tuple(fc.constantFrom('plus', 'minus'), lengths).map(
    ([name, length]): Make =>
      r =>
        loose(c<Temporal.Duration>(r.len)[name as 'plus'](length)),
  ),
  'nullIf and coalesce': fc.oneof(
    ints.map(
      (n): Make =>
        r =>
          loose(c<number>(r.i).nullIf(n)),
    ),
    decimals.map(
      (n): Make =>
        r =>
          loose(c<Decimal>(r.d).nullIf(n)),
    ),
    words.map(
      (word): Make =>
        r =>
          loose(coalesce(c<string | null>(r.t), word)),
    ),
    decimals.map(
      (n): Make =>
        r =>
          loose(coalesce(c<Decimal | null>(r.d), n)),
    ),
  ),
}

const comparison = fc.constantFrom('eq', 'ne', 'lt', 'lte', 'gt', 'gte', 'isDistinctFrom', 'isNotDistinctFrom')
const compared = <T>(column: string, operands: fc.Arbitrary<T>): fc.Arbitrary<Make> =>
  fc.oneof(
    fc.tuple(comparison, operands).map(
      ([name, n]): Make =>
        r =>
          loose(c<number>(r[column as 'i'])[name as 'eq'](unchecked(n, 'of its type'))),
    ),
    fc.tuple(fc.constantFrom('in', 'notIn'), fc.array(operands, { maxLength: 4 })).map(
      ([name, list]): Make =>
        r =>
          loose(c<number>(r[column as 'i'])[name as 'in'](unchecked(list, 'of its type'))),
    ),
  )
const tests: fc.Arbitrary<Make> = fc.oneof(
  compared('i', ints),
  compared('b', bigints),
  compared('f', floats),
  compared('d', decimals),
  compared('t', words),
  compared('at', instants),
  compared('day', days),
  compared('len', lengths),
  fc.tuple(comparison, fc.constantFrom('i', 'f', 'd', 't')).map(
    ([name, column]): Make =>
      r =>
        loose(
          c<number>(r[column as 'i'])[name as 'eq'](
            some(
              c<number>(column === 'i' ? r.j : r[column as 'i']),
              unchecked(column === 't' ? '' : column === 'd' ? Decimal.from(0) : 0, 'of its type'),
            ),
          ),
        ),
  ),
  fc.tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), words).map(
    ([name, word]): Make =>
      r =>
        loose(c<string>(r.t)[name as 'contains'](word)),
  ),
  fc.constantFrom('contains', 'startsWith', 'endsWith').map(
    (name): Make =>
      r =>
        loose(c<string>(r.t)[name as 'contains'](some(c<string>(r.u), ''))),
  ),
  fc.tuple(fc.constantFrom('contains', 'startsWith', 'endsWith'), words).map(
    ([name, word]): Make =>
      r =>
        loose(c<string>(unchecked(c<string>(r.t).lower(), 'text'))[name as 'contains'](word)),
  ),
  fc
    .array(fc.constantFrom('%', '_', '\\%', '\\_', '\\\\', 'a', 'b', '*', '[', ']', '?', '^', '😀', '\0'), {
      maxLength: 5,
    })
    .map(
      (signs): Make =>
        r =>
          loose(c<string>(r.t).like(signs.join(''))),
    ),
  fc.constantFrom('i', 't', 'd', 'v').map(
    (column): Make =>
      r =>
        loose(c<number>(r[column as 'i']).isNull()),
  ),
  fc.constant((r => loose(r.v)) satisfies Make),
)
const conditions: fc.Arbitrary<Make> = fc.letrec<{ tree: Make }>(tie => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    tests,
    fc.tuple(fc.constantFrom('and', 'or'), tie('tree'), tie('tree')).map(
      ([name, left, right]): Make =>
        r =>
          loose(c<boolean>(left(r))[name as 'and'](unchecked(right(r), 'a condition'))),
    ),
    tie('tree').map(
      (inner): Make =>
        r =>
          loose(not(unchecked(inner(r), 'a condition'))),
    ),
  ),
})).tree

/** What came out, errors as their kind. What only one side can refuse is compared by kind too. */
async function outcome(work: () => PromiseLike<unknown>): Promise<unknown> {
  try {
    return shown(await work())
  } catch (thrown) {
    if (VantageError.is(thrown)) return `error: ${thrown.kind}`
    throw thrown
  }
}
const shown = (value: unknown): unknown =>
  Array.isArray(value) ? value.map(shown) : typeof value === 'object' && value !== null ? String(value) : value

describe.each(drivers)('operators through %s mean what they mean in memory', driver => {
  const both = async (records: readonly Record<string, unknown>[]) => {
    const db = opened({ file: ':memory:', driver })
    await execute(db, ddl)
    const oracle = Row.table(memory())
    const table = Row.table(db)
    const typed = unchecked<Parameters<typeof table.insertMany>[0]>(records, 'made of values of the types')
    await table.insertMany(typed)
    await oracle.insertMany(typed)
    return { table, oracle }
  }
  /** 64 bits hold less than memory does: what leaves them is too large here only. */
  const isBounded = (result: unknown): boolean => result === 'error: too-large'

  it.each(Object.entries(values))('%s', async (_name, makes) => {
    await fc.assert(
      fc.asyncProperty(rows, makes, async (records, make) => {
        const { table, oracle } = await both(records)
        for (const { id } of records) {
          const ours = await outcome(() =>
            table.where(r => r.id.eq(id)).fieldValues(r => make(unchecked(r, 'columns')) as never),
          )
          const theirs = await outcome(() =>
            oracle.where(r => r.id.eq(id)).fieldValues(r => make(unchecked(r, 'columns')) as never),
          )
          if (!isBounded(ours)) expect(ours).toEqual(theirs)
        }
      }),
      { numRuns: 25, verbose: 0 },
    )
  })

  it('conditions', async () => {
    await fc.assert(
      fc.asyncProperty(rows, conditions, async (records, make) => {
        const { table, oracle } = await both(records)
        const set = table.where(r => make(unchecked(r, 'columns')) as never).orderBy(r => r.id.asc())
        const same = oracle.where(r => make(unchecked(r, 'columns')) as never).orderBy(r => r.id.asc())
        expect(await set.fieldValues(r => r.id), set.explain().toString()).toEqual(await same.fieldValues(r => r.id))
      }),
      { numRuns: 150, verbose: 0 },
    )
  })

  it('orders and extremes', async () => {
    const columns = ['i', 'b', 'f', 'd', 't', 'v', 'at', 'day', 'len'] as const
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(...columns),
        fc.constantFrom('asc', 'desc'),
        async (records, column, direction) => {
          const { table, oracle } = await both(records)
          const ordered = (set: typeof oracle) =>
            set
              .orderBy(
                r => c<number>(r[column])[direction as 'asc']() as never,
                r => r.id.asc(),
              )
              .fieldValues(r => r.id)
          expect(await ordered(unchecked(table, 'the same entity'))).toEqual(await ordered(oracle))
          for (const name of ['min', 'max'] as const) {
            const ours = await outcome(() => table[name](r => unchecked<typeof r.i>(r[column], 'ordered')))
            expect(ours).toEqual(await outcome(() => oracle[name](r => unchecked<typeof r.i>(r[column], 'ordered'))))
          }
        },
      ),
      { numRuns: 50, verbose: 0 },
    )
  })

  it('sums and averages', async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.constantFrom('i', 'b', 'd', 'len'), async (records, column) => {
        const { table, oracle } = await both(records)
        for (const name of ['sum', 'avg'] as const) {
          const ours = await outcome(() => table[name](r => unchecked<typeof r.i>(r[column], 'adds up')))
          const theirs = await outcome(() => oracle[name](r => unchecked<typeof r.i>(r[column], 'adds up')))
          if (typeof ours === 'number' && typeof theirs === 'number' && name === 'avg') {
            // Two ways to the nearest double.
            expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(Math.abs(theirs) * 2 ** -51)
          } else if (!isBounded(ours)) expect(ours).toEqual(theirs)
        }
      }),
      { numRuns: 50, verbose: 0 },
    )
  })
})
