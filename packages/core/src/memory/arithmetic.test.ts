import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, literal, resultOf } from '../../test/evaluating.ts'
import type { OperatorName } from '../expression/operator.ts'
import { bigint } from '../types/bigint.ts'
import { decimal } from '../types/decimal-type.ts'
import { Decimal } from '../types/decimal.ts'
import { duration } from '../types/duration.ts'
import { float } from '../types/float.ts'
import { instant, instantMs, instantNs } from '../types/instant.ts'
import { int } from '../types/int.ts'
import { Temporal } from '../types/temporal.ts'
import type { Type } from '../types/type.ts'

const compute = (
  operator: OperatorName,
  type: Type<unknown>,
  left: unknown,
  right: unknown,
  other = type,
): Promise<unknown> => resultOf(apply(operator, literal(type, left), literal(other, right)))
const single = (operator: OperatorName, type: Type<unknown>, value: unknown): Promise<unknown> =>
  resultOf(apply(operator, literal(type, value)))
const number = (text: string): Decimal => Decimal.from(text)
const length = (text: string): Temporal.Duration => Temporal.Duration.from(text)
const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

type Row = readonly [OperatorName, Type<unknown>, unknown, unknown, unknown]
const results: readonly Row[] = [
  ['plus', int, 2, 3, 5],
  ['minus', int, 2, 3, -1],
  ['mul', int, -2, 3, -6],
  ['mul', int, -2, 0, 0],
  ['div', int, 7, 2, 3.5],
  ['div', int, 1, 0, null],
  ['intDiv', int, 7, 2, 3],
  ['intDiv', int, -7, 2, -3],
  ['intDiv', int, -1, 2, 0],
  ['intDiv', int, 9007199254740991, 9007199254740990, 1],
  ['intDiv', int, 9007199254740989, 2, 4503599627370494],
  ['intDiv', int, 7, 0, null],
  ['mod', int, 7, 3, 1],
  ['mod', int, -7, 3, -1],
  ['mod', int, 7, -3, 1],
  ['mod', int, -6, 3, 0],
  ['mod', int, 7, 0, null],
  ['plus', float, 0.1, 0.2, 0.1 + 0.2],
  ['div', float, 1, 3, 1 / 3],
  ['div', float, 1, 0, null],
  ['mod', float, 5.5, 2, 1.5],
  ['intDiv', float, -5.5, 2, -2],
  ['plus', bigint, 2n ** 64n, 1n, 2n ** 64n + 1n],
  ['mul', bigint, -(2n ** 40n), 2n ** 40n, -(2n ** 80n)],
  ['div', bigint, 7n, 2n, 3.5],
  ['div', bigint, 7n, 0n, null],
  ['intDiv', bigint, -7n, 2n, -3n],
  ['mod', bigint, -7n, 2n, -1n],
  ['mod', bigint, -7n, 0n, null],
  ['plus', decimal, number('0.1'), number('0.2'), number('0.3')],
  ['mul', decimal, number('1.5'), number('-2'), number('-3')],
  ['div', decimal, number('2'), number('3'), number('0.6666666666666667')],
  ['div', decimal, number('1'), number('20000000000000000'), number('0')],
  ['div', decimal, number('3'), number('20000000000000000'), number('0.0000000000000002')],
  ['div', decimal, number('1'), number('0'), null],
  ['intDiv', decimal, number('-7.5'), number('2'), number('-3')],
  ['mod', decimal, number('-7.5'), number('2'), number('-1.5')],
  ['plus', duration, length('PT59M'), length('PT1M'), length('PT1H')],
  ['minus', duration, length('PT1H'), length('P1D'), length('-PT23H')],
]

describe('arithmetic', () => {
  for (const [operator, type, left, right, expected] of results)
    test(`${operator} of ${type.name}: ${left} and ${right}`, async () => {
      expect(await compute(operator, type, left, right)).toEqual(expected)
    })

  test('null with anything is null', async () => {
    const ones: readonly (readonly [Type<unknown>, unknown])[] = [
      [int, 1],
      [float, 1],
      [bigint, 1n],
      [decimal, number('1')],
    ]
    for (const [type, one] of ones)
      for (const operator of ['plus', 'minus', 'mul', 'div', 'intDiv', 'mod'] as const) {
        expect(await compute(operator, type, null, one)).toBeNull()
        expect(await compute(operator, type, one, null)).toBeNull()
      }
    for (const operator of ['negate', 'abs', 'toFloat', 'toDecimal'] as const)
      expect(await single(operator, int, null)).toBeNull()
  })

  test('int meets float as float, its remainder too', async () => {
    expect(await compute('plus', int, 1, 0.5, float)).toBe(1.5)
    expect(await compute('mod', int, 5, 0.75, float)).toBe(0.5)
  })

  test('negate, abs and conversions', async () => {
    expect(await single('negate', int, 0)).toBe(0)
    expect(await single('negate', int, 5)).toBe(-5)
    expect(await single('abs', bigint, -5n)).toBe(5n)
    expect(await single('abs', decimal, number('-1.5'))).toEqual(number('1.5'))
    expect(String(await single('negate', duration, length('PT1H')))).toBe('-PT1H')
    expect(await single('toFloat', bigint, 2n ** 60n)).toBe(2 ** 60)
    expect(await single('toDecimal', bigint, 2n ** 70n)).toEqual(Decimal.from(2n ** 70n))
    expect(await single('toDecimal', float, 1e21)).toEqual(number('1e21'))
    expect(await single('toDecimal', float, 0.1)).toEqual(number('0.1'))
  })

  test('moments move by durations and differ by them', async () => {
    const start = at('2026-03-29T00:59:59.999999Z')
    expect(String(await compute('plus', instant, start, length('PT0.000001S'), duration))).toBe('2026-03-29T01:00:00Z')
    expect(String(await compute('minus', instant, start, length('PT24H'), duration))).toBe(
      '2026-03-28T00:59:59.999999Z',
    )
    expect(String(await compute('minus', instant, at('2026-01-02T00:00:00Z'), at('2026-01-01T00:00:00.5Z')))).toBe(
      'PT23H59M59.5S',
    )
    expect(String(await compute('minus', instant, start, at('2026-03-29T01:00:00Z'), instantMs))).toBe('-PT0.000001S')
  })

  const overflows: readonly Row[] = [
    ['plus', int, Number.MAX_SAFE_INTEGER, 1, 'int'],
    ['minus', int, -Number.MAX_SAFE_INTEGER, 1, 'int'],
    ['mul', int, 2 ** 40, 2 ** 40, 'int'],
    ['plus', float, Number.MAX_VALUE, Number.MAX_VALUE, 'float'],
    ['mul', float, 1e200, -1e200, 'float'],
    ['div', float, 1e200, 1e-200, 'float'],
    ['div', bigint, 10n ** 400n, 1n, 'float'],
    ['plus', duration, length('PT2000000000000H'), length('PT2000000000000H'), 'duration'],
  ]
  for (const [operator, type, left, right, holds] of overflows)
    test(`${operator} of ${type.name} beyond its range is too-large`, async () => {
      await expect(compute(operator, type, left, right)).rejects.toMatchObject({
        kind: 'too-large',
        details: { type: holds },
      })
    })

  test('what cannot be held exactly is refused', async () => {
    const [a, b] = [at('2026-01-01T00:00:00.000000001Z'), at('2026-01-01T00:00:00Z')]
    await expect(compute('minus', instantNs, a, b)).rejects.toMatchObject({ kind: 'type-mismatch' })
    await expect(
      compute('plus', instant, at('+275760-09-13T00:00:00Z'), length('PT1H'), duration),
    ).rejects.toMatchObject({
      kind: 'too-large',
    })
  })

  test('what has no meaning is refused before it runs', async () => {
    await expect(compute('mul', duration, length('PT1H'), length('PT1H'))).rejects.toMatchObject({ kind: 'invalid' })
    await expect(single('negate', instant, at('2026-01-01T00:00:00Z'))).rejects.toMatchObject({ kind: 'invalid' })
  })

  test('whole numbers add and divide as bigints do', async () => {
    const safe = fc.maxSafeInteger()
    await fc.assert(
      fc.asyncProperty(safe, safe, async (a, b) => {
        const [left, right] = [BigInt(a), BigInt(b)]
        const sum = left + right
        if (Number.isSafeInteger(Number(sum))) expect(await compute('plus', int, a, b)).toBe(Number(sum))
        else await expect(compute('plus', int, a, b)).rejects.toMatchObject({ kind: 'too-large' })
        expect(await compute('intDiv', int, a, b)).toBe(b === 0 ? null : Number(left / right))
        expect(await compute('mod', int, a, b)).toBe(b === 0 ? null : Number(left % right))
      }),
    )
  })
})
