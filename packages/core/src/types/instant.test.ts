import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, instantMs, instantNs, instantToSortableText } from './instant.ts'
import { Temporal } from './temporal.ts'
import { TypeProblem } from './type.ts'

const at = (text: string): Temporal.Instant => Temporal.Instant.from(text)

test('each holds its precision and names the rounding for a finer value', () => {
  const nanos = at('2001-01-01T00:47:00.123456789Z')
  expect(instant.problem(nanos)).toBe("must not be finer than a microsecond; use .round('microsecond')")
  expect(instantMs.problem(nanos)).toBe("must not be finer than a millisecond; use .round('millisecond')")
  expect(instantNs.problem(nanos)).toBeUndefined()
  expect(instant.problem(nanos.round('microsecond'))).toBeUndefined()
  expect(instantMs.problem(nanos.round('microsecond'))).toMatch(/finer than a millisecond/)
  expect(instantMs.problem(nanos.round('millisecond'))).toBeUndefined()
  expect([instantMs.units, instant.units, instantNs.units]).toEqual(['ms', 'us', 'ns'])
  expect(() => instant.fromText('2001-01-01T00:47:00.1234567Z')).toThrow(TypeProblem)
  expect(instant.problem(at('1969-12-31T23:59:59.999999Z'))).toBeUndefined()
  expect(instant.problem(at('1969-12-31T23:59:59.999999999Z'))).toBeTypeOf('string')
})

test.each([
  ['2026-11-22T10:00:00+01:00', '2026-11-22T09:00:00Z'],
  ['2026-11-22 09:00:00.5z', '2026-11-22T09:00:00.5Z'],
  ['2026-11-22 09:00:00+00', '2026-11-22T09:00:00Z'],
  ['1880-01-01 00:00:00+00:53:28', '1879-12-31T23:06:32Z'],
  ['+010000-01-01T00:00:00Z', '+010000-01-01T00:00:00Z'],
  ['-000043-03-15T12:00:00Z', '-000043-03-15T12:00:00Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ['-271821-04-20T00:00:00Z', '-271821-04-20T00:00:00Z'],
  ['+275760-09-13T00:00:00Z', '+275760-09-13T00:00:00Z'],
])('reads %s as %s', (given, canonical) => {
  expect(instant.toText(instant.fromText(given))).toBe(canonical)
})

test.each([
  '2026-11-22T09:00:00',
  '2026-11-22',
  '2026-11-22T09:00:00+01:00[Europe/Paris]',
  '2026-11-22T09:00:00Z[u-ca=hebrew]',
  '2016-12-31T23:59:60Z',
  '2026-02-30T00:00:00Z',
  '-000000-01-01T00:00:00Z',
  '+275760-09-13T00:00:00.000001Z',
  '-271821-04-19T23:59:59Z',
  '12026-11-22T09:00:00Z',
  'infinity',
  '',
])('refuses the text %j', wrong => {
  expect(() => instant.fromText(wrong)).toThrow(
    new TypeProblem('must be text such as 2001-01-01T00:47:00Z, with Z or an offset'),
  )
})

test('does not take dates, texts and numbers for moments', () => {
  expect(instant.problem(new Date())).toBe(
    'must be a Temporal.Instant, got a Date; make one with Temporal.Instant.from(…)',
  )
  expect(instant.problem('2026-11-22T09:00:00Z')).toMatch(/got a string/)
  expect(instant.problem(0)).toMatch(/got a number/)
  expect(instant.problem(new Temporal.PlainDate(2026, 1, 1))).toMatch(/got a Temporal\.PlainDate/)
})

describe('sortable text', () => {
  test('has one width', () => {
    expect(instantToSortableText(at('2001-01-01T00:47:00Z'))).toBe('2001-01-01T00:47:00.000000Z')
    expect(instantToSortableText(at('2001-01-01T00:47:00.1Z'), 'ms')).toBe('2001-01-01T00:47:00.100Z')
    expect(instantToSortableText(at('0000-01-01T00:00:00.000000001Z'), 'ns')).toBe('0000-01-01T00:00:00.000000001Z')
  })

  test('sorts as time does, and comes back', () => {
    const seconds = {
      min: at('0000-01-01T00:00:00Z').epochMilliseconds,
      max: at('9999-12-31T23:59:59Z').epochMilliseconds,
    }
    const moments = fc
      .tuple(fc.integer(seconds), fc.nat(999))
      .map(([ms, us]) => Temporal.Instant.fromEpochMilliseconds(ms).add({ microseconds: us }))
    fc.assert(
      fc.property(moments, moments, (a, b) => {
        const [left, right] = [instantToSortableText(a), instantToSortableText(b)]
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(instant.compare(a, b))
        expect(instant.equals(instant.fromText(left), a)).toBe(true)
      }),
    )
  })

  test('refuses years that do not sort', () => {
    for (const wrong of ['-000001-12-31T23:59:59Z', '+010000-01-01T00:00:00Z']) {
      expect(() => instantToSortableText(at(wrong))).toThrow(/years 0000 to 9999/)
    }
  })
})

test('orders within one millisecond and across the epoch', () => {
  const sorted = [
    '1969-12-31T23:59:59.999999Z',
    '1970-01-01T00:00:00Z',
    '1970-01-01T00:00:00.000001Z',
    '1970-01-01T00:00:00.001Z',
  ]
  expect(sorted.map(at).reverse().sort(instant.compare).map(String)).toEqual(sorted)
})
