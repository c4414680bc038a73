import { expect, test } from 'vitest'
import { knownName, readArguments } from './arguments.ts'
import { UsageError } from './usage-error.ts'

const known = {
  engine: { type: 'string', example: 'sqlite' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

test('options with their values, everything else in its order', () => {
  const { values, others } = readArguments(['b', '--engine=memory', '-h', 'a'], known)
  expect([...values]).toEqual([
    ['engine', 'memory'],
    ['help', undefined],
  ])
  expect(others).toEqual(['b', 'a'])
})

test.each([
  [['--engin', 'x'], 'there is no option --engin. Did you mean "--engine"?'],
  [['-j'], 'there is no option -j.'],
  [['--engine'], '--engine needs a value: --engine sqlite'],
  [['--engine', '--json'], '--engine needs a value: --engine sqlite'],
  [['--json=1'], '--json takes no value'],
])('%j is refused by name', (args, message) => {
  expect(() => readArguments(args, known)).toThrow(UsageError)
  expect(() => readArguments(args, known)).toThrow(message)
})

test('names are those there are, or the nearest is told', () => {
  expect(knownName('engine', 'csv', ['memory', 'csv'])).toBe('csv')
  expect(() => knownName('engine', 'memry', ['memory', 'csv'])).toThrow(
    'there is no engine "memry". Did you mean "memory"?',
  )
})
