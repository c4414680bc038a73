import { expect, test } from 'vitest'
import { canonicalJsonText, frozenJson, parseJson } from './json-text.ts'
import type { Json } from './json-value.ts'
import { TypeProblem } from './type.ts'

test('canonical text sorts keys by code point at every level', () => {
  const value: Json = { '\u{1F600}': 1, '\uFFFD': 2, b: [{ d: 1, c: 'ü"\n' }], a: null, '10': 0, '9': 0 }
  expect(canonicalJsonText(value)).toBe('{"10":0,"9":0,"a":null,"b":[{"c":"ü\\"\\n","d":1}],"\uFFFD":2,"\u{1F600}":1}')
})

test('a frozen copy is deep, apart and equal', () => {
  const value = JSON.parse('{"a":[{"b":1}],"__proto__":{"c":2}}')
  const copy = frozenJson(value)
  expect(copy).toEqual(value)
  expect(Object.hasOwn(Object(copy), '__proto__')).toBe(true)
  value.a[0].b = 2
  expect(JSON.stringify(copy)).toBe('{"a":[{"b":1}],"__proto__":{"c":2}}')
  expect(() => {
    JSON.stringify(copy, (_key, part) => (typeof part === 'object' ? Object.assign(part, { b: 3 }) : part))
  }).toThrow(TypeError)
})

test('reads immutable values', () => {
  const value = parseJson('{"a":[1]}')
  expect(value).toEqual({ a: [1] })
  expect(Object.isFrozen(value)).toBe(true)
  expect(Object.isFrozen(Object(value).a)).toBe(true)
})

test.each([
  ['{', 'must be JSON text'],
  ['', 'must be JSON text'],
  ["{'a':1}", 'must be JSON text'],
  ['NaN', 'must be JSON text'],
  ['-0', /−0/],
  ['[-0.0]', /−0/],
  ['{"a":-0}', /−0/],
  ['[1,\n-0]', /−0/],
  ['-1e-400', /−0/],
  ['1e999', /finite/],
  ['[1E400]', /finite/],
  ['1e+0000309', /finite/],
  [`${'9'.repeat(300)}e10`, /finite/],
  ['9'.repeat(400), /rounds/],
  ['9007199254740993', /rounds/],
  ['{"id":-12345678901234567890}', /rounds/],
  ['"\\ud800"', /surrogate/],
  ['"\\uD83D\\u0041"', /surrogate/],
  ['"\uD800"', /surrogate/],
  ['{"\\uDC00":1}', /surrogate/],
  ['['.repeat(1001) + ']'.repeat(1001), /1,000 levels/],
  ['['.repeat(200_000) + ']'.repeat(200_000), /1,000 levels/],
])('refuses %.40j', (text, message) => {
  expect(() => parseJson(text)).toThrow(TypeProblem)
  expect(() => parseJson(text)).toThrow(message)
})

test.each([
  '9007199254740991',
  `1${'0'.repeat(21)}`,
  `-12345${'0'.repeat(250)}`,
  '35143725962862710',
  '-9007199254740992',
  '"9007199254740993 in a \\" text 9007199254740993"',
  '0.12345678901234567890',
  '1e-7',
  '1e300',
  '"\\ud83d\\ude00"',
  '"-0"',
  '"1e999"',
  '-0.5',
])('reads %s', text => {
  expect(parseJson(text)).toBe(JSON.parse(text))
})
