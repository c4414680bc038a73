import { TypeProblem } from '@vantage-ts/core/adapter'
import { expect, test } from 'vitest'
import { intervalFromText, intervalText, isoTextOf } from './interval-text.ts'

test.each([
  ['PT0S', 0, 0, 0n],
  ['P1Y2M3DT4H5M6.789S', 14, 3, 14_706_789_000n],
  ['P-1Y-2M3DT-4H', -14, 3, -14_400_000_000n],
  ['PT-0.000001S', 0, 0, -1n],
  ['PT-4H5M', 0, 0, -14_100_000_000n],
  ['P2W', 0, 14, 0n],
  ['00:00:00', 0, 0, 0n],
  ['1 year 2 mons 3 days 04:05:06.789', 14, 3, 14_706_789_000n],
  ['-1 years -2 mons +3 days -04:00:00', -14, 3, -14_400_000_000n],
  ['-00:00:00.000001', 0, 0, -1n],
  ['1 mon', 1, 0, 0n],
  ['-3 days', 0, -3, 0n],
  ['2400000:00:00', 0, 0, 8_640_000_000_000_000n],
])('reads %s', (text, months, days, microseconds) => {
  expect(intervalFromText(text)).toEqual({ months, days, microseconds })
})

test.each(
  ['', 'infinity', '-infinity', '@ 1 mon', '1-2 3 4:05:06', 'P', 'PT', 'P1', '1 day ago'].filter(
    text => text !== 'P' && text !== 'PT',
  ),
)('refuses %j', text => {
  expect(() => intervalFromText(text)).toThrow(TypeProblem)
})

test.each(['PT0S', 'P1Y2M3DT4H5M6.789S', '-P1Y2M3DT4H5M6.789S', 'P11M', 'PT36H', '-PT0.000001S', 'P400D'])(
  '%s is written and read again',
  text => {
    expect(isoTextOf(intervalFromText(intervalText(text)))).toBe(text)
  },
)

test('parts of different signs are refused', () => {
  expect(() => isoTextOf({ months: 1, days: -1, microseconds: 0n })).toThrow(TypeProblem)
  expect(() => isoTextOf({ months: 0, days: 1, microseconds: -1n })).toThrow(TypeProblem)
})
