import { expect, test } from 'vitest'
import { Decimal } from './decimal.ts'
import { decimal } from './decimal-type.ts'
import { TypeProblem } from './type.ts'

test('is a type and makes types', () => {
  expect(decimal.name).toBe('decimal')
  expect({ ...decimal }).toMatchObject({ name: 'decimal', arithmetic: 'decimal', isOrdered: true })
  expect(decimal.digits).toBeUndefined()
  expect(decimal(12, 2)).toMatchObject({ name: 'decimal', digits: { precision: 12, scale: 2 } })
  expect(decimal(5).digits).toEqual({ precision: 5, scale: 0 })
})

test('bounds both sides of the point', () => {
  const money = decimal(5, 2)
  for (const right of ['0', '999.99', '-999.99', '0.01', '100'])
    expect(money.problem(Decimal.from(right))).toBeUndefined()
  expect(money.problem(Decimal.from('0.001'))).toBe('must have at most 2 digits after the point; use .round(2)')
  expect(money.problem(Decimal.from('-1000'))).toBe('must have at most 3 digits before the point')
  expect(decimal(2, 2).problem(Decimal.from('0.05'))).toBeUndefined()
  expect(decimal(2, 2).problem(Decimal.from('0'))).toBeUndefined()
  expect(decimal(2, 2).problem(Decimal.from('1'))).toBe('must have at most 0 digits before the point')
  expect(() => money.fromText('1000')).toThrow(TypeProblem)
  expect(() => money.fromJson('0.001')).toThrow(TypeProblem)
})

test.each([[0], [1.5], [3, 4], [3, -1], [Number.NaN]])('refuses the bounds %j %j', (precision, scale = 0) => {
  expect(() => decimal(precision, scale)).toThrow(expect.objectContaining({ kind: 'invalid' }))
})

test('takes neither numbers nor text for decimals, and knows a Decimal that is not ours', () => {
  expect(decimal.problem(1)).toBe('must be a Decimal, got a number; make one with Decimal.from(…)')
  expect(decimal.problem('1')).toBe('must be a Decimal, got a string; make one with Decimal.from(…)')
  const stranger = { [Symbol.toStringTag]: 'Decimal' }
  expect(decimal.problem(stranger)).toContain('of another library or copy of @vantage-ts/core')
  expect(() => decimal.fromJson(1)).toThrow('must be a string in JSON')
  expect(() => decimal.fromText('NaN')).toThrow('must be a decimal number in digits')
})
