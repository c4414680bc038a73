import { expect, test } from 'vitest'
import { byQuestion } from './answered.ts'

const asked = (name: string, rows: readonly { readonly n: number }[]) => ({
  name,
  title: `${name}?`,
  rows,
  plan: { steps: [] },
  statements: {},
  durationMs: 0,
})

test('answers are put together by question', () => {
  const [a, b] = [asked('a', [{ n: 1 }]), asked('b', [])]
  const answers = [
    { engine: 'memory', asked: a },
    { engine: 'memory', asked: b },
    { engine: 'csv', asked: a },
  ] as const
  expect(byQuestion(answers)).toEqual([
    { name: 'a', title: 'a?', answers: [answers[0], answers[2]] },
    { name: 'b', title: 'b?', answers: [answers[1]] },
  ])
})

test('engines that differ are told with their rows', () => {
  const answers = [
    { engine: 'memory', asked: asked('a', [{ n: 1 }, { n: 2 }]) },
    { engine: 'csv', asked: asked('a', [{ n: 1 }]) },
  ] as const
  expect(() => byQuestion(answers)).toThrow('csv answers a with [{"n":1}], and memory with [{"n":1},{"n":2}]')
})
