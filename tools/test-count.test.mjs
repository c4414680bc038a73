import { expect, test } from 'vitest'
import { countTests } from './test-count.mjs'

const file = (status, ...results) => ({ status, assertionResults: results.map(result => ({ status: result })) })

test.each([
  ['all passed', [file('passed', 'passed', 'passed', 'skipped')], 0, [2, 0]],
  ['one failed', [file('failed', 'passed', 'failed')], 1, [1, 1]],
  ['a file that does not load', [file('passed', 'passed'), file('failed')], 1, [1, 1]],
  ['an error outside the tests', [file('passed', 'passed')], 1, [1, 1]],
  ['nothing executed', [file('passed', 'skipped')], 0, [0, 1]],
  ['no report', undefined, 1, [0, 1]],
])('%s', (_, testResults, exitCode, [passed, failed]) => {
  expect(countTests(testResults && { testResults }, exitCode)).toMatchObject({ passed, failed })
})

test('failures are named by their file, their test and the first line of why', () => {
  const testResults = [
    {
      name: '/work/a.test.ts',
      status: 'failed',
      assertionResults: [
        { status: 'failed', fullName: 'sums add up', failureMessages: ['Error: 2 is not 3\n  at a.ts'] },
      ],
    },
    { name: '/work/b.test.ts', status: 'failed', message: 'no such module\nsee there', assertionResults: [] },
  ]
  expect(countTests({ testResults }, 1, '/work').failures).toEqual([
    'a.test.ts > sums add up: Error: 2 is not 3',
    'b.test.ts: no such module',
  ])
})
