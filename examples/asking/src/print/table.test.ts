import { Decimal } from '@vantage-ts/core'
import { expect, test } from 'vitest'
import { tableLines } from './table.ts'
import { textWidth } from './text-width.ts'

test('text to the left, numbers to the right with their points below each other', () => {
  const rows = [
    { name: 'Olonkinbyen', latitude: Decimal.from('70.9221'), count: 1200, mean: 7.349583 },
    { name: 'Åland', latitude: Decimal.from('-8.71870'), count: null, mean: 12 },
  ]
  expect(tableLines(rows, 100)).toEqual([
    'name         latitude  count   mean',
    '───────────  ────────  ─────  ─────',
    'Olonkinbyen   70.9221  1,200   7.35',
    'Åland         -8.7187      –  12',
  ])
})

test('no rows are said so', () => {
  expect(tableLines([], 100)).toEqual(['(no rows)'])
})

test('the widest text gives way until the line fits; numbers and short texts stay', () => {
  const rows = [{ code: 'AK', name: 'x'.repeat(60), city: 'y'.repeat(30), n: 123456 }]
  const lines = tableLines(rows, 50)
  expect(lines.map(textWidth)).toEqual([50, 50, 50])
  expect(lines[2]).toBe(`AK    ${'x'.repeat(15)}…  ${'y'.repeat(16)}…  123,456`)
})

test('wide and combining characters keep columns in line', () => {
  const rows = [
    { city: '東京', code: 'JP' },
    { city: 'Re\u0301union', code: 'RE' },
    { city: '🇳🇴 Oslo', code: 'NO' },
  ]
  const [, , ...lines] = tableLines(rows, 100)
  expect(lines.map(line => textWidth(line))).toEqual([11, 11, 11])
  expect(lines[0]).toBe('東京     JP')
})
