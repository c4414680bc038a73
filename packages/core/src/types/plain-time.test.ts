import { expect, test } from 'vitest'
import { plainTime } from './plain-time.ts'
import { Temporal } from './temporal.ts'
import { TypeProblem } from './type.ts'

test('reads short and long forms, writes one', () => {
  expect(['09:30', '09:30:00', '09:30:00.000'].map(plainTime.fromText).map(plainTime.toText)).toEqual(
    Array.from({ length: 3 }, () => '09:30:00'),
  )
  expect(plainTime.toText(plainTime.fromText('23:59:59.999999'))).toBe('23:59:59.999999')
})

test.each(['2026-11-22T09:30:00', '09:30:00Z', '09:30+01', '24:00:00', '23:59:60', '9:30', '0930', ''])(
  'refuses %j',
  wrong => {
    expect(() => plainTime.fromText(wrong)).toThrow(new TypeProblem('must be text such as 09:30:00'))
  },
)

test('holds microseconds and names the rounding', () => {
  expect(plainTime.problem(Temporal.PlainTime.from('00:00:00.000001'))).toBeUndefined()
  expect(plainTime.problem(Temporal.PlainTime.from('00:00:00.0000001'))).toBe(
    "must not be finer than a microsecond; use .round('microsecond')",
  )
})
