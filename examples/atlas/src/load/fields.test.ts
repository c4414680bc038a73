import { expect, test } from 'vitest'
import { coordinate, departureTime } from './fields.ts'

test.each([
  ['42.53176', '42.53176'],
  ['-0.5', '-0.5'],
  ['90', '90'],
  ['9007199254740993.1', undefined],
  ['90.00001', undefined],
  ['', undefined],
  ['1e1', undefined],
  ['+1', undefined],
  [' 1', undefined],
  ['1,5', undefined],
  [1.5, undefined],
  [null, undefined],
])('latitude %j is %j', (value, exact) => {
  expect(coordinate(value, 90)?.toString()).toBe(exact)
})

test.each([
  ['2001/01/01 00:47', '2001-01-01T00:47:00'],
  ['2000/02/29 23:59', '2000-02-29T23:59:00'],
  ['2001/02/29 10:00', undefined],
  ['2001/13/01 10:00', undefined],
  ['2001/01/01 24:00', undefined],
  ['2001-01-01 00:47', undefined],
  ['2001/01/01 00:47:00', undefined],
  [978310020, undefined],
])('departure %j is %j', (value, text) => {
  expect(departureTime(value)?.toString()).toBe(text)
})
