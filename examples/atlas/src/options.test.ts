import { resolve } from 'node:path'
import { UsageError } from '@vantage-ts/example-asking'
import { expect, test } from 'vitest'
import { readOptions } from './options.ts'

const questions = ['northern', 'texas', 'late-origins']
const read = (...args: string[]) => readOptions(args, questions)

function refusal(...args: string[]): string {
  try {
    read(...args)
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.message
    throw thrown
  }
  throw new Error('nothing was refused')
}

test('without arguments: every question, all rows, text', () => {
  const { dataFolder, ...rest } = read()
  expect(rest).toEqual({ questions, limit: undefined, isJson: false, flights: '20k', isHelp: false })
  expect(dataFolder).toMatch(/[\\/]\.cache[\\/]atlas$/)
})

test('questions in the order given, once each, between options', () => {
  expect(read('texas', '--json', 'northern', '--limit', '5', 'texas', '--data=some/folder')).toEqual({
    questions: ['texas', 'northern'],
    limit: 5,
    isJson: true,
    flights: '20k',
    dataFolder: resolve('some/folder'),
    isHelp: false,
  })
  expect(read('-h').isHelp).toBe(true)
  expect(read('--flights', '3m').flights).toBe('3m')
})

test.each([
  [['--jsno'], 'there is no option --jsno. Did you mean "--json"?'],
  [['--Limit=3'], 'there is no option --Limit. Did you mean "--limit"?'],
  [['-x'], 'there is no option -x.'],
  [['-json'], 'there is no option -json. Did you mean "--json"?'],
  [['--limit'], '--limit needs a value: --limit 5'],
  [['--limit='], '--limit needs a value: --limit 5'],
  [['--limit', '--json'], '--limit needs a value: --limit 5'],
  [['--data', '--json'], '--data needs a value: --data FOLDER'],
  [['--data'], '--data needs a value: --data FOLDER'],
  [['--limit', 'ten'], '--limit takes a whole number from 1 to 999999999, not "ten"'],
  [['--limit', '0'], '--limit takes a whole number from 1 to 999999999, not "0"'],
  [['--limit=-3'], '--limit takes a whole number from 1 to 999999999, not "-3"'],
  [['--limit=1.5'], '--limit takes a whole number from 1 to 999999999, not "1.5"'],
  [['--data', 'some/what?'], `--data takes a folder without ? in its path, not "${resolve('some/what?')}"`],
  [['--flights', '3M'], '--flights takes 20k or 3m, not "3M"'],
  [['--flights'], '--flights needs a value: --flights 3m'],
  [['--json=yes'], '--json takes no value'],
  [['txas'], 'there is no question "txas". Did you mean "texas"?'],
  [['population'], 'there is no question "population". Known: northern, texas, late-origins.'],
  [['__proto__'], 'there is no question "__proto__".'],
  [['--__proto__'], 'there is no option --__proto__.'],
])('%j is refused by name', (args, message) => {
  expect(refusal(...args)).toContain(message)
})
