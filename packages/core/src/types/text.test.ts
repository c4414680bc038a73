import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareText, text } from './text.ts'

const byCodePoints = (a: string, b: string): number => {
  const [left, right] = [Array.from(a), Array.from(b)]
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return Math.sign(left.length - right.length)
}

test('orders by code point where UTF-16 would not', () => {
  expect('\u{1F600}' < '\uFFFD').toBe(true)
  expect(compareText('\u{1F600}', '\uFFFD')).toBe(1)
  expect(compareText('\uE000', '\u{10000}')).toBe(-1)
})

test('orders as code points do', () => {
  const character = fc.constantFrom(
    '',
    'a',
    'b',
    'é',
    '\uD7FF',
    '\uE000',
    '\uFFFD',
    '\u{10000}',
    '\u{1F600}',
    '\u{10FFFF}',
  )
  const words = fc.array(character).map(parts => parts.join(''))
  fc.assert(
    fc.property(words, words, (a, b) => {
      expect(compareText(a, b)).toBe(byCodePoints(a, b))
    }),
  )
})

test('holds NUL and the empty text, refuses half a surrogate pair', () => {
  expect(text.problem('')).toBeUndefined()
  expect(text.problem('a\u0000b')).toBeUndefined()
  expect(text.problem('\uD83D')).toBe('must not hold half a surrogate pair; repair it with .toWellFormed()')
  expect(text.problem('\uDE00\uD83D')).toBe('must not hold half a surrogate pair; repair it with .toWellFormed()')
  expect(text.problem(new String('boxed'))).toBe('must be text, got a String; convert it with String(…)')
})
