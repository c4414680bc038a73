import { expect, test } from 'vitest'
import { float } from './float.ts'
import { TypeProblem } from './type.ts'

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('refuses %d', wrong => {
  expect(float.problem(wrong)).toBe('must be a finite number, not NaN or infinite; use null for "no value"')
  expect(() => float.fromJson(wrong)).toThrow(TypeProblem)
  expect(() => float.fromText(String(wrong))).toThrow(TypeProblem)
})

test('takes −0 as 0 everywhere', () => {
  expect(float.canonical?.(-0)).toBe(0)
  expect(float.fromText('-0.0')).toBe(0)
  expect(float.fromJson(-0)).toBe(0)
  expect(float.equals(0, -0)).toBe(true)
})

test('reads what databases write', () => {
  expect(['1.', '.5', '1e-7', '1E+21', '-3.25'].map(float.fromText)).toEqual([1, 0.5, 1e-7, 1e21, -3.25])
  for (const wrong of ['', '.', 'e5', '1e999', '0x1', '1_000', ' 1'])
    expect(() => float.fromText(wrong)).toThrow(TypeProblem)
})

test('keeps the smallest and the largest double', () => {
  for (const edge of [Number.MIN_VALUE, Number.MAX_VALUE, 2 ** -1074, 0.1 + 0.2]) {
    expect(float.fromText(float.toText(edge))).toBe(edge)
  }
})
