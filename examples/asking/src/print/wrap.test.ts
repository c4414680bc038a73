import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test('lines break at spaces and keep every word', () => {
  expect(wrap('select a, b from c where d = $1', 12)).toEqual(['select a, b', 'from c where', 'd = $1'])
  expect(wrap('short', 12)).toEqual(['short'])
  expect(wrap('', 12)).toEqual([''])
})

test('a word longer than a line is cut', () => {
  const lines = wrap(`in ${'x'.repeat(30)} end`, 10)
  expect(lines.join('').replaceAll(' ', '')).toBe(`in${'x'.repeat(30)}end`)
  expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(10)
})

test('line ends of the text itself become spaces', () => {
  expect(wrap('a\n  b', 10)).toEqual(['a b'])
})
