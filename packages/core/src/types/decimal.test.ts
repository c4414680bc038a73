import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { VantageError } from '../errors/vantage-error.ts'
import { Decimal, type Rounding } from './decimal.ts'

/** A decimal beside the two numbers it was made of: `coefficient / 10 ** scale`. */
const parts = fc.record({
  coefficient: fc.oneof(fc.bigInt({ min: -1000n, max: 1000n }), fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n })),
  scale: fc.nat(30),
})
const decimals = parts.map(({ coefficient, scale }) => Decimal.ofScaled(coefficient, scale))
const at = (value: Decimal, scale: number): bigint => value.coefficient * 10n ** BigInt(scale - value.scale)
function same(left: Decimal, right: Decimal): void {
  expect(left.toString()).toBe(right.toString())
}
const roundings: readonly Rounding[] = ['half-even', 'half-up', 'down', 'up', 'floor', 'ceil']

describe('reading and writing', () => {
  test.each([
    ['0', '0'],
    ['-0', '0'],
    ['-0.00', '0'],
    ['1.50', '1.5'],
    ['+001.0', '1'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['-12.0300', '-12.03'],
    ['1e3', '1000'],
    ['-1.5E-3', '-0.0015'],
    ['0e999999999', '0'],
    ['100', '100'],
    ['12345678901234567.89', '12345678901234567.89'],
  ])('%s is %s', (given, canonical) => {
    expect(Decimal.from(given).toString()).toBe(canonical)
  })

  test.each(['', '.', '-', 'e5', '1e', '1.2.3', ' 1', '1 ', '1,5', '0x10', 'NaN', 'Infinity', '1_000', '١'])(
    'refuses the text %j',
    wrong => {
      expect(() => Decimal.from(wrong)).toThrow(expect.objectContaining({ kind: 'type-mismatch' }))
    },
  )

  test('takes bigints, safe integers and decimals; fractions and unsafe numbers only as text', () => {
    expect([Decimal.from(12n), Decimal.from(-7), Decimal.from(Decimal.from('0.1'))].map(String)).toEqual([
      '12',
      '-7',
      '0.1',
    ])
    expect(Decimal.from(-0).toString()).toBe('0')
    for (const wrong of [0.1, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => Decimal.from(wrong)).toThrow(/not exact; give text/)
    }
    // @ts-expect-error a boolean is no number
    expect(() => Decimal.from(true)).toThrow('cannot make a Decimal of a boolean')
  })

  test('text comes back as it went', () => {
    fc.assert(
      fc.property(decimals, value => {
        same(Decimal.from(value.toString()), value)
      }),
    )
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), number => {
        expect(Decimal.from(String(number)).toNumber()).toBe(number + 0)
      }),
    )
  })

  test('the canonical parts have no trailing zero', () => {
    fc.assert(
      fc.property(parts, ({ coefficient, scale }) => {
        const value = Decimal.ofScaled(coefficient, scale)
        expect(value.scale === 0 || value.coefficient % 10n !== 0n).toBe(true)
        expect(at(value, scale)).toBe(coefficient)
      }),
    )
    expect(Decimal.ofScaled(3n * 10n ** 60n, 61).toString()).toBe('0.3')
    expect(Decimal.ofScaled(0n, 100)).toEqual(Decimal.from(0))
    expect(Decimal.ofScaled(5n, -2).toString()).toBe('500')
  })

  test('writes money', () => {
    expect(['12.5', '12', '-0.005', '1.005', '99.999'].map(text => Decimal.from(text).toFixed(2))).toEqual([
      '12.50',
      '12.00',
      '0.00',
      '1.00',
      '100.00',
    ])
    expect(Decimal.from('2.5').toFixed(0)).toBe('2')
  })
})

describe('arithmetic', () => {
  test('plus, minus, times, negated and abs are those of whole numbers at one scale', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        same(a.plus(b), Decimal.ofScaled(at(a, 60) + at(b, 60), 60))
        same(a.minus(b), Decimal.ofScaled(at(a, 60) - at(b, 60), 60))
        same(a.times(b), Decimal.ofScaled(at(a, 60) * at(b, 60), 120))
        same(a.negated(), Decimal.ofScaled(-at(a, 60), 60))
        same(a.abs(), a.sign < 0 ? a.negated() : a)
      }),
    )
  })

  test('adds where doubles do not', () => {
    expect(Decimal.from('0.1').plus('0.2').toString()).toBe('0.3')
    expect(Decimal.from('1.10').times(3).minus(3n).toString()).toBe('0.3')
  })

  test('compare and equals are those of whole numbers at one scale', () => {
    const sign = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(a.compare(b)).toBe(sign(at(a, 60), at(b, 60)))
        expect(a.equals(b)).toBe(at(a, 60) === at(b, 60))
        expect(a.sign).toBe(sign(a.coefficient, 0n))
        expect(a.isZero).toBe(a.coefficient === 0n)
      }),
    )
    expect(Decimal.from('1.0').equals('1.00')).toBe(true)
  })

  test('division leaves a rest smaller than the last digit, on the side that the rounding says', () => {
    fc.assert(
      fc.property(decimals, decimals, fc.nat(20), fc.constantFrom(...roundings), (a, b, scale, rounding) => {
        fc.pre(!b.isZero)
        const quotient = a.dividedBy(b, { scale, rounding })
        expect(quotient.scale).toBeLessThanOrEqual(scale)
        const unit = Decimal.ofScaled(1n, scale).times(b).abs()
        const rest = a.minus(quotient.times(b))
        const room = rounding.startsWith('half') ? unit.dividedBy(2, { scale: 100 }) : unit
        expect(rest.abs().compare(room)).toBeLessThanOrEqual(rounding.startsWith('half') ? 0 : -1)
        const towards = rest.sign * b.sign
        if (rounding === 'floor') expect(towards).toBeGreaterThanOrEqual(0)
        if (rounding === 'ceil') expect(towards).toBeLessThanOrEqual(0)
        if (rounding === 'down') expect(quotient.abs().times(b.abs()).compare(a.abs())).toBeLessThanOrEqual(0)
        if (rounding === 'up') expect(quotient.abs().times(b.abs()).compare(a.abs())).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('division has 16 digits unless told', () => {
    expect(Decimal.from(1).dividedBy(3).toString()).toBe('0.3333333333333333')
    expect(Decimal.from(2).dividedBy(3).toString()).toBe('0.6666666666666667')
    expect(Decimal.from('1e30').dividedBy('1e-30', { scale: 0 }).toString()).toBe(`1${'0'.repeat(60)}`)
    expect(() => Decimal.from(1).dividedBy('0.0')).toThrow(expect.objectContaining({ kind: 'invalid' }))
  })

  test.each([
    ['half-even', ['2', '4', '-2', '3', '-3', '2']],
    ['half-up', ['3', '4', '-3', '3', '-3', '2']],
    ['down', ['2', '3', '-2', '2', '-2', '2']],
    ['up', ['3', '4', '-3', '3', '-3', '3']],
    ['floor', ['2', '3', '-3', '2', '-3', '2']],
    ['ceil', ['3', '4', '-2', '3', '-2', '3']],
  ] as const)('round %s', (rounding, expected) => {
    const given = ['2.5', '3.5', '-2.5', '2.51', '-2.51', '2.49']
    expect(given.map(text => Decimal.from(text).round(0, rounding).toString())).toEqual(expected)
  })

  test('rounds to tens and leaves shorter numbers alone', () => {
    expect(Decimal.from('1250').round(-2).toString()).toBe('1200')
    expect(Decimal.from('49').round(-2).toString()).toBe('0')
    const value = Decimal.from('1.5')
    expect(value.round(3)).toBe(value)
  })
})

describe('guards', () => {
  test('operators fail loudly', () => {
    const value: unknown = Decimal.from('1.5')
    expect(() => Number(value)).toThrow(TypeError)
    // @ts-expect-error operators do not compile either
    expect(() => value * 2).toThrow(/no operators/)
    // @ts-expect-error operators do not compile either
    expect(() => value < 2).toThrow(/no operators/)
    expect(`${Decimal.from('1.5')}`).toBe('1.5')
  })

  test('numbers past the bound are too large, whichever way they are made, and at once', () => {
    const large = Decimal.from(`1e131071`)
    expect(large.toString()).toHaveLength(131_072)
    for (const run of [
      () => Decimal.from('1e131072'),
      () => Decimal.from('1e999999999999'),
      () => Decimal.from('1e-131073'),
      () => Decimal.from('1'.repeat(131_073)),
      () => Decimal.from('1'.repeat(10_000_000)),
      () => large.times(10),
      () => large.times(large),
      () => large.plus('0.1').times('0.1'),
    ]) {
      expect(run).toThrow(expect.objectContaining({ kind: 'too-large' }))
    }
    for (const scale of [0.5, Number.NaN, 200_000]) {
      expect(() => large.round(scale)).toThrow(expect.objectContaining({ kind: 'invalid' }))
    }
  })

  test('never shows the number in an error', () => {
    try {
      Decimal.from('secret-17')
      expect.unreachable()
    } catch (error) {
      expect(VantageError.is(error) && error.message).not.toContain('17')
    }
  })

  test('is immutable, visible to deep equality and to inspect, and JSON text', () => {
    const value = Decimal.from('12.50')
    expect(Object.isFrozen(value)).toBe(true)
    expect(value).toEqual(Decimal.from('12.5'))
    expect(value).not.toEqual(Decimal.from('12.6'))
    expect(inspect({ value })).toBe('{ value: Decimal 12.5 }')
    expect(JSON.stringify({ value })).toBe('{"value":"12.5"}')
    expect(Object.prototype.toString.call(value)).toBe('[object Decimal]')
  })
})
