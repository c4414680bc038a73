import { expect, test } from 'vitest'
import { json } from './json.ts'
import { accept, TypeProblem } from './type.ts'

test('equals by structure, whatever the order of keys', () => {
  expect(json.equals({ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 })).toBe(true)
  expect(json.equals([1, 2], [2, 1])).toBe(false)
  expect(json.equals({ a: 1 }, { a: '1' })).toBe(false)
  expect(json.equals({}, [])).toBe(false)
  expect(json.isOrdered).toBe(false)
})

test('what was accepted cannot change later', () => {
  const given = { tags: ['a'] }
  const held = accept(json, given, 'User.settings')
  given.tags.push('b')
  expect(held).toEqual({ tags: ['a'] })
  expect(Object.isFrozen(held)).toBe(true)
})

test('a null at the top is JSON', () => {
  expect(json.problem(null)).toBeUndefined()
  expect(json.fromText('null')).toBeNull()
  expect(json.canonical?.(null)).toBeNull()
})

test('its JSON form is itself, checked on the way in', () => {
  const value = { a: [1, 'b'] }
  expect(json.toJson(value)).toBe(value)
  expect(json.fromJson(value)).toEqual(value)
  expect(() => json.fromJson({ a: undefined })).toThrow(TypeProblem)
})
