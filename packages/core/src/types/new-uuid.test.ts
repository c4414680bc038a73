import { afterEach, expect, test, vi } from 'vitest'
import { uuidV4, uuidV7 } from './new-uuid.ts'
import { uuid } from './uuid.ts'

afterEach(() => vi.useRealTimers())

test('both are uuids of their version and variant, each another one', () => {
  const [four, seven] = [Array.from({ length: 100 }, uuidV4), Array.from({ length: 100 }, uuidV7)]
  for (const one of [...four, ...seven]) expect(uuid.problem(one)).toBeUndefined()
  for (const one of four) expect(one).toMatch(/^.{14}4.{4}[89ab]/)
  for (const one of seven) expect(one).toMatch(/^.{14}7.{4}[89ab]/)
  expect(new Set([...four, ...seven]).size).toBe(200)
})

test('version 7 starts with the time and grows, within a millisecond and when the clock is set back', () => {
  vi.useFakeTimers({ now: Date.parse('2030-01-01T00:00:00.123Z') })
  const first = uuidV7()
  expect(Number.parseInt(first.replaceAll('-', '').slice(0, 12), 16)).toBe(Date.parse('2030-01-01T00:00:00.123Z'))
  const many = [first, ...Array.from({ length: 10_000 }, uuidV7)]
  vi.setSystemTime(Date.parse('2029-01-01T00:00:00Z'))
  many.push(uuidV7(), uuidV7())
  vi.setSystemTime(Date.parse('2031-01-01T00:00:00Z'))
  many.push(uuidV7())
  expect(many.toSorted()).toEqual(many)
  expect(new Set(many).size).toBe(many.length)
})
