import { expect, test } from 'vitest'
import { int } from './int.ts'
import { TypeProblem } from './type.ts'

test('ends at the safe integers and says where to go', () => {
  expect(int.problem(Number.MAX_SAFE_INTEGER)).toBeUndefined()
  expect(int.problem(Number.MIN_SAFE_INTEGER)).toBeUndefined()
  expect(int.problem(2 ** 53)).toMatch(/column of type bigint$/)
  expect(int.problem(1.5)).toMatch(/Math\.round/)
  expect(int.problem(5n)).toBe('must be a whole number (int), got a bigint; convert it with Number(…)')
})

test('takes −0 as 0 everywhere', () => {
  expect(int.problem(-0)).toBeUndefined()
  expect(int.canonical?.(-0)).toBe(0)
  expect(int.toText(-0)).toBe('0')
  expect(int.toJson(-0)).toBe(0)
  expect(int.fromText('-0')).toBe(0)
  expect(int.fromJson(-0)).toBe(0)
})

test.each(['9007199254740993', '9'.repeat(400), '1.0', '1e3', '', ' 1', '0x10', '١'])('refuses the text %j', wrong => {
  expect(() => int.fromText(wrong)).toThrow(TypeProblem)
})

test('reads a sign and leading zeros', () => {
  expect([int.fromText('+7'), int.fromText('-007'), int.fromText('9007199254740991')]).toEqual([7, -7, 2 ** 53 - 1])
})
