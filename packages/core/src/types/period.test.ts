import { expect, test } from 'vitest'
import { period } from './period.ts'
import { Temporal } from './temporal.ts'

const of = (text: string): Temporal.Duration => Temporal.Duration.from(text)

test('equals by fields, and is not ordered', () => {
  expect(period.isOrdered).toBe(false)
  expect(period.arithmetic).toBeUndefined()
  expect(period.equals(of('P1M'), of('P30D'))).toBe(false)
  expect(period.equals(of('P7D'), of('P1W'))).toBe(false)
  expect(period.equals(of('PT60S'), of('PT1M'))).toBe(false)
  expect(period.equals(of('P1Y2M'), of('P1Y2M'))).toBe(true)
})

test('seconds and below are one field', () => {
  const value = Temporal.Duration.from({ months: 1, milliseconds: 1500 })
  expect(period.canonical?.(value)).toMatchObject({ months: 1, seconds: 1, milliseconds: 500 })
  expect(period.equals(value, of('P1MT1.5S'))).toBe(true)
})

test('carries all fields with their sign', () => {
  for (const text of ['P1Y2M3W4DT5H6M7.000008S', '-P1M', 'PT0S']) {
    expect(period.toText(period.fromText(text))).toBe(text)
  }
  expect(period.problem(of('PT0.000000001S'))).toMatch(/round\('microsecond'\)/)
})
