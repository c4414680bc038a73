import { expect, test } from 'vitest'
import { arrayOf } from './array-of.ts'
import { bytes } from './bytes.ts'
import { decimal } from './decimal-type.ts'
import { Decimal } from './decimal.ts'
import { int } from './int.ts'
import { text } from './text.ts'
import { accept, TypeProblem } from './type.ts'
import { uuid } from './uuid.ts'

test('checks every item and names the first wrong one', () => {
  const numbers = arrayOf(arrayOf(int))
  expect(numbers.name).toBe('array')
  expect(numbers.item?.name).toBe('array')
  expect(numbers.problem([[1], [], [2, 3]])).toBeUndefined()
  expect(numbers.problem([[1], [2, 'x']])).toBe(
    'item 1 item 1 must be a whole number (int), got a string; convert it with Number(…)',
  )
  expect(arrayOf(text).problem(['a', null])).toBe('item 1 must be text, got null; convert it with String(…)')
  expect(arrayOf(text).problem(new Array(2))).toMatch(/^item 0 must be text, got undefined/)
  expect(arrayOf(text).problem('abc')).toBe('must be an array, got a string')
  expect(arrayOf(text).problem(new Set(['a']))).toBe('must be an array, got a Set')
})

test('an accepted array is a frozen copy of canonical items', () => {
  const given = ['AAAAAAAA-0000-4000-8000-000000000000']
  const held = accept(arrayOf(uuid), given, 'User.friends')
  given.push('changed later')
  expect(held).toEqual(['aaaaaaaa-0000-4000-8000-000000000000'])
  expect(Object.isFrozen(held)).toBe(true)
})

test('equals and compares item by item', () => {
  const decimals = arrayOf(decimal)
  const of = (...texts: string[]): readonly Decimal[] => texts.map(one => Decimal.from(one))
  expect(decimals.equals(of('1.0', '2'), of('1', '2.00'))).toBe(true)
  expect(decimals.equals(of('1'), of('1', '2'))).toBe(false)
  expect([
    decimals.compare(of('1', '9'), of('2')),
    decimals.compare(of('1', '0'), of('1')),
    decimals.compare(of(), of('1')),
  ]).toEqual([-1, 1, -1])
  expect(decimals.isOrdered).toBe(false)
})

test('carries items in their JSON form', () => {
  const blobs = arrayOf(bytes)
  expect(blobs.toJson([new Uint8Array([1, 2])])).toEqual(['AQI='])
  expect(blobs.toText([new Uint8Array([1, 2])])).toBe('["AQI="]')
  expect(blobs.fromText('["AQI=",""]')).toStrictEqual([new Uint8Array([1, 2]), new Uint8Array()])
})

test('refuses text and JSON with the index of what is wrong', () => {
  const numbers = arrayOf(int)
  expect(() => numbers.fromText('[1,2.5]')).toThrow(/^item 1 must be a whole number/)
  expect(() => numbers.fromText('{"0":1}')).toThrow(new TypeProblem('must be an array in JSON, got an Object'))
  expect(() => numbers.fromText('[1')).toThrow(new TypeProblem('must be JSON text'))
  expect(() => numbers.fromJson([null])).toThrow(/^item 0 must be a whole number \(int\), got null/)
})
