import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Decimal } from './decimal.ts'
import { decimalSortKey } from './decimal-sort-key.ts'

const texts = fc
  .oneof(
    fc.tuple(fc.bigInt({ min: -1200n, max: 1200n }), fc.integer({ min: -3, max: 5 })),
    fc.tuple(fc.bigInt(), fc.integer({ min: -200, max: 200 })),
  )
  .map(([coefficient, scale]) => Decimal.ofScaled(coefficient, scale).toString())

test('sorts as the numbers do, also byte by byte', () => {
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const order = Decimal.from(a).compare(b)
      const [left, right] = [decimalSortKey(a), decimalSortKey(b)]
      expect(left < right ? -1 : left > right ? 1 : 0).toBe(order)
      expect(Buffer.compare(Buffer.from(left), Buffer.from(right))).toBe(order)
    }),
    { numRuns: 2000 },
  )
})

test('sorts the awkward neighbours', () => {
  const sorted = [
    '-1000',
    '-12.5',
    '-12',
    '-1.21',
    '-1.2',
    '-1',
    '-0.1',
    '-0.01',
    '0',
    '0.001',
    '0.01',
    '0.012',
    '0.1',
    '1',
    '1.5',
    '9',
    '10',
    '10.1',
    '100',
  ]
  expect(sorted.toReversed().sort((a, b) => (decimalSortKey(a) < decimalSortKey(b) ? -1 : 1))).toEqual(sorted)
  expect(decimalSortKey('1e-131072') < decimalSortKey('1e131071')).toBe(true)
  expect(decimalSortKey('-1e131071') < decimalSortKey('-1e-131072')).toBe(true)
})

test('is one key per number and plain ASCII', () => {
  expect(decimalSortKey('9.50')).toBe(decimalSortKey('+09.5'))
  expect(decimalSortKey('-0.0')).toBe(decimalSortKey('0'))
  fc.assert(
    fc.property(texts, text => {
      expect(decimalSortKey(text)).toMatch(/^(1|0\d+~|2\d+)$/)
    }),
  )
})
