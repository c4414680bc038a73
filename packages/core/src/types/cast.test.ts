import { expect, test } from 'vitest'
import { keysOf, objectOf, unchecked } from './cast.ts'

test('unchecked hands the very value on', () => {
  const value = {}
  expect(unchecked<string>(value, 'a test of identity')).toBe(value)
})

test('keysOf lists own keys', () => {
  expect(keysOf({ a: 1, b: 2 })).toEqual(['a', 'b'])
})

test('objectOf tells objects and functions from primitives', () => {
  const object = { a: 1 }
  expect(objectOf(object)).toBe(object)
  expect(objectOf(objectOf)).toBe(objectOf)
  for (const primitive of [null, undefined, 'a', 1, 1n, true, Symbol('a')]) expect(objectOf(primitive)).toBeUndefined()
})
