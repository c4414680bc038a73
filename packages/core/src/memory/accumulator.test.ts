import { describe, expect, test } from 'vitest'
import { TestTable } from '../../test/evaluating.ts'
import { Aggregate, type AggregateName, Literal } from '../expression/node.ts'
import { bigint } from '../types/bigint.ts'
import { bytes } from '../types/bytes.ts'
import { decimal } from '../types/decimal-type.ts'
import { Decimal } from '../types/decimal.ts'
import { duration } from '../types/duration.ts'
import { float } from '../types/float.ts'
import { instant } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { plainDate } from '../types/plain-date.ts'
import { Temporal } from '../types/temporal.ts'
import { text } from '../types/text.ts'
import type { Type } from '../types/type.ts'

const number = (given: string): Decimal => Decimal.from(given)
const length = (given: string): Temporal.Duration => Temporal.Duration.from(given)

async function aggregate(name: AggregateName, type: Type<unknown>, values: readonly unknown[]): Promise<unknown> {
  const table = await new TestTable({ a: type }).insert(...values.map(a => ({ a })))
  return table.aggregate(name, table.column('a'))
}

const zeros: readonly (readonly [Type<unknown>, unknown])[] = [
  [int, 0],
  [bigint, 0n],
  [float, 0],
  [decimal, number('0')],
  [duration, length('PT0S')],
]

describe('of nothing', () => {
  for (const values of [[], [null, null]])
    test(`${values.length} nulls: the sum is the zero of the type, the others null, the count 0`, async () => {
      for (const [type, zero] of zeros) {
        expect(String(await aggregate('sum', type, values)), type.name).toBe(String(zero))
        for (const name of ['min', 'max', 'avg'] as const)
          expect(await aggregate(name, type, values), type.name).toBeNull()
        expect(await aggregate('count', type, values)).toBe(0)
      }
      const table = await new TestTable({ a: int }).insert(...values.map(a => ({ a })))
      expect(await table.aggregate('count')).toBe(values.length)
    })
})

type Row = readonly [AggregateName, Type<unknown>, readonly unknown[], unknown]
const results: readonly Row[] = [
  ['sum', int, [1, null, 2], 3],
  ['avg', int, [1, null, 2], 1.5],
  ['sum', int, [Number.MAX_SAFE_INTEGER, 5, -10], Number.MAX_SAFE_INTEGER - 5],
  ['avg', int, [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], Number.MAX_SAFE_INTEGER],
  ['avg', int, [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 3], 2251799813685248.5],
  ['sum', bigint, [2n ** 64n, 1n, null], 2n ** 64n + 1n],
  ['avg', bigint, [2n ** 64n, 2n ** 64n + 2n], 2 ** 64],
  ['avg', bigint, [1n, 2n], 1.5],
  ['sum', float, [1e100, 1, -1e100], 1],
  ['sum', float, Array.from({ length: 10 }, () => 0.1), 1],
  ['avg', float, [0.1, 0.2], 0.15000000000000002],
  ['sum', decimal, [number('0.1'), number('0.2'), null], number('0.3')],
  ['avg', decimal, [number('1'), number('0'), number('0')], number('0.3333333333333333')],
  ['avg', decimal, [number('0.0000000000000001'), number('0')], number('0')],
  ['avg', decimal, [number('0.0000000000000003'), number('0')], number('0.0000000000000002')],
  ['min', int, [3, null, -1, 2], -1],
  ['max', int, [3, null, -1, 2], 3],
  ['min', text, ['b', '𝕏', '￿', 'B'], 'B'],
  ['max', text, ['b', '𝕏', '￿', 'B'], '𝕏'],
  ['max', decimal, [number('9.9'), number('10')], number('10')],
  ['min', bytes, [new Uint8Array([2]), new Uint8Array([1, 9])], new Uint8Array([1, 9])],
  ['count', text, ['a', null, ''], 2],
]

describe('aggregates', () => {
  for (const [name, type, values, expected] of results)
    test(`${name} of ${type.name}: ${values.map(String).join(', ')}`, async () => {
      expect(await aggregate(name, type, values)).toEqual(expected)
    })

  test('of durations and moments', async () => {
    const lengths = [length('PT1H'), null, length('PT30M0.000001S')]
    expect(String(await aggregate('sum', duration, lengths))).toBe('PT1H30M0.000001S')
    expect(String(await aggregate('avg', duration, lengths))).toBe('PT45M')
    expect(String(await aggregate('avg', duration, [length('PT0.000003S'), length('PT0S')]))).toBe('PT0.000002S')
    expect(String(await aggregate('max', duration, [length('PT90M'), length('PT1H')]))).toBe('PT1H30M')
    const moments = ['2026-01-02T00:00:00Z', '2026-01-01T23:00:00-03:00'].map(text => Temporal.Instant.from(text))
    expect(String(await aggregate('max', instant, moments))).toBe('2026-01-02T02:00:00Z')
    const dates = ['2026-02-01', '2026-01-31'].map(text => Temporal.PlainDate.from(text))
    expect(String(await aggregate('min', plainDate, dates))).toBe('2026-01-31')
  })

  test('a sum beyond its type is too-large, its average is not', async () => {
    const most = [Number.MAX_SAFE_INTEGER, 1]
    await expect(aggregate('sum', int, most)).rejects.toMatchObject({ kind: 'too-large', details: { type: 'int' } })
    expect(await aggregate('avg', int, most)).toBe(2 ** 52)
    await expect(aggregate('sum', float, [1e308, 1e308])).rejects.toMatchObject({ kind: 'too-large' })
  })

  test('a type that does not add up is refused', async () => {
    await expect(aggregate('sum', text, ['a'])).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('several at once, with expressions over them and inside', async () => {
    const table = await new TestTable({ a: int }).insert({ a: 1 }, { a: 2 }, { a: 6 })
    const a = table.column('a')
    const [count, sum] = [new Aggregate('count', undefined), new Aggregate('sum', a.mul(10))]
    expect(await table.rows({ columns: [count, sum, sum.div(count), new Aggregate('max', a)] })).toEqual([
      [3, 90, 30, 6],
    ])
  })
})

describe('percentiles and joined texts', () => {
  const over = async (
    name: 'percentile' | 'concat',
    type: Type<unknown>,
    values: readonly unknown[],
    option: Literal,
  ) => {
    const table = await new TestTable({ a: type }).insert(...values.map(a => ({ a })))
    return (await table.rows({ columns: [new Aggregate(name, table.column('a'), option)] }))[0]?.[0]
  }
  const at = (fraction: number, type: Type<unknown>, ...values: readonly unknown[]) =>
    over('percentile', type, values, new Literal(float, fraction))

  test('go between two neighbours', async () => {
    expect(await at(0.5, int, 4, null, 1, 2)).toBe(2)
    expect(await at(0.25, int, 10, 2, 1, 4)).toBe(1.75)
    expect(await at(0.5, bigint, 2n ** 60n, 0n)).toBe(2 ** 59)
    expect(await at(1, float, -0.5)).toBe(-0.5)
    expect(await at(0, float, -0, null)).toBe(0)
    expect(await at(0.5, int)).toBeNull()
  })

  test('neighbours too far apart are too-large', async () => {
    await expect(at(0.5, float, -1.5e308, 1.5e308)).rejects.toMatchObject({ kind: 'too-large' })
    expect(await at(1, float, -1.5e308, 1.5e308)).toBe(1.5e308)
  })

  test('texts stand in the order of their code points', async () => {
    const joined = (...values: readonly unknown[]) => over('concat', text, values, new Literal(text, '|'))
    expect(await joined('b', '𝕏', null, '\uffff', 'B', 'b')).toBe('B|b|b|\uffff|𝕏')
    expect(await joined('')).toBe('')
    expect(await joined(null)).toBeNull()
  })
})
