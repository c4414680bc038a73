import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { jsonProblem } from './json-problem.ts'

const nested = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value }
  return value
}

test('takes all of JSON', () => {
  for (const right of [
    null,
    true,
    'text',
    0,
    -1.5,
    1e300,
    [],
    {},
    [[1], { a: [null] }],
    Object.create(null),
    JSON.parse('{"__proto__":1}'),
  ]) {
    expect(jsonProblem(right)).toBeUndefined()
  }
  expect(jsonProblem(runInNewContext('({ a: [1] })'))).toBeUndefined()
})

test.each([
  ['−0', -0, /−0/],
  ['NaN', Number.NaN, /finite/],
  ['infinity', Number.NEGATIVE_INFINITY, /finite/],
  ['undefined', undefined, /got undefined/],
  ['an undefined member', { a: undefined }, /got undefined; leave it out or use null/],
  ['a hole', new Array(1), /got undefined/],
  ['a bigint', 1n, /got a bigint/],
  ['a symbol', Symbol('private'), /got a symbol/],
  ['a function', { toJSON: () => 1 }, /got a function/],
  ['a date', new Date(), /plain objects, got a Date/],
  ['a map', new Map(), /plain objects, got a Map/],
  ['an instance', new (class Private {})(), /plain objects, got an Object of a class/],
  ['a symbol as key', { [Symbol('private')]: 1 }, /plain objects/],
  ['bytes', new Uint8Array(1), /plain objects, got a Uint8Array/],
  ['a boxed string', new String('a'), /plain objects, got a String/],
  ['half a pair', '\uD800', /surrogate/],
  ['half a pair as key', { '\uDC00': 1 }, /surrogate/],
])('refuses %s, also deep inside', (_name, value, message) => {
  expect(jsonProblem(value)).toMatch(message)
  expect(jsonProblem([{ private: [value] }])).toMatch(message)
  expect(jsonProblem([{ private: [value] }])).not.toMatch(/private/i)
})

test('ends at 1,000 levels', () => {
  expect(jsonProblem(nested(1000))).toBeUndefined()
  expect(jsonProblem(nested(1001))).toBe('must not be nested deeper than 1,000 levels, nor contain itself')
  expect(jsonProblem(nested(1_000_000))).toBe('must not be nested deeper than 1,000 levels, nor contain itself')
})

test('finds that a value contains itself, and never runs away on shared parts', () => {
  const circle: Record<string, unknown> = {}
  circle.left = circle
  circle.right = [circle, circle]
  expect(jsonProblem(circle)).toMatch(/contain itself/)
  let shared: unknown = [1]
  for (let level = 0; level < 100; level++) shared = [shared, shared]
  expect(jsonProblem(shared)).toBe('must not have more than 10,000,000 parts')
})
