import { expect, test } from 'vitest'
import { plainDate } from './plain-date.ts'
import { Temporal } from './temporal.ts'
import { TypeProblem } from './type.ts'

test.each(['2026-11-22', '0000-02-29', '-000043-03-15', '+010000-01-01', '-271821-04-19', '+275760-09-13'])(
  'carries %s',
  given => {
    expect(plainDate.toText(plainDate.fromText(given))).toBe(given)
    expect(plainDate.toJson(plainDate.fromJson(given))).toBe(given)
  },
)

test.each([
  '2026-11-22T10:00:00',
  '2026-11-22T00:00:00Z',
  '2026-11-22[u-ca=hebrew]',
  '20261122',
  '2026-11',
  '2025-02-29',
  '-000000-01-01',
  '+275760-09-14',
  '44 BC',
  '',
])('refuses %j instead of dropping a part of it', wrong => {
  expect(() => plainDate.fromText(wrong)).toThrow(new TypeProblem('must be text such as 2026-11-22'))
})

test('orders before and after the year 0', () => {
  const sorted = ['-000043-03-15', '-000001-01-01', '0000-01-01', '2026-11-22', '+010000-01-01']
  expect(sorted.toReversed().map(plainDate.fromText).sort(plainDate.compare).map(String)).toEqual(sorted)
})

test('refuses other calendars and other classes', () => {
  const hebrew = new Temporal.PlainDate(2026, 11, 22, 'gregory')
  expect(plainDate.problem(hebrew)).toBe("must be of the ISO calendar; use .withCalendar('iso8601')")
  expect(plainDate.problem(hebrew.withCalendar('iso8601'))).toBeUndefined()
  expect(plainDate.problem(new Temporal.PlainDateTime(2026, 11, 22))).toMatch(/got a Temporal\.PlainDateTime/)
})
