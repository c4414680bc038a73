import { expect, test } from 'vitest'
import { median, medianInterval } from './median.ts'

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1)

test('the median is the middle, or half way between the two in the middle', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(() => median([])).toThrow(RangeError)
})

// The ranks that any table of the sign test gives.
test.each([
  [6, 1, 6],
  [15, 4, 12],
  [20, 6, 15],
  [25, 8, 18],
  [31, 10, 22],
  [41, 14, 28],
])('of %i values the interval goes from rank %i to rank %i', (count, low, high) => {
  expect(medianInterval(upTo(count).reverse())).toEqual([low, high])
})

test('too few values have no interval', () => {
  expect(() => medianInterval(upTo(5))).toThrow('needs 6 values')
})
