import { afterEach, expect, test, vi } from 'vitest'
import { Temporal } from './temporal.ts'
import { defineTemporalType } from './temporal-type.ts'
import { TypeProblem } from './type.ts'

const workday = defineTemporalType({
  name: 'workday',
  kind: 'PlainDate',
  pattern: /^\d{4}-\d\d-\d\d$/,
  form: '2026-11-23',
  refuse: value => (value.dayOfWeek > 5 ? 'must be a working day' : undefined),
  equals: (a, b) => a.equals(b),
  compare: (a, b) => Temporal.PlainDate.compare(a, b),
})

afterEach(() => vi.restoreAllMocks())

test('checks class, then the rest', () => {
  expect(workday.problem(Temporal.PlainDate.from('2026-11-23'))).toBeUndefined()
  expect(workday.problem(Temporal.PlainDate.from('2026-11-22'))).toBe('must be a working day')
  expect(workday.problem(null)).toBe('must be a Temporal.PlainDate, got null; make one with Temporal.PlainDate.from(…)')
})

test('reads only the texts of its pattern, and without showing them', () => {
  expect(workday.fromText('2026-11-23').toString()).toBe('2026-11-23')
  for (const wrong of ['2026-11-23T10:00', '2026-99-99']) {
    expect(() => workday.fromText(wrong)).toThrow(new TypeProblem('must be text such as 2026-11-23'))
  }
  expect(() => workday.fromText('2026-11-22')).toThrow(new TypeProblem('must be a working day'))
})

test('a failure that is not about the text goes through', () => {
  const broken = new Error('out of order')
  vi.spyOn(Temporal.PlainDate, 'from').mockImplementation(() => {
    throw broken
  })
  expect(() => workday.fromText('2026-11-23')).toThrow(broken)
})
