import { UsageError } from '@vantage-ts/example-asking'
import { expect, test } from 'vitest'
import { engineNames } from './engines.ts'
import { readOptions } from './options.ts'

const read = (...args: string[]) => readOptions(args)

test('without arguments: memory; all engines by one name', () => {
  expect(read()).toEqual({ engines: ['memory'], isJson: false, isHelp: false })
  expect(read('--engine', 'all', '--json')).toEqual({ engines: engineNames, isJson: true, isHelp: false })
  expect(read('--engine=sqlite', '-h')).toEqual({ engines: ['sqlite'], isJson: false, isHelp: true })
})

test.each([
  [['--engine', 'sqllite'], 'there is no engine "sqllite". Did you mean "sqlite"?'],
  [['--engine', 'csv'], 'there is no engine "csv". Known: memory, sqlite, postgres, mysql, surrealdb, duckdb, all.'],
  [['--engine'], '--engine needs a value: --engine sqlite'],
  [['--jsn'], 'there is no option --jsn. Did you mean "--json"?'],
  [['postgres'], '"postgres" is no option; an engine is named with --engine'],
])('%j is refused by name', (args, message) => {
  expect(() => read(...args)).toThrow(UsageError)
  expect(() => read(...args)).toThrow(message)
})
