import { expect, test } from 'vitest'
import { counted, verdictOf } from './benchmark.ts'

test.each([
  [[1, 2], 2.5, 'at most', 'yes'],
  [[2, 2.5], 2.5, 'at most', 'yes'],
  [[2, 3], 2.5, 'at most', 'inconclusive'],
  [[2.6, 3], 2.5, 'at most', 'no'],
  [[0.8, 0.9], 0.7, 'at least', 'yes'],
  [[0.6, 0.9], 0.7, 'at least', 'inconclusive'],
  [[0.5, 0.6], 0.7, 'at least', 'no'],
  [3, 2, 'at most', 'no'],
] as const)('%j against %d, %s: %s', (figure, target, bound, verdict) => {
  expect(verdictOf(figure, target, bound)).toBe(verdict)
})

test('a counted result is judged by its ratio where it has one', () => {
  const facts = { name: 'x', unit: 'statements', ours: 2, target: 1, bound: 'at most' } as const
  expect(counted(facts)).toMatchObject({ holds: 'no', interval: null, pairs: null, baseline: null, peers: {} })
  expect(counted({ ...facts, baseline: 2, ratio: 1 })).toMatchObject({ holds: 'yes', baseline: 2 })
})
