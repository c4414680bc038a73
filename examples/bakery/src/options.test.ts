import { UsageError } from '@vantage-ts/example-asking'
import { expect, test } from 'vitest'
import { engineNames } from './engines.ts'
import { readOptions } from './options.ts'

const questions = ['never-ordered', 'stock-value']
const read = (...args: string[]) => readOptions(args, questions)

test('without arguments: every question, of memory', () => {
  expect(read()).toEqual({ engines: ['memory'], questions, isJson: false, isHelp: false })
})

test('questions in the order given, once each; all engines by one name', () => {
  const { engines, ...rest } = read('stock-value', '--json', '--engine', 'all', 'never-ordered', 'stock-value')
  expect(engines).toEqual(engineNames)
  expect(rest).toEqual({ questions: ['stock-value', 'never-ordered'], isJson: true, isHelp: false })
  expect(read('--engine=csv', '-h')).toMatchObject({ engines: ['csv'], isHelp: true })
})

test.each([
  [['--engine', 'sqllite'], 'there is no engine "sqllite". Did you mean "sqlite"?'],
  [
    ['--engine', 'oracle'],
    'there is no engine "oracle". Known: memory, sqlite, postgres, mysql, surrealdb, duckdb, csv, ndjson, json, across, all.',
  ],
  [['--engine'], '--engine needs a value: --engine sqlite'],
  [['--engin=csv'], 'there is no option --engin. Did you mean "--engine"?'],
  [['stok-value'], 'there is no question "stok-value". Did you mean "stock-value"?'],
])('%j is refused by name', (args, message) => {
  expect(() => read(...args)).toThrow(UsageError)
  expect(() => read(...args)).toThrow(message)
})
