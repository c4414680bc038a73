import { expect, test } from 'vitest'
import { bool } from './bool.ts'

test('orders false first', () => {
  expect([true, false, true].sort(bool.compare)).toEqual([false, true, true])
})

test('takes nothing that is merely truthy', () => {
  for (const wrong of [0, 1, 'true', null]) expect(bool.problem(wrong)).toMatch(/^must be true or false, got /)
  for (const wrong of ['t', 'TRUE', '1', '']) expect(() => bool.fromText(wrong)).toThrow('must be true or false')
  expect(() => bool.fromJson('true')).toThrow('must be true or false, got a string')
})
