import {
  bigint,
  col,
  Decimal,
  decimal,
  duration,
  Entity,
  type Expr,
  float,
  instant,
  int,
  now,
  type Table,
  Temporal,
} from '@vantage-ts/core'
import type { OperatorName } from '@vantage-ts/core/adapter'
import { expect } from 'vitest'
import { same } from '../check.ts'
import { type CaseParts, topic } from '../kit-case.ts'
import type { KitSource } from '../kit-source.ts'
import { tableOf } from '../kit-table.ts'
import { untyped } from '../untyped.ts'

class Sum extends Entity('kit_sum', { id: col(int).id(), a: col(int), b: col(int).optional(), f: col(float) }) {}
const sums = [
  { id: 1, a: 7, b: 2, f: 0.5 },
  { id: 2, a: -7, b: 2, f: -2.25 },
  { id: 3, a: 7, b: -2, f: 10 },
  { id: 4, a: 7, b: 0, f: 0 },
  { id: 5, a: 7, b: null, f: 1 },
]
type Columns = Table<KitSource, typeof Sum>['$']
type Computed = readonly [string, of: (row: Columns) => Expr<unknown, KitSource>, values: readonly unknown[]]

const computes = (
  what: string,
  title: string,
  operators: readonly OperatorName[],
  parts: readonly Computed[],
): CaseParts => ({
  what,
  title,
  operators,
  async run({ open }) {
    const { source } = await open(tableOf(Sum, sums))
    for (const [shown, of, values] of parts) {
      const found: unknown[] = []
      for (const { id } of sums)
        found.push(
          ...(await Sum.table(source)
            .where(s => s.id.eq(id))
            .fieldValues(of)),
        )
      same(found, values, shown)
    }
  },
})

class Money extends Entity('kit_money', { id: col(int).id(), m: col(decimal), n: col(decimal) }) {}
class Big extends Entity('kit_big', { id: col(int).id(), a: col(bigint), b: col(bigint) }) {}
class Moment extends Entity('kit_moment', {
  id: col(int).id(),
  at: col(instant),
  till: col(instant).optional(),
  took: col(duration),
}) {}
const at = (text: string) => Temporal.Instant.from(text)

export const arithmetic = topic(
  'arithmetic',
  ['read', 'where'],
  [
    computes(
      'whole-numbers',
      'plus, minus, mul, negate and abs of whole numbers; null stays null',
      ['plus', 'minus', 'mul', 'negate', 'abs'],
      [
        ['a + b', s => s.a.plus(untyped(s.b)), [9, -5, 5, 7, null]],
        ['a - b', s => s.a.minus(untyped(s.b)), [5, -9, 9, 7, null]],
        ['a * b', s => s.a.mul(untyped(s.b)), [14, -14, -14, 0, null]],
        ['-a', s => s.a.negate(), [-7, 7, -7, -7, -7]],
        ['abs(a)', s => s.a.abs(), [7, 7, 7, 7, 7]],
        ['(a + 1) * 2', s => s.a.plus(1).mul(2), [16, -12, 16, 16, 16]],
        ['a + 1 * 2 kept apart', s => s.a.plus(s.a.mul(2)), [21, -21, 21, 21, 21]],
        ['a - (b - 1)', s => s.a.minus(untyped(s.b.minus(1))), [6, -8, 10, 8, null]],
        ['-(-a)', s => s.a.negate().negate(), [7, -7, 7, 7, 7]],
        ['a - -1', s => s.a.minus(-1), [8, -6, 8, 8, 8]],
      ],
    ),
    computes(
      'division',
      'div is a fraction, intDiv is cut towards zero, mod has the sign of the left; by zero is null',
      ['div', 'intDiv', 'mod'],
      [
        ['a / b', s => s.a.div(untyped(s.b)), [3.5, -3.5, -3.5, null, null]],
        ['a / 4', s => s.a.div(4), [1.75, -1.75, 1.75, 1.75, 1.75]],
        ['a div b', s => s.a.intDiv(untyped(s.b)), [3, -3, -3, null, null]],
        ['a mod b', s => s.a.mod(untyped(s.b)), [1, -1, 1, null, null]],
        ['a mod 0', s => s.a.mod(0), [null, null, null, null, null]],
        ['f / f', s => s.f.div(s.f), [1, 1, 1, null, 1]],
        ['f / 4', s => s.f.div(4), [0.125, -0.5625, 2.5, 0, 0.25]],
        ['a / 2 * 2', s => s.a.div(2).mul(2), [7, -7, 7, 7, 7]],
        ['a / (b * 2)', s => s.a.div(untyped(s.b.mul(2))), [1.75, -1.75, -1.75, null, null]],
      ],
    ),
    computes(
      'fractions',
      'floats add and multiply; a whole number with a float is a float',
      ['plus', 'minus', 'mul', 'toFloat'],
      [
        ['f + 0.25', s => s.f.plus(0.25), [0.75, -2, 10.25, 0.25, 1.25]],
        ['f * f', s => s.f.mul(s.f), [0.25, 5.0625, 100, 0, 1]],
        ['f - a', s => s.f.minus(s.a), [-6.5, 4.75, 3, -7, -6]],
        ['a + 0.5', s => s.a.plus(0.5), [7.5, -6.5, 7.5, 7.5, 7.5]],
        ['toFloat(a) / 2', s => s.a.toFloat().div(2), [3.5, -3.5, 3.5, 3.5, 3.5]],
      ],
    ),
    {
      what: 'decimals',
      title: 'decimals add, subtract and multiply exactly, and divide to 16 digits half-even; by zero is null',
      types: [decimal],
      operators: ['plus', 'minus', 'mul', 'div', 'negate', 'abs'],
      async run({ open }) {
        const pairs = [
          ['0.1', '0.2'],
          ['12345678901234567890.5', '0.0000000001'],
          ['-1', '3'],
          ['2', '3'],
          ['1', '0'],
        ]
        const rows = pairs.map(([m, n], id) => ({ id, m: Decimal.from(m ?? ''), n: Decimal.from(n ?? '') }))
        const { source } = await open(tableOf(Money, rows))
        const values = async (of: (row: Table<KitSource, typeof Money>['$']) => Expr<unknown, KitSource>) => {
          const found: unknown[] = []
          for (const { id } of rows)
            found.push(
              ...(await Money.table(source)
                .where(m => m.id.eq(id))
                .fieldValues(of)),
            )
          return found.map(value => (value === null ? null : String(value)))
        }
        same(await values(m => m.m.plus(m.n)), ['0.3', '12345678901234567890.5000000001', '2', '5', '1'])
        same(await values(m => m.m.minus(m.n)), ['-0.1', '12345678901234567890.4999999999', '-4', '-1', '1'])
        same(await values(m => m.m.mul(m.n)), ['0.02', '1234567890.12345678905', '-3', '6', '0'])
        same(await values(m => m.m.div(m.n)), [
          '0.5',
          '123456789012345678905000000000',
          '-0.3333333333333333',
          '0.6666666666666667',
          null,
        ])
        same(await values(m => m.m.negate()), ['-0.1', '-12345678901234567890.5', '1', '-2', '-1'])
        same(await values(m => m.m.plus(Decimal.from('0.7'))), ['0.8', '12345678901234567891.2', '-0.3', '2.7', '1.7'])
      },
    },
    {
      what: 'decimals-compare-exactly',
      title: 'decimals compare as numbers, whatever their zeros, and exactly in the last digit',
      types: [decimal],
      operators: ['eq', 'lt', 'gt', 'in'],
      async run({ open }) {
        const values = ['1.5', '-2', '10', '0.30000000000000004', '12345678901234567890.1']
        const rows = values.map((m, id) => ({ id, m: Decimal.from(m), n: Decimal.from('0.3') }))
        const { source } = await open(tableOf(Money, rows))
        const ids = async (
          of: (row: Table<KitSource, typeof Money>['$']) => Parameters<Table<KitSource, typeof Money>['where']>[0],
        ) =>
          (
            await Money.table(source)
              .where(m => untyped(of(m)))
              .list()
          )
            .map(({ id }) => id)
            .sort()
        same(await ids(m => m.m.eq(Decimal.from('1.50'))), [0])
        same(await ids(m => m.m.gt(Decimal.from('2'))), [2, 4])
        same(await ids(m => m.m.gt(m.n)), [0, 2, 3, 4])
        same(await ids(m => m.m.eq(Decimal.from('0.30000000000000004'))), [3])
        same(await ids(m => m.m.eq(Decimal.from('0.3'))), [])
        same(await ids(m => m.m.in([Decimal.from('10.0'), Decimal.from('12345678901234567890.10')])), [2, 4])
        same(
          await ids(m =>
            m.m.lt(Decimal.from('12345678901234567890.2')).and(m.m.gt(Decimal.from('12345678901234567890'))),
          ),
          [4],
        )
      },
    },
    {
      what: 'large-whole-numbers',
      title: 'whole numbers past 2^53 add, divide and compare exactly in the last digit',
      types: [bigint],
      operators: ['plus', 'minus', 'intDiv', 'mod', 'eq'],
      async run({ open }) {
        const large = 2n ** 53n + 1n
        const { source } = await open(tableOf(Big, [{ id: 1, a: large, b: 3n }]))
        const table = Big.table(source)
        const value = async (of: (row: Table<KitSource, typeof Big>['$']) => Expr<unknown, KitSource>) =>
          (await table.fieldValues(of))[0]
        same(await value(b => b.a.plus(b.b)), large + 3n)
        same(await value(b => b.a.minus(1n)), large - 1n)
        same(await value(b => b.a.intDiv(b.b)), large / 3n)
        same(await value(b => b.a.mod(b.b)), large % 3n)
        same(
          [await table.where(b => b.a.eq(large)).count(), await table.where(b => b.a.eq(large - 1n)).count()],
          [1, 0],
        )
        same(
          [await table.where(b => b.a.gt(large - 1n)).count(), await table.where(b => b.a.in([large])).count()],
          [1, 1],
        )
      },
    },
    {
      what: 'moments-and-durations',
      title: 'a moment moves by a duration, and two moments differ by one, to the microsecond',
      types: [instant, duration],
      operators: ['plus', 'minus'],
      async run({ open }) {
        const rows = [
          {
            id: 1,
            at: at('2001-01-01T00:47:00.000001Z'),
            till: at('2001-01-02T00:47:00.000003Z'),
            took: Temporal.Duration.from('PT36H0.000001S'),
          },
          { id: 2, at: at('1969-12-31T23:59:59.5Z'), till: null, took: Temporal.Duration.from('-PT1S') },
        ]
        const { source } = await open(tableOf(Moment, rows))
        const values = async (of: (row: Table<KitSource, typeof Moment>['$']) => Expr<unknown, KitSource>) => {
          const found: unknown[] = []
          for (const { id } of rows)
            found.push(
              ...(await Moment.table(source)
                .where(m => m.id.eq(id))
                .fieldValues(of)),
            )
          return found.map(value => (value === null ? null : String(value)))
        }
        same(await values(m => m.at.plus(m.took)), ['2001-01-02T12:47:00.000002Z', '1969-12-31T23:59:58.5Z'])
        same(await values(m => m.at.minus(Temporal.Duration.from('PT0.000001S'))), [
          '2001-01-01T00:47:00Z',
          '1969-12-31T23:59:59.499999Z',
        ])
        same(await values(m => m.till.minus(untyped(m.at))), ['PT24H0.000002S', null])
        same(await values(m => m.took.plus(m.took)), ['PT72H0.000002S', '-PT2S'])
      },
    },
    {
      what: 'parts-of-moments',
      title: 'year to second of a moment are those of UTC; seconds are whole',
      types: [instant],
      operators: ['year', 'month', 'day', 'hour', 'minute', 'second'],
      async run({ open }) {
        const moments = [
          '2001-02-03T04:05:06.999999Z',
          '1969-12-31T23:59:59.000001Z',
          '2024-02-29T00:00:00Z',
          '1582-10-15T12:30:45Z',
        ]
        class Tick extends Entity('kit_tick', { id: col(int).id(), at: col(instant) }) {}
        const { source } = await open(
          tableOf(
            Tick,
            moments.map((text, id) => ({ id, at: at(text) })),
          ),
        )
        for (const [id, text] of moments.entries()) {
          const set = Tick.table(source).where(t => t.id.eq(id))
          const found = [
            ...(await set.fieldValues(t => t.at.year())),
            ...(await set.fieldValues(t => t.at.month())),
            ...(await set.fieldValues(t => t.at.day())),
            ...(await set.fieldValues(t => t.at.hour())),
            ...(await set.fieldValues(t => t.at.minute())),
            ...(await set.fieldValues(t => t.at.second())),
          ]
          same(
            found,
            text
              .split(/[-T:.Z]/)
              .slice(0, 6)
              .map(Number),
            text,
          )
        }
      },
    },
    {
      what: 'now',
      title: 'now is one moment for the whole statement, cut to microseconds, and near the clock of this process',
      types: [instant],
      operators: ['now', 'lt', 'gt', 'eq'],
      async run({ open }) {
        const { source } = await open(
          tableOf(Moment, [
            { id: 1, at: at('2001-01-01T00:00:00Z'), till: null, took: Temporal.Duration.from('PT1S') },
          ]),
        )
        const table = Moment.table(source)
        const before = Temporal.Now.instant().epochMilliseconds
        const [moment] = await table.fieldValues(() => now())
        const after = Temporal.Now.instant().epochMilliseconds
        expect(moment?.epochMilliseconds).toBeGreaterThanOrEqual(before)
        expect(moment?.epochMilliseconds).toBeLessThanOrEqual(after)
        same((moment?.epochNanoseconds ?? 1n) % 1000n, 0n)
        same(await table.where(m => m.at.lt(now())).count(), 1)
        same(await table.where(() => now().eq(now())).count(), 1)
      },
    },
  ],
)
