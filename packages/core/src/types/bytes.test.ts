import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytes, bytesFromBase64, bytesToBase64 } from './bytes.ts'
import { TypeProblem } from './type.ts'

test('takes a Buffer and makes a plain array over the same memory', () => {
  const buffer = Buffer.from('abcdef').subarray(1, 3)
  expect(bytes.problem(buffer)).toBeUndefined()
  const plain = bytes.canonical?.(buffer)
  expect(plain).toStrictEqual(new Uint8Array([98, 99]))
  expect(plain?.buffer).toBe(buffer.buffer)
})

test('takes bytes of another realm', () => {
  const foreign: unknown = runInNewContext('new Uint8Array([1, 2])')
  expect(foreign instanceof Uint8Array).toBe(false)
  expect(bytes.problem(foreign)).toBeUndefined()
})

test.each([
  [[1, 2], 'an Array'],
  [new ArrayBuffer(2), 'an ArrayBuffer'],
  [new Uint8ClampedArray(2), 'a Uint8ClampedArray'],
  [new DataView(new ArrayBuffer(2)), 'a DataView'],
  [{ [Symbol.toStringTag]: 'Uint8Array' }, 'a Uint8Array'],
  ['AQI=', 'a string'],
])('refuses %o', (wrong, kind) => {
  expect(bytes.problem(wrong)).toBe(`must be a Uint8Array, got ${kind}; make one with new Uint8Array(…)`)
})

test('orders bytewise, a prefix first', () => {
  const sorted = [[], [0], [0, 255], [1], [127, 1], [128], [255]]
  const values = sorted.map(one => new Uint8Array(one))
  expect(values.toReversed().sort(bytes.compare)).toEqual(values)
})

test('base64 is that of Node, for any length', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), value => {
      expect(bytesToBase64(value)).toBe(Buffer.from(value).toString('base64'))
      expect(bytesFromBase64(bytesToBase64(value))).toStrictEqual(value)
    }),
  )
  const large = new Uint8Array(100_001).map((_, at) => at * 7)
  expect(bytesFromBase64(bytesToBase64(large))).toStrictEqual(large)
})

test.each(['A', 'AQ', 'AQI', 'AQI=\n', 'AQ I=', 'A===', '-_-_', 'AQI=AQI='])('refuses the base64 %j', wrong => {
  expect(() => bytesFromBase64(wrong)).toThrow(TypeProblem)
})
