import { expect, test } from 'vitest'
import { bigint } from './bigint.ts'
import { TypeProblem } from './type.ts'

test('keeps what a double would round', () => {
  expect(bigint.fromJson('9007199254740993')).toBe(9007199254740993n)
  expect(bigint.toJson(-(2n ** 70n))).toBe('-1180591620717411303424')
  expect(bigint.fromText('+12')).toBe(12n)
})

test('does not take numbers, nor texts that BigInt() would read', () => {
  expect(bigint.problem(1)).toBe('must be a bigint, got a number; convert a whole number with BigInt(…)')
  for (const wrong of ['', ' 1 ', '0x10', '1n', '1.0', '--1']) expect(() => bigint.fromText(wrong)).toThrow(TypeProblem)
  expect(() => bigint.fromJson(12)).toThrow('must be a string in JSON, got a number')
})
