import { expect, test } from 'vitest'
import { cutText, padEnd, padStart, textWidth } from './text-width.ts'

test.each([
  ['', 0],
  ['Oslo', 4],
  ['Ávanuorri', 9],
  ['A\u0301', 1],
  ['東京', 4],
  ['서울', 4],
  ['🇦🇼', 2],
  ['👩‍🚀', 2],
  ['\u200b', 0],
  ['مكة', 3],
])('%j takes %i cells', (text, cells) => {
  expect(textWidth(text)).toBe(cells)
})

test('cut at a whole character, and never wider than asked', () => {
  expect(cutText('Longyearbyen', 12)).toBe('Longyearbyen')
  expect(cutText('Longyearbyen', 5)).toBe('Long…')
  expect(cutText('東京都庁', 4)).toBe('東…')
  expect(cutText('Re\u0301union', 3)).toBe('Re\u0301…')
})

test('padded to cells, not to letters', () => {
  expect(padEnd('東', 4)).toBe('東  ')
  expect(padStart('é', 3)).toBe('  é')
  expect(padEnd('long', 2)).toBe('long')
})
