import { expect, test } from 'vitest'
import { plainDateTime } from './plain-date-time.ts'
import { Temporal } from './temporal.ts'
import { TypeProblem } from './type.ts'

test.each([
  ['2026-11-22T09:30:00', '2026-11-22T09:30:00'],
  ['2026-11-22 09:30:00.5', '2026-11-22T09:30:00.5'],
  ['-000043-03-15T12:00', '-000043-03-15T12:00:00'],
  ['+275760-09-13T23:59:59.999999', '+275760-09-13T23:59:59.999999'],
])('reads %s as %s', (given, canonical) => {
  expect(plainDateTime.toText(plainDateTime.fromText(given))).toBe(canonical)
})

test.each([
  '2026-11-22',
  '2026-11-22T09:30:00Z',
  '2026-11-22T09:30:00+01:00',
  '2026-11-22T09:30:00[Europe/Paris]',
  '2026-11-22T24:00:00',
  '2016-12-31T23:59:60',
  '+275760-09-14T00:00:00',
])('refuses %j instead of dropping a part of it', wrong => {
  expect(() => plainDateTime.fromText(wrong)).toThrow(TypeProblem)
})

test('holds microseconds of the ISO calendar', () => {
  expect(plainDateTime.problem(Temporal.PlainDateTime.from('2026-11-22T00:00:00.000000001'))).toMatch(
    /round\('microsecond'\)/,
  )
  expect(plainDateTime.problem(Temporal.PlainDateTime.from('2026-11-22T00:00:00[u-ca=gregory]'))).toMatch(
    /withCalendar/,
  )
})
