import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply, literal, resultOf } from '../../test/evaluating.ts'
import type { OperatorName } from '../expression/operator.ts'
import { int } from '../types/int.ts'
import { text } from '../types/text.ts'
import { likeTest } from './like.ts'

const compute = (operator: OperatorName, ...texts: readonly (string | null)[]): Promise<unknown> =>
  resultOf(apply(operator, ...texts.map(value => literal(text, value))))
const cut = (value: string | null, ...bounds: readonly number[]): Promise<unknown> =>
  resultOf(apply('substring', literal(text, value), ...bounds.map(bound => literal(int, bound))))

describe('like', () => {
  const cases: readonly (readonly [pattern: string, matches: readonly string[], others: readonly string[]])[] = [
    ['', [''], ['a']],
    ['%', ['', 'anything', 'two\nlines'], []],
    ['_', ['a', '𝕏', '\n'], ['', 'ab']],
    ['abc', ['abc'], ['ABC', 'abcd', 'xabc']],
    ['a%', ['a', 'abc'], ['ba', 'A']],
    ['%c', ['c', 'abc'], ['ca']],
    ['%b%', ['b', 'abc'], ['ac']],
    ['a%a', ['aa', 'aba'], ['a']],
    ['a%b%c', ['abc', 'a-b-c'], ['acb', 'ab']],
    ['a_c', ['abc', 'a𝕏c'], ['ac', 'abbc']],
    ['%_b_%', ['abc', 'xxabcxx'], ['ab', 'bc']],
    ['_%_', ['ab', 'abc'], ['a']],
    ['100\\%', ['100%'], ['100x', '1000']],
    ['a\\_b', ['a_b'], ['axb']],
    ['\\\\', ['\\'], ['\\\\']],
    ['.*[a](b)$^', ['.*[a](b)$^'], ['xa']],
  ]
  for (const [pattern, matches, others] of cases)
    test(JSON.stringify(pattern), async () => {
      for (const value of matches) expect(await compute('like', value, pattern), value).toBe(true)
      for (const value of others) expect(await compute('like', value, pattern), value).toBe(false)
    })

  test('agrees with a regular expression', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '%', '_', '𝕏'), maxLength: 8 })
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '𝕏'), maxLength: 10 })
    fc.assert(
      fc.property(pattern, value, (like, given) => {
        const regex = new RegExp(`^${like.replaceAll('%', '.*').replaceAll('_', '.')}$`, 'su')
        expect(likeTest(like)(given)).toBe(regex.test(given))
      }),
    )
  })

  test('a hostile pattern takes no exponential time', () => {
    expect(likeTest(`${'%a'.repeat(30)}b`)('a'.repeat(3000))).toBe(false)
    expect(likeTest(`${'%a_'.repeat(30)}b`)('a'.repeat(3000))).toBe(false)
  })
})

test('contains, startsWith and endsWith are literal and case-sensitive', async () => {
  expect(await compute('contains', 'a%b', '%')).toBe(true)
  expect(await compute('contains', 'ab', '%')).toBe(false)
  expect(await compute('contains', 'ab', 'A')).toBe(false)
  expect(await compute('contains', 'ab', '')).toBe(true)
  expect(await compute('startsWith', '_a', '_')).toBe(true)
  expect(await compute('startsWith', 'ba', '_')).toBe(false)
  expect(await compute('endsWith', 'a\\', '\\')).toBe(true)
})

test('containsFolded folds ASCII letters and nothing else', async () => {
  expect(await compute('containsFolded', 'xKELVINx', 'kelvin')).toBe(true)
  expect(await compute('containsFolded', '\u212a', 'k')).toBe(false)
  expect(await compute('containsFolded', 'ÄB', 'äb')).toBe(false)
  expect(await compute('containsFolded', 'Äb', 'ÄB')).toBe(true)
  expect(await compute('containsFolded', '50%', '0%')).toBe(true)
})

test('lower and upper know ASCII letters only', async () => {
  expect(await compute('lower', 'ÄBC-\u0130\u212a')).toBe('Äbc-\u0130\u212a')
  expect(await compute('upper', 'äbc-\u0131\u017f')).toBe('äBC-\u0131\u017f')
})

test('length and substring count characters', async () => {
  expect(await compute('length', '')).toBe(0)
  expect(await compute('length', 'a𝕏é')).toBe(3)
  expect(await cut('a𝕏b', 1)).toBe('𝕏b')
  expect(await cut('a𝕏b', 1, 1)).toBe('𝕏')
  expect(await cut('abc', 0, 2)).toBe('ab')
  expect(await cut('abc', 5)).toBe('')
  expect(await cut('abc', 1, 0)).toBe('')
})

test('concat, and null anywhere is null', async () => {
  expect(await compute('concat', 'a', '', 'b')).toBe('ab')
  expect(await compute('concat', 'a', null)).toBeNull()
  for (const operator of ['like', 'contains', 'startsWith', 'endsWith', 'containsFolded'] as const) {
    expect(await compute(operator, null, 'a'), operator).toBeNull()
    expect(await compute(operator, 'a', null), operator).toBeNull()
  }
  for (const operator of ['lower', 'upper', 'length'] as const)
    expect(await compute(operator, null), operator).toBeNull()
  expect(await cut(null, 1)).toBeNull()
})
