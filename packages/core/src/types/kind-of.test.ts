import { expect, test } from 'vitest'
import { kindOf } from './kind-of.ts'

test.each([
  [null, 'null'],
  [undefined, 'undefined'],
  ['private', 'a string'],
  [1, 'a number'],
  [1n, 'a bigint'],
  [Symbol('private'), 'a symbol'],
  [() => 1, 'a function'],
  [[1], 'an Array'],
  [{}, 'an Object'],
  [new Date(), 'a Date'],
  [new Uint8Array(), 'a Uint8Array'],
])('%o is called %s', (value, words) => {
  expect(kindOf(value)).toBe(words)
})
